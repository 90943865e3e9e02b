r"""What music did: the feeling before and after each track, by one pass over a listener's log.

Readings and events are taken in the order of time; what is believed when a track begins is the
feeling before it, and what is believed when it is left the one after it. A reading that comes
within two minutes after a track, before another sure sign, still tells of it: the listener is asked
then.

A session that ended leaves what was on, and what is said later tells of nothing that was heard.

By track, artist and genre the mean shift is told, with its standard error. The variance within the
groups is pooled and leans on that of a placed point, since two shifts alone say little of it:

$$s^2 = \frac{\sum_g \sum_i (x_{gi} - \bar x_g)^2 + \nu s_0^2}{\sum_g (n_g - 1) + \nu}, \qquad
\mathrm{se}_g = \sqrt{s^2 / n_g}, \qquad \nu = 4$$

They are ordered by the mean shrunk towards no change, $n / (n + k)$ times as long with $k = 4$, so
that one lucky track does not lead a list. Only tracks during or after which the listener's feeling
was read count: without a reading the belief only drifts home. k and $\nu$ are judgements.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import AffectBelief, AffectReading
from moodarc.catalog import EventKind, ListeningEvent
from moodarc.listener import (
    POPULATION_DYNAMICS,
    AffectDynamics,
    BeliefFilter,
    Word,
    present_belief,
    word_of,
)
from moodarc.session.feedback import IMPORTED, UNPLAYABLE

__all__ = ["HeardTrack", "Moved", "heard_tracks", "moved_by"]

How = Literal["finish", "skip", "ban", "stopped"]

_TELLS_AFTER: Final = timedelta(minutes=2)
_STRENGTH: Final = 4.0
_FREEDOM: Final = 4.0
_POINT_VARIANCE: Final = 0.03
_GOES_ON_S: Final = 1.5
"""place from which a play of what is on already is the same hearing, such as after a reload"""
_LONGEST: Final = timedelta(hours=1)
"""a track that nothing ended is taken to be left by then"""
_LEFT: Final[dict[EventKind, How]] = {
    EventKind.FINISH: "finish",
    EventKind.SKIP: "skip",
    EventKind.BAN: "ban",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardTrack:
    """A track that was on.

    Attributes:
        track_id: which.
        at: when it was left.
        how: "finish", "skip", "ban", or "stopped" where another began.
        before: the belief when it began.
        after: the belief when it was left.
        is_felt: whether the feeling was read meanwhile or right after.
    """

    track_id: int
    at: datetime
    how: How
    before: AffectBelief
    after: AffectBelief
    is_felt: bool

    @property
    def shift(self) -> tuple[float, float]:
        """Of valence and arousal."""
        before, after = self.before.state, self.after.state
        return after.valence - before.valence, after.arousal - before.arousal


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a track, an artist or a genre did, as far as it is known.

    Attributes:
        name: whose.
        n: how many shifts it rests on.
        shift: of valence and arousal, their means.
        deviation: their standard errors.
    """

    name: str
    n: int
    shift: tuple[float, float]
    deviation: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _On:
    """A track that plays."""

    track_id: int
    since: datetime
    before: AffectBelief
    is_felt: bool = False


