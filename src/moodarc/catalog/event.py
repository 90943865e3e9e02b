"""What happened, as it is kept in the log: append-only, one row an event."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

__all__ = ["EventKind", "ListeningEvent"]


class EventKind(StrEnum):
    """What the listener did with a track."""

    PLAY = "play"
    FINISH = "finish"
    SKIP = "skip"
    LIKE = "like"
    BAN = "ban"
    REPLAY = "replay"
    VOLUME = "volume"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListeningEvent:
    """One thing a listener did.

    Attributes:
        listener: name of the listener.
        at: aware UTC time.
        kind: what was done.
        track_id: with which track.
        details: what belongs to this kind only, as JSON values: `position_s` of a skip, and
            `unplayable`, the reason, where the player could not play it; `before` and `after` of
            a volume in [0, 1]; `resumed` of a play that goes on after the program was killed.
    """

    listener: str
    at: datetime
    kind: EventKind
    track_id: int
    details: dict[str, Any] = field(default_factory=dict)
