"""Tracks that a page cannot play: after several in a row a session ends."""

from dataclasses import replace
from typing import Final

from moodarc.catalog import EventKind, ListeningEvent
from moodarc.session import UNPLAYABLE

__all__ = ["Unplayable", "never_began"]

_MOST: Final = 3
"""in a row"""


class Unplayable:
    """Of one listener's session."""

    def __init__(self) -> None:
        self._n, self._last = 0, ""

    def has_failed(self, event: ListeningEvent) -> bool:
        """Whether the event tells of another one."""
        if event.kind in {EventKind.FINISH, EventKind.LIKE}:
            self._n = 0
        if event.kind is not EventKind.SKIP or UNPLAYABLE not in event.details:
            return False
        self._n, self._last = self._n + 1, str(event.details[UNPLAYABLE])
        return True

    @property
    def is_enough(self) -> bool:
        """Whether to end."""
        return self._n >= _MOST

    @property
    def reason(self) -> str:
        """Why to end."""
        return f"{self._n} tracks in a row cannot be played; the last: {self._last}"


def never_began(event: ListeningEvent, playing: int | None) -> list[ListeningEvent]:
    """The beginning that belongs before a failure where a track never sounded; else nothing.

    A page tells of a beginning only once there is sound. Without one the track would still be next.
    """
    if UNPLAYABLE not in event.details or event.track_id == playing:
        return []
    return [replace(event, kind=EventKind.PLAY, details={})]
