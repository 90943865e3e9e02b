"""What the log taught about a listener: how they take what they are offered, and what it does.

All of it follows from the log, entry by entry, so it is never stored: whoever erases the log erases
it, and a better way of learning needs no migration.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import EventKind, ListeningEvent
from moodarc.session.engine.state import Offered
from moodarc.session.feedback import Signal, signal_of
from moodarc.session.felt import FeltResponse
from moodarc.session.fusion import UsualValues, WeightsLearner
from moodarc.session.taste import Taste

__all__ = ["Knowledge", "LearningResponse", "Taken"]

_MOST_TAKEN: Final = 2000
_USUAL: Final = 0.5
"""outcome of a track like any other (`feedback`)"""

Point = NDArray[np.float64]


class LearningResponse(FeltResponse, Protocol):
    """A felt response that learns of its listener."""

    def updated(self, before: Point, track: Point, after: Point) -> Self:
        """With one more track: feeling before it (2,), what it expresses, feeling after it."""
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """How a track was taken.

    Attributes:
        track_id: which.
        at: aware UTC time.
        signal: how well, and how much that counts.
    """

    track_id: int
    at: datetime
    signal: Signal


class Knowledge:
    """Of one listener; it grows with their log.

    Args:
        taste: before anything was done.
        response: before anything was felt; None = music is not expected to move them.

    Attributes:
        weights: the listener's own factors of a score's parts.
        usual: what the parts add to what they are offered.
        taken: the newest outcomes, oldest first.
        banned: tracks they never want again.
        response: how tracks move what they feel.
    """

    def __init__(
        self, taste: Taste | None = None, response: LearningResponse | None = None
    ) -> None:
        self.weights = WeightsLearner()
        self.usual = UsualValues()
        self.taken: deque[Taken] = deque(maxlen=_MOST_TAKEN)
        self.banned: frozenset[int] = frozenset()
        self.response = response
        self._taste = taste or Taste()
        self._untold: list[tuple[int, Signal]] = []
        self._heard: dict[int, datetime] = {}

    @property
    def taste(self) -> Taste:
        """What they like."""
        if self._untold:
            self._taste = self._taste.after(self._untold)
            self._untold = []
        return self._taste

    @property
    def heard(self) -> Mapping[int, datetime]:
        """When each track was heard last."""
        return self._heard

    def learn(self, event: ListeningEvent, duration_s: float, offered: Offered | None) -> None:
        """Take in one more thing that was done.

        Args:
            event: what was done.
            duration_s: length of its track; 0 = unknown.
            offered: the offer that led to it; None where they chose the track themselves.
        """
        if event.kind is EventKind.PLAY:
            self._heard[event.track_id] = event.at
        if event.kind is EventKind.BAN:
            self.banned |= {event.track_id}
        told = signal_of(event, duration_s)
        if told is None:
            return
        self.taken.append(Taken(event.track_id, event.at, told))
        self._untold.append((event.track_id, told))
        if offered is not None:
            values = self.usual.beyond(offered.values)
            self.weights = self.weights.updated(values, told.outcome, weight=told.weight)

    def offer(self, offered: Iterable[Offered]) -> None:
        """Take in what a new list offers."""
        self.usual = self.usual.after(one.values for one in offered)

    def learn_response(self, before: Point, track: Point, after: Point) -> None:
        """Take in what was felt after a track; each (2,) valence and arousal."""
        if self.response is not None:
            self.response = self.response.updated(before, track, after)

    def taken_well(self) -> list[tuple[int, datetime, float]]:
        """Tracks, times and weights of what pleased more than usual."""
        return [
            (one.track_id, one.at, one.signal.weight * (one.signal.outcome - _USUAL))
            for one in self.taken
            if one.signal.outcome > _USUAL
        ]
