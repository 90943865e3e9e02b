"""One listener's belief as readings come, in whatever order (mathematics: `belief_kalman`)."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from moodarc.affect import AffectBelief, AffectReading, AffectState, Variance
from moodarc.errors import InputError
from moodarc.listener.belief_kalman import Array, Process, affect, drift, measure
from moodarc.listener.belief_sensors import evidence, sensor_place
from moodarc.listener.dynamics import POPULATION_DYNAMICS, AffectDynamics

__all__ = ["FRESH_FOR", "NO_READING", "BeliefFilter", "BeliefState", "counts", "order_of", "utc"]

BUFFER: Final = 64
"""readings that can be gone back over when a late one comes"""

FRESH_FOR = timedelta(minutes=20)
"""Time for which the newest reading's own shares and expression are kept.

A deviation of valence then keeps over half of its variance (`POPULATION_DYNAMICS`).
"""

NO_READING = "no reading yet"
"""The `source` of a belief that rests on nothing."""


@dataclass(frozen=True, slots=True)
class BeliefState:
    """What is held after a reading; immutable.

    Attributes:
        mean: (3, 7) of the hidden state.
        covariance: (3, 7, 7).
        newest: the last reading that counted; None before any.
        shown: the last one that carried an expression.
        n_readings: how many counted.
        knows_dominance: whether one of them measured it.
    """

    mean: Array
    covariance: Array
    newest: AffectReading | None = None
    shown: AffectReading | None = None
    n_readings: int = 0
    knows_dominance: bool = False

    @classmethod
    def before_any(cls, process: Process) -> "BeliefState":
        """Of a listener who said nothing."""
        return cls(process.start, process.covariance())

    def after(self, reading: AffectReading, process: Process) -> "BeliefState":
        """With one more reading, not older than the newest."""
        mean, covariance = self._drifted(reading.state.at, process)
        said = np.array(evidence(reading))
        mean, covariance = measure(
            mean,
            covariance,
            value=said[:, 0],
            precision=said[:, 1] / process.noise_scale,
            place=sensor_place(reading.modality),
        )
        return BeliefState(
            mean,
            covariance,
            newest=reading,
            shown=self.shown if reading.expression is None else reading,
            n_readings=self.n_readings + 1,
            knows_dominance=self.knows_dominance or _measures_dominance(reading),
        )

    def belief(self, at: datetime, process: Process) -> AffectBelief:
        """The belief at an aware UTC time, not before the newest reading."""
        newest, shown = self.newest, self.shown
        return AffectBelief(
            state=self._state(at, process),
            expression=shown.expression if shown and _is_fresh(shown, at) else None,
            source=self._source(at),
            vector=newest.vector if newest and _is_fresh(newest, at) else None,
        )

    def _state(self, at: datetime, process: Process) -> AffectState:
        values, variances = (part.tolist() for part in affect(*self._drifted(at, process)))
        known = self.knows_dominance
        return AffectState(
            valence=values[0],
            arousal=values[1],
            dominance=values[2] if known else None,
            variance=Variance(variances[0], variances[1], variances[2] if known else None),
            at=at,
        )

    def _drifted(self, at: datetime, process: Process) -> tuple[Array, Array]:
        if self.newest is None:
            return self.mean, self.covariance
        hours = (at - self.newest.state.at).total_seconds() / 3600.0
        return drift((self.mean, self.covariance), hours, process)

    def _source(self, at: datetime) -> str:
        """The newest reading and how many others there are: "self_report 3 min ago and 2 more"."""
        if self.newest is None:
            return NO_READING
        minutes = round((at - self.newest.state.at) / timedelta(minutes=1))
        age = "now" if minutes == 0 else f"{minutes} min ago"
        others = f" and {self.n_readings - 1} more" if self.n_readings > 1 else ""
        return f"{self.newest.modality} {age}{others}"


class BeliefFilter:
    """A filter fed as readings come.

    A reading older than others already heard is put in its place and those after it are counted
    again, up to `buffer` readings back: the result is that of the order of time.

    Args:
        dynamics: of the listener.
        buffer: how many readings can be gone back over, >= 1.

    Raises:
        InputError: a buffer below 1.

    >>> from datetime import UTC
    >>> at = datetime(2026, 1, 1, tzinfo=UTC)
    >>> BeliefFilter().at(at).source
    'no reading yet'
    """

    def __init__(
        self, dynamics: AffectDynamics = POPULATION_DYNAMICS, *, buffer: int = BUFFER
    ) -> None:
        if buffer < 1:
            msg = f"buffer is {buffer}; expected a number of readings >= 1"
            raise InputError(msg)
        self._buffer = buffer
        self._process = Process.of(dynamics)
        self._first = BeliefState.before_any(self._process)
        self._keys: list[_Key] = []
        self._heard: list[AffectReading] = []
        self._states: list[BeliefState] = []

    def update(self, reading: AffectReading) -> bool:
        """Count a reading; one that says nothing changes nothing.

        Returns:
            False where the reading is older than all that the buffer holds, and was left out: to
            count it, start again from the log (`believe`).
        """
        if not counts(reading):
            return True
        key = order_of(reading)
        place = bisect_right(self._keys, key)
        if place == 0 and self._first.newest and key < order_of(self._first.newest):
            return False
        self._keys.insert(place, key)
        self._heard.insert(place, reading)
        self._count_from(place)
        if len(self._keys) > self._buffer:
            self._first = self._states.pop(0)
            del self._keys[0], self._heard[0]
        return True

    def at(self, time: datetime) -> AffectBelief:
        """The belief at a time, from the readings up to it.

        Raises:
            InputError: a time without a zone, or before all that the buffer holds.
        """
        now = utc(time)
        place = bisect_right(self._keys, now, key=_time_of)
        state = self._states[place - 1] if place else self._first
        if state.newest is not None and state.newest.state.at > now:
            msg = f"{now.isoformat()} lies before all that the filter holds; ask `believe`"
            raise InputError(msg)
        return state.belief(now, self._process)

    def seen_with(self, reading: AffectReading) -> AffectBelief:
        """The belief at a reading's time as if it counted; nothing is kept of it.

        A reading that says nothing, or that is older than others, is left aside.
        """
        newest = self._states[-1] if self._states else self._first
        at = utc(reading.state.at)
        if newest.newest is not None and newest.newest.state.at > at:
            return newest.belief(newest.newest.state.at, self._process)
        state = newest.after(reading, self._process) if counts(reading) else newest
        return state.belief(at, self._process)

    def _count_from(self, place: int) -> None:
        state = self._states[place - 1] if place else self._first
        del self._states[place:]
        for reading in self._heard[place:]:
            state = state.after(reading, self._process)
            self._states.append(state)


_Key = tuple[datetime, bool, str, tuple[float, ...], bool]


def order_of(reading: AffectReading) -> _Key:
    """In which order readings count: by time; of one time what the listener says comes last.

    The rest of the key only makes the order the same however the readings came in.
    """
    state = reading.state
    numbers = (state.valence, state.arousal, state.dominance, *state.variance, reading.confidence)
    return (
        state.at,
        reading.modality == "self_report",
        reading.modality,
        tuple(-2.0 if number is None else number for number in numbers),
        reading.vector is not None,
    )


def counts(reading: AffectReading) -> bool:
    """Whether a reading may be used at all."""
    return reading.is_valid and reading.confidence > 0.0


def utc(time: datetime) -> datetime:
    """The same time in UTC.

    Raises:
        InputError: a time without a zone.
    """
    if time.tzinfo is None:
        msg = f"time {time.isoformat()} has no zone; give an aware datetime (UTC)"
        raise InputError(msg)
    return time.astimezone(UTC)


def _time_of(key: _Key) -> datetime:
    return key[0]


def _is_fresh(reading: AffectReading, at: datetime) -> bool:
    return at - reading.state.at <= FRESH_FOR


def _measures_dominance(reading: AffectReading) -> bool:
    state = reading.state
    return state.dominance is not None and state.variance.dominance is not None
