"""Tracks that a page cannot play: after several in a row a session ends."""

from typing import Final

from moodarc.catalog import EventKind, ListeningEvent
from moodarc.session import UNPLAYABLE

__all__ = ["Unplayable"]

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
