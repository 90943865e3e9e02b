"""`moodarc bench situnes`: will the listener like the track? SiTunes' own task, on its splits.

Settings of the authors, seeds 101 to 110: 1 learns from the laboratory (stage 1) and is tested in
everyday life (stage 2); 2 is within stage 2; 3 learns from the training rows of setting 2 and is
tested on the whole of stage 3 (made so where `splits/` lacks it). Label: rating >= 3. AUC, MAE and
RMSE are of the label, 0 or 1, against the told probability, as RecBole counts them. The published
RMSE of .427 and .375 speak of that scale: the mean of the training rows alone has .433 there, and
1.0 on ratings. Each figure is the mean over the seeds. Intervals draw listeners, with their rows of
all seeds together: the splits overlap, so seeds are no samples.

Main rows learn from the authors' `train` rows alone, less those that repeat a tested record, and
choose the way by folds inside them (`situnes_ways`); their `valid` rows are not looked at.
`with_valid` learns from both, by the way of the main row; `with_stage1` from the laboratory too, by
`trees_boosting`, to be held against that row. The situation is that of the stages' own `env.json`
and `wrist.npy`. The split files only name the records; the mood after a track, which they hold, is
no input of any way.

`adds.` rows are differences: a group of inputs less without it, same listeners, same draws.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import SiTunes, SiTunesStage, load_situnes, load_situnes_splits
from moodarc.errors import DatasetError
from moodarc.evaluation.mood_change_ways import Split
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.evaluation.situnes_inputs import unrepeated
from moodarc.evaluation.situnes_ratings import SITUATION, Ratings, ratings_of
from moodarc.evaluation.situnes_scores import Told
from moodarc.evaluation.situnes_ways import (
    BASELINES,
    CANDIDATES,
    SINGLE,
    WAYS,
    choose_way,
    mean_told,
)

__all__ = ["GROUPS", "bench_situnes"]

Rows = NDArray[np.int64]

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "plain": (),
    "emotion": ("emotion",),
    "situation": SITUATION,
    "situation_emotion": (*SITUATION, "emotion"),
}
"""Rows of the table by what may be known beside listener and track."""

_DIFFERENCES: Final = {
    "situation": ("situation", "plain"),
    "emotion": ("emotion", "plain"),
    "emotion_to_situation": ("situation_emotion", "situation"),
}
_WITH_MORE: Final = ("plain", "situation")
"""groups that are also told from more rows"""
_QUICK: Final = "trees_boosting"
"""what one group alone adds, and what the laboratory does, is told by the quickest mean of ours"""


class _Placed(NamedTuple):
    """A stage and its first row in the stacked table."""

    stage: SiTunesStage
    first: int


@dataclass(frozen=True, slots=True, eq=False)
class _Setting:
    """A setting as rows of one stacked table.

    Attributes:
        name: such as `situnes.setting2`.
        splits: by seed.
        valid: the authors' selection rows, by seed.
        groups: that its training rows have.
    """

    name: str
    splits: list[Split]
    valid: list[Rows]
    groups: tuple[str, ...]


def bench_situnes(folder: Path, *, seed: int = 0, seeds: int | None = None) -> BenchReport:
    """Figures of all settings that the folder has.

    Args:
        folder: of SiTunes, with `splits/`.
        seed: of the intervals; trees and folds take the split's.
        seeds: how many of the ten splits; none = all.

    Raises:
        DatasetError: the folder is not in SiTunes' form, or has no splits.
    """
    data = load_situnes(folder)
    stages = [data.laboratory, data.everyday, *([data.online] if data.online else [])]
    ratings = ratings_of(stages, data.music)
    settings = _settings(folder, data, seeds)
    if not settings:
        msg = f"{folder / 'splits'} has no settingS-SEED; copy the authors' splits there"
        raise DatasetError(msg)
    rows: list[BenchRow] = []
    for setting in settings:
        rows += _rows_of(setting, ratings, laboratory=len(data.laboratory), seed=seed)
    files = [path for path in folder.rglob("interactions.csv") if path.is_file()]
    return BenchReport("situnes", fingerprint(files), tuple(rows))


def _settings(folder: Path, data: SiTunes, seeds: int | None) -> list[_Setting]:
    laboratory = _Placed(data.laboratory, 0)
    everyday = _Placed(data.everyday, len(data.laboratory))
    found = [
        _setting(folder, 1, learned=laboratory, tested=everyday),
        _setting(folder, 2, learned=everyday, tested=everyday),
    ]
    if data.online is not None:
        online = _Placed(data.online, everyday.first + len(data.everyday))
        third = _setting(folder, 3, learned=everyday, tested=online)
        found.append(third if third.splits else _third_of(found[1], online))
    return [
        replace(each, splits=each.splits[:seeds], valid=each.valid[:seeds])
        for each in found
        if each.splits
    ]


def _setting(folder: Path, number: int, *, learned: _Placed, tested: _Placed) -> _Setting:
    splits, valid = [], []
    for split in load_situnes_splits(folder, number, learned=learned.stage, tested=tested.stage):
        kept = [split.train, split.valid]
        if learned.stage is tested.stage:
            kept = [unrepeated(learned.stage, rows, split.test) for rows in kept]
        splits.append(Split(kept[0] + learned.first, split.test + tested.first, split.seed))
        valid.append(kept[1] + learned.first)
    groups = ("plain",) if np.isnan(learned.stage.before).all() else tuple(GROUPS)
    return _Setting(f"situnes.setting{number}", splits, valid, groups)


def _third_of(second: _Setting, online: _Placed) -> _Setting:
    """Setting 3 as its authors make it: what setting 2 learns from, and the whole third stage."""
    asked = online.first + np.flatnonzero(~online.stage.repeats)
    splits = [replace(split, asked=asked) for split in second.splits]
    return replace(second, name="situnes.setting3", splits=splits)


def _rows_of(
    setting: _Setting, ratings: Ratings, *, laboratory: int, seed: int
) -> Iterator[BenchRow]:
    told = {}
    for group in setting.groups:
        chosen = [choose_way(ratings, split, GROUPS[group]) for split in setting.splits]
        told[group] = _told(ratings, setting.splits, group=group, chosen=chosen)
        yield from told[group].rows(f"{setting.name}.{group}", seed=seed)
        if group in _WITH_MORE:
            yield from _more(setting, ratings, group, chosen=chosen, laboratory=laboratory)
        for name in CANDIDATES:
            share = float(np.mean([one == name for one in chosen]))
            if share > 0.0:
                yield _count(f"{setting.name}.{group}.chosen.{name}", share)
    for name, (more, less) in _DIFFERENCES.items():
        if more in told:
            adds = f"{setting.name}.adds.{name}"
            yield from told[more].less(adds, told[less], seed=seed)
    if "situation" in told:
        yield from _alone(setting, ratings, seed=seed)
    yield from _counts(setting, ratings)


def _told(ratings: Ratings, splits: list[Split], *, group: str, chosen: Sequence[str]) -> Told:
    """What every way tells of the asked rows of all seeds; "" is the chosen one."""
    found: dict[str, list[NDArray[np.float64]]] = {
        name: [] for name in ("", *BASELINES, *SINGLE, *CANDIDATES)
    }
    for split, best in zip(splits, chosen, strict=True):
        single = {name: WAYS[name](ratings, split, GROUPS[group]) for name in WAYS}
        means = {name: mean_told(single, name) for name in CANDIDATES}
        for name, values in (single | means | {"": means[best]}).items():
            found[name].append(values)
    return Told.of(ratings, splits, {name: np.concatenate(each) for name, each in found.items()})


def _more(
    setting: _Setting, ratings: Ratings, group: str, *, chosen: Sequence[str], laboratory: int
) -> Iterator[BenchRow]:
    """The validation rows too, by the chosen way; the laboratory too, by the quick one."""
    more = {"with_valid": (setting.valid, chosen)}
    if len(setting.groups) > 1:
        n = len(setting.splits)
        more["with_stage1"] = ([np.arange(laboratory)] * n, [_QUICK] * n)
    for name, (rows, ways) in more.items():
        splits = [
            replace(split, train=np.concatenate([split.train, extra]))
            for split, extra in zip(setting.splits, rows, strict=True)
        ]
        values = [_one(ratings, *each, group=group) for each in zip(splits, ways, strict=True)]
        told = Told.of(ratings, splits, {"": np.concatenate(values)})
        yield from told.rows(f"{setting.name}.{name}.{group}", seed=None)


def _one(ratings: Ratings, split: Split, way: str, *, group: str) -> NDArray[np.float64]:
    parts = {part: WAYS[part](ratings, split, GROUPS[group]) for part in CANDIDATES[way]}
    return mean_told(parts, way)


def _alone(setting: _Setting, ratings: Ratings, *, seed: int) -> Iterator[BenchRow]:
    """What each group of the situation adds to listener and track, by one quick way."""
    told = {}
    for inputs in ((), *((name,) for name in SITUATION)):
        tell = partial(_by_trees, ratings, inputs=inputs)
        values = np.concatenate([tell(split) for split in setting.splits])
        told[inputs] = Told.of(ratings, setting.splits, {"": values})
    for name in SITUATION:
        yield from told[(name,)].less(f"{setting.name}.adds.{name}", told[()], seed=seed)


def _by_trees(ratings: Ratings, split: Split, inputs: tuple[str, ...]) -> NDArray[np.float64]:
    parts = {part: WAYS[part](ratings, split, inputs) for part in CANDIDATES[_QUICK]}
    return mean_told(parts, _QUICK)


def _counts(setting: _Setting, ratings: Ratings) -> Iterator[BenchRow]:
    first = setting.splits[0]
    seen = np.isin(ratings.tracks[first.asked], ratings.tracks[first.train])
    yield _count(f"{setting.name}.seeds", len(setting.splits))
    yield _count(f"{setting.name}.records", len(first.asked))
    yield _count(f"{setting.name}.listeners", len(np.unique(ratings.listeners[first.asked])))
    yield _count(f"{setting.name}.liked", float(ratings.liked[first.asked].mean()))
    yield _count(f"{setting.name}.known_tracks", float(seen.mean()))


def _count(name: str, value: float) -> BenchRow:
    return BenchRow(name=name, value=value, higher_is_better=None)
