"""What a listener has felt so far, as arrays: what every learned forecaster looks back on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.affect import AffectBelief, AffectReading, EmotionVector, emotion_vector
from moodarc.errors import InputError
from moodarc.listener.mental_model_steps import MOMENT_H, in_moments, knowledge

__all__ = ["AffectHistory"]

_DAY_STARTS_H = 4.0
"""local time at which yesterday ends: who is awake at three has not begun a new day"""


@dataclass(frozen=True, slots=True, eq=False)
class AffectHistory:
    """Moments of one listener, oldest first.

    Attributes:
        hours: (n,) local time in hours since 1970-01-01 00:00 local; never decreasing.
        affect: (n, 2) valence and arousal in [-1, 1].
        shares: (n, 4) emotion vectors: happy, angry, sad, peaceful.
        days: (n,) int64, the waking day that each belongs to.
        heard: (n, 2) valence and arousal of the track that ended just before; NaN = none.
        liked: (n,) what the listener made of it, -1 (skipped, worst rating) to 1; NaN = unknown.

    Raises:
        InputError: arrays of unequal length, valence or arousal off its range, times that go back.
    """

    hours: NDArray[np.float64]
    affect: NDArray[np.float64]
    shares: NDArray[np.float64]
    days: NDArray[np.int64]
    heard: NDArray[np.float64]
    liked: NDArray[np.float64]

    def __post_init__(self) -> None:
        n = len(self.hours)
        shapes = [(n, 2), (n, 4), (n,), (n, 2), (n,)]
        parts = [self.affect, self.shares, self.days, self.heard, self.liked]
        if [part.shape for part in parts] != shapes:
            msg = f"shapes {[part.shape for part in parts]}; expected {shapes}"
            raise InputError(msg)
        if not (np.abs(self.affect) <= 1.0).all() or not np.isfinite(self.hours).all():
            msg = "a valence or arousal outside [-1, 1], or a time that is no number"
            raise InputError(msg)
        if (np.diff(self.hours) < 0.0).any():
            msg = "moments go back in time; give them oldest first"
            raise InputError(msg)

    def __len__(self) -> int:
        return len(self.hours)

    @classmethod
    def of(
        cls,
        hours: ArrayLike,
        affect: ArrayLike,
        *,
        shares: ArrayLike | None = None,
        days: ArrayLike | None = None,
        heard: ArrayLike | None = None,
        liked: ArrayLike | None = None,
    ) -> "AffectHistory":
        """A history of which only times and affect need be known.

        Shares left out follow from the quadrant of each point; days from the time, with four in the
        morning as the end of a day.

        Raises:
            InputError: as the class.
        """
        times = np.asarray(hours, np.float64).reshape(-1)
        points = np.asarray(affect, np.float64).reshape(-1, 2)
        n = len(times)
        known = np.where(np.isfinite(times), times, 0.0)  # the rest is refused by its name
        began = np.floor((known - _DAY_STARTS_H) / 24.0)
        return cls(
            hours=times,
            affect=points,
            shares=_quadrants(points) if shares is None else np.asarray(shares, np.float64),
            days=(began if days is None else np.asarray(days)).astype(np.int64),
            heard=np.full((n, 2), np.nan) if heard is None else np.asarray(heard, np.float64),
            liked=np.full(n, np.nan) if liked is None else np.asarray(liked, np.float64),
        )

    @classmethod
    def of_belief(
        cls, readings: Sequence[AffectReading], belief: AffectBelief, zone: tzinfo = UTC
    ) -> "AffectHistory":
        """The valid readings of a log, in any order, and the belief as the present moment.

        Readings within a quarter of an hour (`MOMENT_H`) are one moment, their mean by `knowledge`;
        those of the last quarter before the belief are part of it already.

        Args:
            readings: of one listener; what is later than the belief is not looked at.
            belief: how they feel now.
            zone: of the listener's clock.
        """
        past = belief.state.at - timedelta(hours=MOMENT_H)
        moments = in_moments([r for r in readings if r.state.at <= past])
        local = [_local_hours(one[0].state.at, zone) for one in moments]
        rows = [_mean(one) for one in moments]
        rows.append([belief.state.valence, belief.state.arousal, *belief.emotion_vector])
        values = np.array(rows)
        return cls.of(
            np.maximum.accumulate([*local, _local_hours(belief.state.at, zone)]),
            values[:, :2],
            shares=values[:, 2:],
        )

    def until(self, n: int) -> "AffectHistory":
        """The oldest `n` moments."""
        return AffectHistory(
            hours=self.hours[:n],
            affect=self.affect[:n],
            shares=self.shares[:n],
            days=self.days[:n],
            heard=self.heard[:n],
            liked=self.liked[:n],
        )


def _local_hours(at: datetime, zone: tzinfo) -> float:
    return at.astimezone(zone).replace(tzinfo=UTC).timestamp() / 3600.0


def _mean(readings: Sequence[AffectReading]) -> list[float]:
    """Valence, arousal and shares, by what each reading knows."""
    told = [(r.state.valence, r.state.arousal, *_shares(r)) for r in readings]
    mean = np.average(told, axis=0, weights=[knowledge(r) for r in readings])
    return [float(value) for value in np.clip(mean, -1.0, 1.0)]


def _shares(reading: AffectReading) -> EmotionVector:
    state = reading.state
    return reading.vector or emotion_vector(state.valence, state.arousal, state.variance)


def _quadrants(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """All on the quadrant of each point, in halves on an axis."""
    valence, arousal = (np.sign(points) + 1.0).T / 2.0
    parts = [
        valence * arousal,
        (1.0 - valence) * arousal,
        (1.0 - valence) * (1.0 - arousal),
        valence * (1.0 - arousal),
    ]
    return np.stack(parts, axis=1)
