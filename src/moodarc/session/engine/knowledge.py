"""What the log taught about a listener: how they take what they are offered.

All of it follows from the log, entry by entry, so it is never stored: whoever erases the log erases
it, and a better way of learning needs no migration.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from moodarc.catalog import EventKind, ListeningEvent
from moodarc.session.engine.state import Offered
from moodarc.session.fusion import WeightsLearner, part_values

__all__ = ["Knowledge", "Taken"]

_MOST_TAKEN: Final = 2000


@dataclass(frozen=True, slots=True)
class Taken:
    """How a track was taken.

    Attributes:
        track_id: which.
        at: aware UTC time.
        outcome: from 0 (badly) to 1 (well).
        weight: how much that counts.
    """

    track_id: int
    at: datetime
    outcome: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Knowledge:
    """Of one listener; immutable.

    Attributes:
        weights: their own factors of a score's parts.
        heard: when each track was heard last.
        banned: tracks they never want again.
        taken: the newest outcomes, oldest first.
    """

    weights: WeightsLearner = field(default_factory=WeightsLearner)
    heard: Mapping[int, datetime] = field(default_factory=dict)
    banned: frozenset[int] = frozenset()
    taken: tuple[Taken, ...] = ()

    def after(
        self, event: ListeningEvent, duration_s: float, offered: Offered | None
    ) -> "Knowledge":
        """With one more thing done.

        Args:
            event: what was done.
            duration_s: length of its track; 0 = unknown.
            offered: the offer that led to it; None where they chose the track themselves.
        """
        known = self
        if event.kind is EventKind.PLAY:
            known = replace(known, heard={**known.heard, event.track_id: event.at})
        if event.kind is EventKind.BAN:
            known = replace(known, banned=known.banned | {event.track_id})
        told = _outcome(event, duration_s)
        if told is None:
            return known
        taken = Taken(event.track_id, event.at, *told)
        known = replace(known, taken=(*known.taken, taken)[-_MOST_TAKEN:])
        if offered is None:
            return known
        values = part_values(offered.offer, offered.factors)
        weights = known.weights.updated(values, taken.outcome, weight=taken.weight)
        return replace(known, weights=weights)


def _outcome(event: ListeningEvent, duration_s: float) -> tuple[float, float] | None:
    """How well, and how much that counts; None where the event says nothing."""
    if event.kind is EventKind.SKIP:
        position_s = float(event.details.get("position_s", 0.0))
        return min(1.0, position_s / duration_s) if duration_s > 0.0 else 0.0, 1.0
    return {
        EventKind.FINISH: (1.0, 0.5),
        EventKind.LIKE: (1.0, 2.0),
        EventKind.BAN: (0.0, 3.0),
        EventKind.REPLAY: (1.0, 1.5),
    }.get(event.kind)
