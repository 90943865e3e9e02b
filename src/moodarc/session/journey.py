r"""What music did: the feeling before and after each track, by one pass over a listener's log.

Readings and events are taken in the order of time; what is believed when a track begins is the
feeling before it, and what is believed when it is left the one after it. A reading that comes
within two minutes after a track, before another sure sign, still tells of it: the listener is asked
then.

By track, artist and genre the shifts are told with shrinkage. With n shifts of mean m and variance
s^2 (pooled over all groups; with fewer than two shifts that of a placed point), and the mean m0 of
all, the shift told and its deviation are

$$\hat m = \frac{n m + k m_0}{n + k}, \qquad \mathrm{sd} = \sqrt{\frac{s^2}{n + k}}, \qquad k = 4$$

so that one lucky track does not lead a list. Only tracks during or after which the listener's
feeling was read count: without a reading the belief only drifts home. k is a judgement.
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
_LEAST_VARIANCE: Final = 0.03
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
        shift: of valence and arousal, shrunk.
        deviation: of that.
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
        if last is not None and not last.is_felt and at - last.at <= _TELLS_AFTER:
            self.heard[-1] = replace(last, after=self._belief(at), is_felt=True)

    def done(self, event: ListeningEvent) -> None:
        """Something was done with a track."""
        if event.kind is EventKind.PLAY:
            self._leave("stopped", event.at)
            self._on = _On(event.track_id, event.at, self._belief(event.at))
        elif event.kind in _LEFT and self._on and self._on.track_id == event.track_id:
            if UNPLAYABLE in event.details:
                self._on = None
            else:
                self._leave(_LEFT[event.kind], event.at)

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
    dynamics: AffectDynamics = POPULATION_DYNAMICS,
) -> list[HeardTrack]:
    """The tracks of a log that were left, in the order in which they were.

    Plays that were brought in from elsewhere are left out: nothing is known of the feeling then.

    Args:
        readings: of one listener.
        events: of the same.
        dynamics: of their affect.
    """
    done = (one for one in events if IMPORTED not in one.details)
    log: list[tuple[datetime, int, AffectReading | ListeningEvent]] = [
        *((one.state.at, 0, one) for one in readings),
        *((one.at, 1, one) for one in done),
    ]
    going = _Pass(dynamics)
    for _, _, entry in sorted(log, key=lambda one: one[:2]):
        if isinstance(entry, AffectReading):
            going.felt(entry)
        else:
            going.done(entry)
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
    if not shifts:
        return []
    arrays = {name: np.array(found) for name, found in shifts.items()}
    every = np.concatenate(list(arrays.values()))
    centre, variance = every.mean(axis=0), _pooled(list(arrays.values()))
    found = [_moved(name, own, centre, variance=variance) for name, own in arrays.items()]
    return sorted(found, key=lambda one: (-math.hypot(*one.shift), one.name))


def _pooled(groups: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Variance within the groups, (2,)."""
    squares = sum(((own - own.mean(axis=0)) ** 2).sum(axis=0) for own in groups)
    freedom = sum(len(own) - 1 for own in groups)
    if freedom < 1:
        return np.full(2, _LEAST_VARIANCE)
    return np.maximum(np.asarray(squares) / freedom, 1e-6)


def _moved(
    name: str,
    own: NDArray[np.float64],
    centre: NDArray[np.float64],
    *,
    variance: NDArray[np.float64],
) -> Moved:
    n = len(own)
    shrunk = (own.sum(axis=0) + _STRENGTH * centre) / (n + _STRENGTH)
    deviation = np.sqrt(variance / (n + _STRENGTH))
    return Moved(
        name=name,
        n=n,
        shift=(float(shrunk[0]), float(shrunk[1])),
        deviation=(float(deviation[0]), float(deviation[1])),
    )
