"""The splits of SiTunes' authors, as rows of its stages.

Folder `splits/`: `settingS-SEED/settingS-SEED.{train,valid,test}.inter`, tab-separated, RecBole's
typed header. Setting 1 learns from stage 1 and is tested on stage 2; setting 2 is within stage 2
(70, 10, 20 % of each listener's records, drawn at random, not by time). Seeds 101 to 110.

A record is found again by listener, track, time and mood, and by nothing else of its line: the
lines also hold the mood after the track, which is the answer. The header may repeat a name (the
published third setting has `emo_pre_valence` twice), so the mood is read by place, from the two
columns after the time.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets.situnes import SiTunesStage
from moodarc.errors import DatasetError

__all__ = ["SiTunesSplit", "load_situnes_splits"]

_KEYS: Final = ("user_id:token", "item_id:token", "timestamp:float")
_PARTS: Final = ("train", "valid", "test")
_NEAR: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class SiTunesSplit:
    """One seed of a setting, as rows.

    Attributes:
        seed: 101 to 110.
        train: (n,) rows of the stage that is learned from.
        valid: (m,) likewise.
        test: (k,) rows of stage 2.
    """

    seed: int
    train: NDArray[np.int64]
    valid: NDArray[np.int64]
    test: NDArray[np.int64]


def load_situnes_splits(
    folder: Path, setting: int, *, learned: SiTunesStage, tested: SiTunesStage
) -> list[SiTunesSplit]:
    """The splits of a setting, by seed; none where the folder has none.

    Args:
        folder: of SiTunes; the splits are in its `splits/`.
        setting: 1 or 2.
        learned: the stage of `train` and `valid`.
        tested: that of `test`.

    Raises:
        DatasetError: a file of a split is absent or not in its form, or a record of it is in no
            stage.
    """
    splits = []
    for part in sorted((folder / "splits").glob(f"setting{setting}-*")):
        stages = dict(zip(_PARTS, (learned, learned, tested), strict=True))
        rows = {
            name: _rows(part / f"{part.name}.{name}.inter", stage) for name, stage in stages.items()
        }
        splits.append(SiTunesSplit(seed=_seed(part), **rows))
    return splits


def _seed(part: Path) -> int:
    seed = part.name.rpartition("-")[2]
    if not seed.isdecimal():
        msg = f"{part} has no seed in its name; expected settingS-SEED"
        raise DatasetError(msg)
    return int(seed)


def _rows(file: Path, stage: SiTunesStage) -> NDArray[np.int64]:
    known: dict[tuple[int, int, int], list[int]] = {}
    keys = zip(stage.listeners.tolist(), stage.tracks.tolist(), stage.at_s.tolist(), strict=True)
    for row, key in enumerate(keys):
        known.setdefault(key, []).append(row)
    moods = stage.after if np.isnan(stage.before).all() else stage.before
    return np.array(
        [_row_of(known.get(key, ()), mood, moods=moods, file=file) for key, mood in _lines(file)],
        dtype=np.int64,
    )


def _row_of(
    rows: list[int] | tuple[()],
    mood: NDArray[np.float64],
    *,
    moods: NDArray[np.float64],
    file: Path,
) -> int:
    near = [row for row in rows if np.abs(moods[row] - mood).max() < _NEAR]
    if not near:
        msg = f"{file} has a record that its stage lacks; take splits and stages of one release"
        raise DatasetError(msg)
    return near[0]


def _lines(file: Path) -> list[tuple[tuple[int, int, int], NDArray[np.float64]]]:
    """(listener, track, time) and the mood: before the track, or in stage 1 after it."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header, *lines = [line for line in csv.reader(stream, delimiter="\t") if line]
        places = [header.index(name) for name in _KEYS]
        mood = places[-1] + 1  # the two columns after the time
        return [
            (
                tuple(int(float(line[place])) for place in places),
                np.array([float(line[mood]), float(line[mood + 1])]),
            )  # type: ignore[misc]  # three keys
            for line in lines
            if line[places[0]].strip()  # the authors' join can leave a line without a listener
        ]
    except (OSError, UnicodeDecodeError, csv.Error, ValueError, IndexError) as error:
        msg = (
            f"{file} cannot be used ({error}); expected tab-separated columns {', '.join(_KEYS)} "
            "and the mood after them"
        )
        raise DatasetError(msg) from error
