"""The log of one listener, read record by record into what it says of them in the long run.

Readings are taken as independent. Those of one sensor in quick succession are not: they share their
errors. So a sensor counts once in five minutes, and again after each event; what the listener says
counts always. A reading (m, v) with
confidence c says what it knows beyond knowing nothing: precision c (1/v - 1/U).

How much of a track was heard: from its `play` until the next `play`, its `finish` or a `skip`, at
most its length; a `finish` without `play` is a whole track. Each part acts when the next record
comes, so a reading half way through a track is moved by half of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import UNINFORMED_VARIANCE, AffectReading
from moodarc.catalog import EventKind, ListeningEvent
from moodarc.errors import InputError
from moodarc.listener.profile.prior import POPULATION
from moodarc.listener.profile.state_space import AxisFilter, AxisPrior

__all__ = ["DayPart", "History", "TraitTable", "day_part"]

_LEAST_VARIANCE: Final = 1e-3
_SHARED_ERRORS: Final = timedelta(minutes=5)
_SAID: Final = "self_report"


class DayPart(StrEnum):
    """Six hours of the listener's own day each, from midnight."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def day_part(at: datetime, zone: tzinfo) -> DayPart:
    """The part of the day in a time zone.

    >>> from datetime import timezone
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> day_part(noon, UTC).value, day_part(noon, timezone(timedelta(hours=9))).value
    ('afternoon', 'evening')
    """
    return list(DayPart)[at.astimezone(zone).hour // 6]


@dataclass(frozen=True, slots=True, eq=False)
class TraitTable:
    """What tracks are described by, for the listener's response to it.

    Attributes:
        names: of the traits.
        values: (n_traits,) by track; shares of genres, or descriptors as standard scores.
        duration_s: by track.
    """

    names: tuple[str, ...]
    values: Mapping[int, NDArray[np.float64]]
    duration_s: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class _Playing:
    """The track that began last, and how much of it was not heard yet."""

    track_id: int
    left_s: float


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """What the log said until now; each record makes a new one.

    Attributes:
        table: the tracks' traits; tracks that it lacks move nothing.
        zone: the listener's time zone.
        axes: the filter of each axis, "valence" and "arousal".
        at: time of the last record.
        n_readings: how many said something.
        playing: the track that began last.
        sensed: when each sensor counted since the last event.
        heard: (n_traits,) tracks heard that have each trait, each by the share heard.
    """

    table: TraitTable
    zone: tzinfo
    axes: Mapping[str, AxisFilter]
    heard: NDArray[np.float64]
    at: datetime | None = None
    n_readings: int = 0
    playing: _Playing | None = None
    sensed: Mapping[str, datetime] = field(default_factory=dict)

    @classmethod
    def before_any(
        cls, table: TraitTable, zone: tzinfo = UTC, prior: Mapping[str, AxisPrior] = POPULATION
    ) -> "History":
        """Of a new listener."""
        n = len(table.names)
        axes = {axis: AxisFilter.before_any(prior[axis], n) for axis in POPULATION}
        return cls(table, zone, axes, np.zeros(n))

    def after(self, record: ListeningEvent | AffectReading) -> "History":
        """With one more record.

        Raises:
            InputError: it is older than the last one: build the history anew from the log.
        """
        if isinstance(record, ListeningEvent):
            return replace(_done(_until(self, record.at), record), sensed={})
        return _read(_until(self, record.state.at), record)


def _until(history: History, at: datetime) -> History:
    """At a later time: what plays is heard on, and what was felt drifts."""
    if history.at is None:
        return replace(history, at=at)
    elapsed = at - history.at
    if elapsed < timedelta(0):
        msg = f"a record of {at.isoformat()} after one of {history.at.isoformat()}; sort the log"
        raise InputError(msg)
    if not elapsed:
        return history
    drifted = {axis: kept.later(elapsed) for axis, kept in history.axes.items()}
    later = replace(history, axes=drifted, at=at)
    playing = history.playing
    if playing is None:
        return later
    heard_s = min(elapsed.total_seconds(), playing.left_s)
    moved = _moved(later, playing.track_id, heard_s / _length_s(later, playing.track_id))
    return replace(moved, playing=replace(playing, left_s=playing.left_s - heard_s))


def _done(history: History, event: ListeningEvent) -> History:
    track_id, playing = event.track_id, history.playing
    if event.kind is EventKind.PLAY:
        return replace(history, playing=_Playing(track_id, _length_s(history, track_id)))
    if event.kind is EventKind.SKIP:
        return replace(history, playing=None)
    if event.kind is not EventKind.FINISH:
        return history
    if playing is None or playing.track_id != track_id:
        return replace(_moved(history, track_id, 1.0), playing=None)
    rest = playing.left_s / _length_s(history, track_id)
    return replace(_moved(history, track_id, rest), playing=None)


def _moved(history: History, track_id: int, share: float) -> History:
    """After a share of a track was heard."""
    traits = history.table.values.get(track_id)
    if traits is None or share <= 0.0:
        return history
    axes = {axis: kept.heard(traits, share) for axis, kept in history.axes.items()}
    return replace(history, axes=axes, heard=history.heard + share * (traits != 0.0))


def _length_s(history: History, track_id: int) -> float:
    return max(1.0, history.table.duration_s.get(track_id, 1.0))


def _read(history: History, reading: AffectReading) -> History:
    if not reading.is_valid or reading.confidence <= 0.0 or _is_repeated(history, reading):
        return history
    part = list(DayPart).index(day_part(reading.state.at, history.zone))
    precision = {axis: _precision(reading, axis) for axis in history.axes}
    if max(precision.values()) <= 0.0:
        return history
    axes = {
        axis: kept.read(getattr(reading.state, axis), precision[axis], part)
        for axis, kept in history.axes.items()
    }
    sensed = {**history.sensed, reading.modality: reading.state.at}
    return replace(history, axes=axes, n_readings=history.n_readings + 1, sensed=sensed)


def _is_repeated(history: History, reading: AffectReading) -> bool:
    """Whether the sensor counted a moment ago and nothing happened since."""
    last = history.sensed.get(reading.modality)
    sensor = reading.modality != _SAID
    return sensor and last is not None and reading.state.at - last < _SHARED_ERRORS


def _precision(reading: AffectReading, axis: str) -> float:
    variance = max(_LEAST_VARIANCE, float(getattr(reading.state.variance, axis)))
    return reading.confidence * (1.0 / variance - 1.0 / UNINFORMED_VARIANCE)
