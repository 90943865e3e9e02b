"""Standard output and standard error as Rich consoles."""

import os

from rich.console import Console

__all__ = ["answer_console", "notes_console"]

_PIPE_WIDTH = 120


class _Console(Console):
    """A console that leaves a reader's going away to `cli.app`, where it has its exit code."""

    def on_broken_pipe(self) -> None:
        """Let it be seen instead of leaving with 1."""
        raise BrokenPipeError


def answer_console() -> Console:
    """For the answer; a file or pipe, which has no width of its own, has 120 columns."""
    console = _Console(highlight=False, soft_wrap=True)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _PIPE_WIDTH
    return console


def notes_console() -> Console:
    """For progress and remarks."""
    return _Console(stderr=True, highlight=False, soft_wrap=True)
