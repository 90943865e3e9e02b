"""Single keys of a terminal, and a line that is typed below a live view.

The terminal is put back as it was found, whatever ends the session.
"""

import os
import select
import sys
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

__all__ = ["KEYS", "LEGEND", "Keyboard", "Prompt"]

KEYS: Final = {
    "space": "pause, go on",
    "n": "next track (skip)",
    "l": "like it",
    "b": "never again (ban)",
    "r": "once more from the beginning",
    "+ -": "louder, softer",
    "f": "how do I feel now",
    "g": "another goal",
    "w": "why this track",
    "q": "stop",
    "?": "these keys",
}

LEGEND: Final = (
    "space pause  n next  l like  b ban  r again  +- volume  f feel  g goal  w why  q stop  ? help"
)

_ENTER, _ESCAPE = ("\r", "\n"), "\x1b"
_BACKSPACE = ("\x7f", "\b")


class Keyboard:
    """A context manager: within it, keys come one by one and are not shown.

    Without a terminal there are none.
    """

    def __init__(self) -> None:
        self._number = sys.stdin.fileno() if _is_terminal() else None
        self._before: list[Any] = []

    def __enter__(self) -> Self:
        if self._number is not None:
            import termios
            import tty

            self._before = termios.tcgetattr(self._number)
            tty.setcbreak(self._number)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._number is not None:
            import termios

            termios.tcsetattr(self._number, termios.TCSADRAIN, self._before)

    def keys(self, wait_s: float) -> str:
        """What was typed; waits no longer than so many seconds for the first of it."""
        if self._number is None:
            time.sleep(wait_s)
            return ""
        ready, _, _ = select.select([self._number], [], [], wait_s)
        if not ready:
            return ""
        typed = os.read(self._number, 1024).decode("utf-8", "ignore")
        # arrows and the like begin with an escape and mean nothing here
        return typed if typed == _ESCAPE or not typed.startswith(_ESCAPE) else ""


def _is_terminal() -> bool:
    try:
        return sys.stdin.isatty()
    except ValueError:  # closed
        return False


@dataclass
class Prompt:
    """A question whose answer is being typed.

    Attributes:
        question: what is asked.
        key: that asked it.
        typed: so far.
        is_done: whether it was ended by Enter.
        is_dropped: or by Escape.
    """

    question: str
    key: str
    typed: str = ""
    is_done: bool = False
    is_dropped: bool = False

    def feed(self, key: str) -> None:
        r"""One more key.

        >>> prompt = Prompt("feel", "f")
        >>> for key in "sadd\b\n":
        ...     prompt.feed(key)
        >>> prompt.typed, prompt.is_done
        ('sad', True)
        """
        if key in _ENTER:
            self.is_done = True
        elif key == _ESCAPE:
            self.is_dropped = True
        elif key in _BACKSPACE:
            self.typed = self.typed[:-1]
        elif key.isprintable():
            self.typed += key
