"""One open page of a listener, and what waits for it."""

import asyncio
from typing import Final

__all__ = ["Tab"]

_MOST_WAITING: Final = 256
"""messages that a page may be behind"""


class Tab:
    """One open page.

    Attributes:
        waiting: messages for it; None ends it.
    """

    def __init__(self) -> None:
        self.waiting: asyncio.Queue[str | None] = asyncio.Queue(_MOST_WAITING)
        self.is_lost = False

    def tell(self, text: str) -> None:
        """Queue a message; a page that is too far behind is let go."""
        if self.is_lost:
            return
        if self.waiting.qsize() >= _MOST_WAITING - 1:
            self.end()
        else:
            self.waiting.put_nowait(text)

    def end(self) -> None:
        """Let go of it, once it was told what is queued."""
        if not self.is_lost:
            self.is_lost = True
            self.waiting.put_nowait(None)
