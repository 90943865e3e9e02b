"""Keys of the listener, as what they do to a session."""

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from moodarc.cli.play_keys import KEYS, Keyboard, Prompt
from moodarc.cli.play_senses import goal_said, reading_said
from moodarc.errors import InputError

if TYPE_CHECKING:
    from moodarc.cli.play_loop import PlayLoop

__all__ = ["Controls"]

_LOUDER: Final = 0.05
_QUESTIONS: Final = {
    "f": "how do you feel? (a word, or V A)",
    "g": "goal? (match, follow, lift, calm, energise, or V A)",
}


class Controls:
    """A context manager: within it the terminal's keys steer a session.

    Args:
        loop: the session.

    Attributes:
        prompt: what is being typed; None = nothing.
    """

    def __init__(self, loop: "PlayLoop") -> None:
        self._loop = loop
        self._keyboard = Keyboard()
        self.prompt: Prompt | None = None

    def __enter__(self) -> Self:
        self._keyboard.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._keyboard.__exit__(kind, error, trace)

    def listen(self, wait_s: float) -> None:
        """Wait for keys no longer than so many seconds, and do what they say."""
        for key in self._keyboard.keys(wait_s):
            if self._loop.ended:
                return
            if self.prompt is None:
                self._pressed(key)
            else:
                self._typed(self.prompt, key)

    def _pressed(self, key: str) -> None:
        loop = self._loop
        acts: dict[str, Callable[[], None]] = {
            " ": loop.pause,
            "n": loop.skip,
            "l": loop.like,
            "b": loop.ban,
            "r": loop.replay,
            "+": lambda: loop.louder(_LOUDER),
            "-": lambda: loop.louder(-_LOUDER),
            "w": loop.explain,
            "q": lambda: loop.stop("the listener stopped"),
            "?": lambda: loop.note("; ".join(f"{name}: {does}" for name, does in KEYS.items())),
        }
        if key in _QUESTIONS:
            self.prompt = Prompt(_QUESTIONS[key], key)
        elif key in acts:
            acts[key]()

    def _typed(self, prompt: Prompt, key: str) -> None:
        prompt.feed(key)
        if prompt.is_dropped:
            self.prompt = None
        if not prompt.is_done:
            return
        self.prompt = None
        try:
            if prompt.key == "f":
                self._loop.felt([reading_said(prompt.typed, self._loop.log.now())])
            else:
                self._loop.aim(goal_said(prompt.typed))
        except InputError as error:
            self._loop.note(str(error))