class _Pass:
    """The pass over a log."""

    def __init__(self, dynamics: AffectDynamics) -> None:
        self.heard: list[HeardTrack] = []
        self._beliefs = BeliefFilter(dynamics)
        self._word: Word | None = None
        self._on: _On | None = None
        self._is_over = False

    def felt(self, reading: AffectReading) -> None:
        """A reading: it tells of what is on, and of what was left just before."""
        at = reading.state.at
        word = word_of(reading, self._beliefs.at(at))
        self._word = word or self._word
        self._beliefs.update(reading)
        if not reading.is_valid:
            return
        if self._on is not None:
            self._on = replace(self._on, is_felt=True)
        last = self.heard[-1] if self.heard else None
        if self._is_over or last is None or last.is_felt:
            return
        if at - last.at <= _TELLS_AFTER:
            self.heard[-1] = replace(last, after=self._belief(at), is_felt=True)

    def done(self, event: ListeningEvent) -> None:
        """Something was done with a track."""
        if event.kind is EventKind.PLAY:
            if self._goes_on(event):
                return
            self._leave("stopped", event.at)
            self._is_over = False
            self._on = _On(event.track_id, event.at, self._belief(event.at))
        elif event.kind in _LEFT and self._on and self._on.track_id == event.track_id:
            if UNPLAYABLE in event.details:
                self._on = None
            else:
                self._leave(_LEFT[event.kind], event.at)

    def ended(self, at: datetime) -> None:
        """The session ended."""
        self._leave("stopped", at)
        self._is_over = True

    def _goes_on(self, event: ListeningEvent) -> bool:
        is_on = self._on is not None and self._on.track_id == event.track_id
        return is_on and float(event.details.get("position_s") or 0.0) >= _GOES_ON_S

    def _leave(self, how: How, at: datetime) -> None:
        on, self._on = self._on, None
        if on is None:
            return
        left = HeardTrack(
            track_id=on.track_id,
            at=min(at, on.since + _LONGEST),
            how=how,
            before=on.before,
            after=self._belief(at),
            is_felt=on.is_felt,
        )
        self.heard.append(left)

    def _belief(self, at: datetime) -> AffectBelief:
        return present_belief(self._beliefs.at(at), self._word, at)


def heard_tracks(
    readings: Iterable[AffectReading],
    events: Iterable[ListeningEvent],
    *,
    ends: Iterable[datetime] = (),
    dynamics: AffectDynamics = POPULATION_DYNAMICS,
) -> list[HeardTrack]:
    """The tracks of a log that were left, in the order in which they were.

    Plays that were brought in from elsewhere are left out: nothing is known of the feeling then.

    Args:
        readings: of one listener.
        events: of the same.
        ends: when sessions of theirs ended.
        dynamics: of their affect.
    """
    done = (one for one in events if IMPORTED not in one.details)
    log: list[tuple[datetime, int, AffectReading | ListeningEvent | datetime]] = [
        *((one.state.at, 0, one) for one in readings),
        *((one.at, 1, one) for one in done),
        *((at, 2, at) for at in ends),
    ]
    going = _Pass(dynamics)
    for _, _, entry in sorted(log, key=lambda one: one[:2]):
        if isinstance(entry, AffectReading):
            going.felt(entry)
        elif isinstance(entry, ListeningEvent):
            going.done(entry)
        else:
            going.ended(entry)
    return going.heard


def moved_by(groups: Iterable[tuple[str, HeardTrack]]) -> list[Moved]:
    """What each group did, the largest surely known shift first.

    Args:
        groups: the name of a group with a track of it; a track may be in several.
    """
    shifts: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for name, heard in groups:
        if heard.is_felt:
            shifts[name].append(heard.shift)
    arrays = {name: np.array(found) for name, found in shifts.items()}
    variance = _pooled(list(arrays.values()))
    found = [_moved(name, own, variance) for name, own in arrays.items()]
    return sorted(found, key=lambda one: (-_surely(one), one.name))


def _pooled(groups: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Variance within the groups, (2,)."""
    squares = sum((((own - own.mean(axis=0)) ** 2).sum(axis=0) for own in groups), np.zeros(2))
    freedom = sum(len(own) - 1 for own in groups)
    return (squares + _FREEDOM * _POINT_VARIANCE) / (freedom + _FREEDOM)


def _moved(name: str, own: NDArray[np.float64], variance: NDArray[np.float64]) -> Moved:
    mean, error = own.mean(axis=0), np.sqrt(variance / len(own))
    return Moved(
        name=name,
        n=len(own),
        shift=(float(mean[0]), float(mean[1])),
        deviation=(float(error[0]), float(error[1])),
    )


def _surely(moved: Moved) -> float:
    return math.hypot(*moved.shift) * moved.n / (moved.n + _STRENGTH)
