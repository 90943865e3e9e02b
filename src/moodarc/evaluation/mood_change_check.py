"""`moodarc bench mood-change`: lift, keep or drop after a track, on SiTunes.

Stage 2: the authors' ten random splits of each listener's records (setting 2, seeds 101 to 110;
70 % to learn from, 10 % to select on, 20 % to test), their protocol for .5718 accuracy and .4869
macro-F1. The selection rows are learned from too, since selection is by folds inside both. A
training record that repeats a tested one (same listener, track and time) is left out. Figures are
means over the seeds; intervals draw listeners (a listener's rows of all seeds together), so they
speak of other listeners, not of other seeds. Without `splits/` ten like them are drawn.

The listener's past that a row may know is what lies before it in time among the *training* rows;
other people's ratings of a track may be later, as in the authors' protocol.

Stage 3, where the folder has one: learned on all of stage 2 (way and lean chosen there), tested on
all of stage 3, as the authors' setting 3. `stage3.` knows the listener's past up to the end of
stage 2; `stage3.online.` also what stage 3 showed of the listener before the row, as it would in
use; nothing is fitted on stage 3. `stage3.shipped.` is the model that comes with the program, met
listening by listening likewise; it was fitted on all of stage 2.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import SiTunes, SiTunesStage, load_situnes, load_situnes_splits
from moodarc.evaluation.mood_change_ways import (
    BASELINES,
    CLASSES,
    WAYS,
    Chosen,
    Inputs,
    Split,
    choose,
    labels_of,
    tell,
)
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.evaluation.situnes_inputs import listenings_of, situations_of, tracks_of, unrepeated
from moodarc.listener import MoodChangeForecast
from moodarc.metrics import accuracy, macro_f1
from moodarc.protocols import bootstrap_interval

__all__ = ["bench_mood_change"]

Rows = NDArray[np.int64]
_SEEDS: Final = range(101, 111)
_TEST_SHARE: Final = 0.2
_NONE: Final = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """What a way told of the test rows of all seeds."""

    seeds: Rows
    listeners: Rows
    truth: Rows
    guess: Rows

    def rows(self, name: str, *, seed: int) -> Iterator[BenchRow]:
        """Accuracy and macro-F1, each the mean over the seeds."""
        macro = partial(macro_f1, classes=CLASSES)
        metrics: dict[str, Callable[..., float]] = {"accuracy": accuracy, "macro_f1": macro}
        for metric, measure in metrics.items():
            interval = bootstrap_interval(
                _mean_of_seeds(measure),
                self.seeds,
                self.truth,
                self.guess,
                rng=np.random.default_rng(seed),
                groups=self.listeners,
                resamples=400,
            )
            yield BenchRow.of(f"{name}.{metric}", interval)


def bench_mood_change(folder: Path, *, seed: int = 0, seeds: int | None = None) -> BenchReport:
    """Figures on stage 2, and on stage 3 where there is one.

    Args:
        folder: of SiTunes.
        seed: of trees, folds and intervals.
        seeds: how many of the ten splits; none = all.

    Raises:
        DatasetError: the folder is not in SiTunes' form.
    """
    data = load_situnes(folder)
    parts = _parts(folder, data.everyday)[:seeds]
    rows = [*_stage_2(data, parts, seed=seed)]
    if data.online is not None:
        rows += _stage_3(data, data.online, seed=seed)
    files = [path for path in folder.rglob("interactions.csv") if path.is_file()]
    return BenchReport("mood-change", fingerprint(files), tuple(rows))


def _stage_2(data: SiTunes, parts: Sequence[Split], *, seed: int) -> Iterator[BenchRow]:
    inputs = _inputs(data, [data.everyday])
    chosen = [choose(inputs, part.train, seed=seed) for part in parts]
    yield from _told(inputs, parts, lambda place: chosen[place], seed=seed).rows(
        "mood_change", seed=seed
    )
    for name in (*BASELINES, "logistic"):
        fixed = Chosen(name, 0.0)
        told = _told(inputs, parts, lambda _, fixed=fixed: fixed, seed=seed)  # type: ignore[misc]
        yield from told.rows(f"mood_change.{name}", seed=seed)
    for name in WAYS:
        share = np.mean([one.way == name for one in chosen])
        if share > 0.0:
            yield _count(f"mood_change.chosen.{name}", float(share))
    yield _count("mood_change.seeds", len(parts))
    yield _count("mood_change.records", len(data.everyday))
    yield _count("mood_change.repeats", int(data.everyday.repeats.sum()))


def _stage_3(data: SiTunes, online: SiTunesStage, *, seed: int) -> Iterator[BenchRow]:
    inputs = _inputs(data, [data.everyday, online])
    before = len(data.everyday)
    train = np.flatnonzero(~data.everyday.repeats)
    test = before + np.flatnonzero(~online.repeats)
    part = [Split(train, test, seed)]
    chosen = choose(inputs, train, seed=seed)
    best = _told(inputs, part, lambda _: chosen, seed=seed)
    yield from best.rows("mood_change.stage3", seed=seed)
    shown = _inputs(data, [data.everyday, online], also_known=test)
    yield from _told(shown, part, lambda _: chosen, seed=seed).rows(
        "mood_change.stage3.online", seed=seed
    )
    for name in BASELINES:
        fixed = Chosen(name, 0.0)
        told = _told(inputs, part, lambda _, fixed=fixed: fixed, seed=seed)  # type: ignore[misc]
        yield from told.rows(f"mood_change.stage3.{name}", seed=seed)
    asked = inputs.heard.at(test)
    guess = MoodChangeForecast.shipped().probabilities(asked, inputs.heard).argmax(axis=1)
    shipped = _Told(np.full(len(test), seed), asked.listeners, labels_of(asked), guess)
    yield from shipped.rows("mood_change.stage3.shipped", seed=seed)
    yield _count("mood_change.stage3.records", len(test))
    yield _count("mood_change.stage3.listeners", len(np.unique(online.listeners)))


def _told(
    inputs: Inputs, parts: Sequence[Split], chosen: Callable[[int], Chosen], *, seed: int
) -> _Told:
    guesses = [
        tell(inputs, chosen(place), replace(part, seed=seed)) for place, part in enumerate(parts)
    ]
    tested = np.concatenate([part.asked for part in parts])
    return _Told(
        seeds=np.repeat([part.seed for part in parts], [len(part.asked) for part in parts]),
        listeners=inputs.heard.listeners[tested],
        truth=inputs.labels()[tested],
        guess=np.concatenate(guesses),
    )


def _inputs(data: SiTunes, stages: Sequence[SiTunesStage], *, also_known: Rows = _NONE) -> Inputs:
    heard = listenings_of(stages[0])
    for stage in stages[1:]:
        heard = heard.and_these(listenings_of(stage))
    return Inputs(
        heard=heard,
        earlier=listenings_of(data.laboratory),
        situation=np.vstack([situations_of(stage) for stage in stages]),
        track=tracks_of(data.music, heard.tracks),
        also_known=also_known,
    )


def _parts(folder: Path, stage: SiTunesStage) -> list[Split]:
    splits = load_situnes_splits(folder, 2, learned=stage, tested=stage)
    if not splits:
        return [_drawn(stage, seed) for seed in _SEEDS]
    return [
        Split(unrepeated(stage, [*split.train, *split.valid], split.test), split.test, split.seed)
        for split in splits
    ]


def _drawn(stage: SiTunesStage, seed: int) -> Split:
    """A fifth of each listener's records, as the authors draw them."""
    rng = np.random.default_rng(seed)
    tested = np.zeros(len(stage), dtype=np.bool_)
    for who in np.unique(stage.listeners):
        rows = rng.permutation(np.flatnonzero((stage.listeners == who) & ~stage.repeats))
        tested[rows[: round(_TEST_SHARE * len(rows))]] = True
    test = np.flatnonzero(tested)
    return Split(unrepeated(stage, np.flatnonzero(~tested), test), test, seed)


def _mean_of_seeds(metric: Callable[..., float]) -> Callable[..., float]:
    def measure(seeds: Rows, truth: Rows, guess: Rows) -> float:
        values = [metric(truth[seeds == seed], guess[seeds == seed]) for seed in np.unique(seeds)]
        return float(np.mean(values))

    return measure


def _count(name: str, value: float) -> BenchRow:
    return BenchRow(name=name, value=value, higher_is_better=None)
