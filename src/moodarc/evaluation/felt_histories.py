"""Felt moments as histories to forecast from, and what came after each."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import FeltMoments
from moodarc.errors import DatasetError
from moodarc.evaluation.felt_steps import felt_shares, following
from moodarc.listener import AffectHistory, Targets

__all__ = ["AHEAD", "ForecastRows", "rows_of"]

AHEAD: Final = (1, 2)
"""the next moment of the same day, and the one after it"""


@dataclass(frozen=True, slots=True, eq=False)
class ForecastRows:
    """One row a forecast: a present moment and one to come on the same day.

    Attributes:
        histories: (n,) up to the present moment, on our scale.
        moments: (n,) row of the present moment in the table.
        subjects: (n,) whose.
        ahead: (n,) 1 or 2 moments.
        horizon_h: (n,) hours to the moment foretold, >= 0.
        came: what was felt then, on our scale.
    """

    histories: tuple[AffectHistory, ...]
    moments: NDArray[np.intp]
    subjects: NDArray[np.int64]
    ahead: NDArray[np.int64]
    horizon_h: NDArray[np.float64]
    came: Targets

    def __len__(self) -> int:
        return len(self.histories)

    def take(self, chosen: NDArray[np.bool_]) -> "ForecastRows":
        """Some of the rows."""
        places = np.flatnonzero(chosen)
        return ForecastRows(
            histories=tuple(self.histories[place] for place in places),
            moments=self.moments[places],
            subjects=self.subjects[places],
            ahead=self.ahead[places],
            horizon_h=self.horizon_h[places],
            came=Targets(self.came.affect[places], self.came.shares[places]),
        )


def rows_of(moments: FeltMoments, affect: NDArray[np.float64]) -> ForecastRows:
    """All forecasts that the table can judge.

    Args:
        moments: of people.
        affect: (n, 2) their valence and arousal on our scale.

    Raises:
        DatasetError: no day has two moments.
    """
    hours, shares = _times(moments), felt_shares(moments)
    histories = _histories(moments, affect, hours=hours, shares=shares)
    later = [following(moments, ahead) for ahead in AHEAD]
    present = np.concatenate([np.flatnonzero(rows >= 0) for rows in later])
    future = np.concatenate([rows[rows >= 0] for rows in later])
    if not len(present):
        msg = "no day has two moments; a forecast needs a moment to come on the same day"
        raise DatasetError(msg)
    return ForecastRows(
        histories=tuple(histories[row] for row in present),
        moments=present,
        subjects=moments.subjects[present],
        ahead=np.repeat(AHEAD, [int((rows >= 0).sum()) for rows in later]),
        horizon_h=np.maximum(hours[future] - hours[present], 0.0),
        came=Targets(affect[future], shares[future]),
    )


def _histories(
    moments: FeltMoments,
    affect: NDArray[np.float64],
    *,
    hours: NDArray[np.float64],
    shares: NDArray[np.float64],
) -> list[AffectHistory]:
    histories = []
    for subject in np.unique(moments.subjects):
        rows = np.flatnonzero(moments.subjects == subject)
        whole = AffectHistory.of(
            hours[rows], affect[rows], shares=shares[rows], days=moments.days[rows]
        )
        histories += [whole.until(n) for n in range(1, len(rows) + 1)]
    return histories


def _times(moments: FeltMoments) -> NDArray[np.float64]:
    """Hours without gaps or steps back within a person; a missing one lies between its neighbours.

    A time that goes back (a phone's clock set anew) becomes that of the moment before it.
    """
    hours = moments.hours.copy()
    for subject in np.unique(moments.subjects):
        rows = np.flatnonzero(moments.subjects == subject)
        known = np.isfinite(hours[rows])
        if not known.any():
            # a day a study day, from noon on: only the order is known
            hours[rows] = 24.0 * moments.days[rows] + 12.0
            continue
        hours[rows] = np.interp(rows, rows[known], hours[rows][known])
        hours[rows] = np.maximum.accumulate(hours[rows])
    return hours
