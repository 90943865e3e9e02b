"""What frames a session (LE-4): its start, a change of its goal, its end."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from moodarc.affect import Goal

__all__ = ["SessionEvent", "SessionEventKind"]


class SessionEventKind(StrEnum):
    """What happened to the session itself."""

    START = "start"
    GOAL = "goal"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEvent:
    """One thing that a listener, or the clock, did to a session.

    Attributes:
        listener: name of the listener.
        at: aware UTC time.
        kind: what was done.
        goal: of a start or a change: what the music is to do.
        minutes: of a start: the session lasts no longer; None = no limit.
        seed_track_id: of a start: a favourite that the list leans to; None = none.
        reason: of a stop: why.
    """

    listener: str
    at: datetime
    kind: SessionEventKind
    goal: Goal | None = None
    minutes: float | None = None
    seed_track_id: int | None = None
    reason: str = ""
