"""Moments of everyday life and how people felt in them: eighteen emotions, scored again and again.

File: a parquet table, a row a moment, with `subject`, `day`, `event` (place within the day), `ts`
(local time, may be empty), eighteen emotions scored 0 (not at all) to 6, and `valence`, `arousal`:
the mean of word norms weighted by the scores, in [-1, 1], not ratings of their own. Moments without
scores, or with nothing scored above 0, are left out and counted: they have no valence.

Citation: K. Hoemann, Z. Khan, M. J. Feldman, C. Nielson, M. Devlin, J. Dy, L. F. Barrett,
J. B. Wormwood, K. S. Quigley, *Context-aware experience sampling reveals the scale of variation in
affective experience*, Scientific Reports 10, 12459 (2020): 14 days of 41 people.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import Quadrant
from moodarc.datasets.parquet_columns import read_numbers
from moodarc.errors import DatasetError

__all__ = ["FELT_EMOTIONS", "FeltMoments", "load_felt_moments"]

FELT_EMOTIONS: Final[dict[str, Quadrant]] = {
    "Afraid": Quadrant.ANGRY,
    "Amused": Quadrant.HAPPY,
    "Angry": Quadrant.ANGRY,
    "Bored": Quadrant.SAD,
    "Calm": Quadrant.PEACEFUL,
    "Disgusted": Quadrant.ANGRY,
    "Embarrassed": Quadrant.ANGRY,
    "Excited": Quadrant.HAPPY,
    "Frustrated": Quadrant.ANGRY,
    "Grateful": Quadrant.HAPPY,
    "Happy": Quadrant.HAPPY,
    "Neutral": Quadrant.PEACEFUL,
    "Proud": Quadrant.HAPPY,
    "Relieved": Quadrant.PEACEFUL,
    "Sad": Quadrant.SAD,
    "Serene": Quadrant.PEACEFUL,
    "Surprised": Quadrant.HAPPY,
    "Worn_out": Quadrant.SAD,
}
"""The columns and their quadrants, in alphabetical order.

They are not the eighteen of BAEK Table 5 (`affect.EVERYDAY_EMOTIONS`).
"""

_HIGHEST: Final = 7.0
"""the scale ends at 6, but a few 7s stand in the published table"""
_KEYS: Final = ("subject", "day", "event")


@dataclass(frozen=True, slots=True, eq=False)
class FeltMoments:
    """Moments in order of subject, day and event.

    Attributes:
        subjects: (n,) int64, whose moment it is.
        days: (n,) int64, day of the study.
        hours: (n,) float64, local time in hours since 1970; NaN where none was kept.
        scores: (n, 18) float64 in [0, 7], columns as `FELT_EMOTIONS`; every row holds some > 0.
        valence: (n,) in [-1, 1], from word norms.
        arousal: (n,) likewise.
        left_out: how many rows had no scores.
    """

    subjects: NDArray[np.int64]
    days: NDArray[np.int64]
    hours: NDArray[np.float64]
    scores: NDArray[np.float64]
    valence: NDArray[np.float64]
    arousal: NDArray[np.float64]
    left_out: int

    def __len__(self) -> int:
        return len(self.subjects)


def load_felt_moments(table: Path) -> FeltMoments:
    """The moments of a table.

    Raises:
        DatasetError: no such file, a column is missing, a score or norm outside its scale, or no
            moment with a score.
    """
    keys = read_numbers(table, _KEYS)
    microseconds = read_numbers(table, ["ts"], kind="timestamp[us]")[:, 0]
    scores = read_numbers(table, list(FELT_EMOTIONS))
    norms = read_numbers(table, ["valence", "arousal"])
    if not np.isfinite(keys[:, :2]).all():
        msg = f"{table} has rows without subject or day; every moment needs both"
        raise DatasetError(msg)
    _check(table, scores, low=0.0, high=_HIGHEST)
    _check(table, norms, low=-1.0, high=1.0)
    kept = (
        np.isfinite(scores).all(axis=1) & (scores.sum(axis=1) > 0) & np.isfinite(norms).all(axis=1)
    )
    if not kept.any():
        msg = f"{table} holds no moment with a score above 0; expected 18 emotions scored 0 to 6"
        raise DatasetError(msg)
    event = np.where(np.isnan(keys[:, 2]), np.inf, keys[:, 2])
    order = np.lexsort((event, keys[:, 1], keys[:, 0]))
    rows = order[kept[order]]
    return FeltMoments(
        subjects=keys[rows, 0].astype(np.int64),
        days=keys[rows, 1].astype(np.int64),
        hours=microseconds[rows] / 3.6e9,
        scores=scores[rows],
        valence=norms[rows, 0],
        arousal=norms[rows, 1],
        left_out=int((~kept).sum()),
    )


def _check(table: Path, values: NDArray[np.float64], *, low: float, high: float) -> None:
    outside = np.argwhere((values < low) | (values > high))
    if len(outside):
        row, column = outside[0]
        msg = f"{table}, row {row}: {values[row, column]:g}; expected {low:g} to {high:g}"
        raise DatasetError(msg)
