"""What a scan job is to bring in: folders that are there, or music that is made first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from moodarc.library.builtin import render_builtin
from moodarc.library.composer import builtin_pieces
from moodarc.parallel import Executor

__all__ = ["COMPOSED", "COMPOSING", "BuiltInMusic", "Folders", "MusicSource", "composing"]

Tell = Callable[[str], None]

COMPOSING: Final = "composing the first pieces"
COMPOSED: Final = "listening to what was composed"
"""what a job says of itself; the page knows by it that pieces are made"""
_STEPS: Final = (4, 16, None)
"""Pieces after which what is there is scanned: the first can be heard while the rest is made."""


def composing(done: int, total: int) -> str:
    """How far the pieces are.

    >>> composing(3, 16)
    'composing piece 3 of 16'
    """
    return f"composing piece {done} of {total}"


class MusicSource(Protocol):
    """Folders to be scanned, one list after another."""

    @property
    def folders(self) -> Sequence[Path]:
        """All of them, as far as they are known before."""
        ...

    @property
    def n_files(self) -> int:
        """How many there will be at least; 0 = nobody knows before."""
        ...

    def steps(self, tell: Tell) -> Iterator[Sequence[Path]]:
        """What is to be scanned, as it comes to be; `tell` is called with what is being done."""
        ...


@dataclass(frozen=True, slots=True)
class Folders:
    """Folders that are there."""

    folders: tuple[Path, ...]
    n_files: int = 0

    def steps(self, tell: Tell) -> Iterator[Sequence[Path]]:
        """All at once."""
        tell("scanning")
        yield self.folders


@dataclass(frozen=True, slots=True)
class BuiltInMusic:
    """The built-in pieces, composed where they are not there yet.

    Attributes:
        data_dir: where their folder lies.
        workers: processes that compose.
    """

    data_dir: Path
    workers: int

    @property
    def folders(self) -> Sequence[Path]:
        """Their folder is known once the first is there."""
        return ()

    @property
    def n_files(self) -> int:
        """All pieces."""
        return len(builtin_pieces())

    def steps(self, tell: Tell) -> Iterator[Sequence[Path]]:
        """After the first few, some more, and all."""
        tell(COMPOSING)
        for n in _STEPS:
            files = render_builtin(
                self.data_dir,
                n=n,
                executor=Executor(workers=self.workers),
                on_progress=lambda done, total: tell(composing(done, total)),
            )
            tell(COMPOSED)
            yield [files[0].parent]
