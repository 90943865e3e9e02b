"""Steps from one felt moment to the next: what every mental model is learned from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.affect import UNINFORMED_VARIANCE, AffectReading, emotion_vectors
from moodarc.errors import InputError

__all__ = ["MOMENT_H", "EmotionSteps", "felt_moments", "in_moments", "knowledge"]

MOMENT_H = 0.25
"""Readings closer than this many hours to the first of them are one moment."""

_LEAST = 1.0
"""`knowledge` below which a reading is none: a deviation of .5, beside .58 of knowing nothing"""
_GIVEN = 30.0
"""`knowledge` of shares that were given"""
_CERTAIN = 1e-3
"""least variance that counts"""


@dataclass(frozen=True, slots=True, eq=False)
class EmotionSteps:
    """n steps, of one listener or of many, oldest first.

    Attributes:
        before: float64 (n, 4) shares at the start of each step; n may be 0.
        after: float64 (n, 4) shares at its end.
        hours: float64 (n,) how long each took, > 0; NaN where nobody knows.

    Raises:
        InputError: unequal lengths, values that are no shares, or a time that does not go forward.
    """

    before: NDArray[np.float64]
    after: NDArray[np.float64]
    hours: NDArray[np.float64]

    def __post_init__(self) -> None:
        if self.before.shape != self.after.shape or self.before.shape != (len(self.hours), 4):
            msg = (
                f"steps from {self.before.shape} to {self.after.shape} in {self.hours.shape} "
                "hours; expected (n, 4), (n, 4) and (n,)"
            )
            raise InputError(msg)
        for side in (self.before, self.after):
            if not ((side >= 0.0) & (side <= 1.0)).all():
                msg = "history holds a value outside [0, 1]; expected emotion vectors (shares)"
                raise InputError(msg)
        if not (np.isnan(self.hours) | ((self.hours > 0.0) & np.isfinite(self.hours))).all():
            msg = "history goes back in time or stands still; give moments in ascending order"
            raise InputError(msg)

    @classmethod
    def between(cls, vectors: ArrayLike, times_h: ArrayLike | None = None) -> Self:
        """The steps between neighbouring moments.

        Args:
            vectors: (t, 4) shares, oldest first.
            times_h: (t,) hours, strictly ascending; without it the lengths stay unknown.

        Raises:
            InputError: as the class, or times that do not fit.
        """
        rows = np.asarray(vectors, dtype=np.float64).reshape(-1, 4)
        times = np.full(len(rows), np.nan) if times_h is None else np.asarray(times_h, dtype=float)
        if times.shape != (len(rows),):
            msg = f"{len(rows)} vectors at times {times.shape}; expected one time each"
            raise InputError(msg)
        return cls(rows[:-1], rows[1:], np.diff(times))

    @classmethod
    def joined(cls, many: "Sequence[EmotionSteps]") -> "EmotionSteps":
        """The steps of several listeners or days, one after another."""
        none = np.empty((0, 4))
        return cls(
            np.concatenate([none, *(steps.before for steps in many)]),
            np.concatenate([none, *(steps.after for steps in many)]),
            np.concatenate([np.empty(0), *(steps.hours for steps in many)]),
        )

    def __len__(self) -> int:
        return len(self.hours)

    @property
    def counts(self) -> NDArray[np.float64]:
        """tp_ij = sum over steps of E_i(before) E_j(after) (BAEK eq. 13); float64 (4, 4)."""
        return np.asarray(self.before.T @ self.after)


def in_moments(readings: Sequence[AffectReading]) -> list[list[AffectReading]]:
    """A listener's valid readings by moment, oldest first.

    Readings within `MOMENT_H` of a moment's first are one moment, so that a stream of readings a
    second does not count as so many steps. A reading that knows hardly more than nothing, as most
    of a wristband's do, makes no moment: else their number would drown what was said.
    """
    usable = sorted(
        (reading for reading in readings if reading.is_valid and knowledge(reading) >= _LEAST),
        key=lambda reading: reading.state.at,
    )
    moments: list[list[AffectReading]] = []
    for reading in usable:
        if not moments or _hour(reading) - _hour(moments[-1][0]) >= MOMENT_H:
            moments.append([])
        moments[-1].append(reading)
    return moments


def knowledge(reading: AffectReading) -> float:
    """What a reading knows beyond nothing: its mean precision over 1/S0, >= 0, by confidence.

    Shares that the listener gave count as much as a point that they placed would.
    """
    spread = reading.state.variance
    beyond = [
        max(0.0, 1.0 / max(variance, _CERTAIN) - 1.0 / UNINFORMED_VARIANCE)
        for variance in (spread.valence, spread.arousal)
    ]
    known = sum(beyond) / 2.0
    if reading.vector is not None and any(reading.vector):
        known = max(known, _GIVEN)
    return reading.confidence * known


def felt_moments(
    readings: Sequence[AffectReading],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A listener's moments: shares (t, 4) and hours since 1970 (t,), ascending.

    The shares of a moment are the mean of its readings' by `knowledge`. Shares that the listener
    gave count as given, others are the Gaussian mass of the reading.
    """
    moments = in_moments(readings)
    if not moments:
        return np.empty((0, 4)), np.empty(0)
    inside = [reading for moment in moments for reading in moment]
    starts = np.cumsum([0, *(len(moment) for moment in moments[:-1])])
    weights = np.array([knowledge(reading) for reading in inside])
    sums = np.add.reduceat(_told(inside) * weights[:, None], starts)
    vectors = sums / np.add.reduceat(weights, starts)[:, None]
    return np.clip(vectors, 0.0, 1.0), np.array([_hour(moment[0]) for moment in moments])


def _hour(reading: AffectReading) -> float:
    return reading.state.at.timestamp() / 3600.0


def _told(readings: Sequence[AffectReading]) -> NDArray[np.float64]:
    """The shares that each reading tells, float64 (n, 4)."""
    states = [reading.state for reading in readings]
    points = [(state.valence, state.arousal) for state in states]
    told = emotion_vectors(points, [state.variance[:2] for state in states])
    for place, reading in enumerate(readings):
        if reading.vector is not None and any(reading.vector):
            told[place] = reading.vector
    return told
