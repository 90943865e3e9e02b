"""Walking folders: which files are music by their name, and what stands in the way.

Hidden files and folders are left out. Links to folders are followed after all real folders, and
each real folder is walked once, so that a loop ends and a file keeps its real path.
"""

import os
import stat
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moodarc.errors import InputError

__all__ = ["AUDIO_SUFFIXES", "FoundFile", "Trouble", "music_roots", "walk"]

AUDIO_SUFFIXES: Final = frozenset(
    f".{ending}"
    for ending in "mp3 flac ogg oga opus m4a m4b mp4 aac wav wave aif aiff aifc".split()  # noqa: SIM905 - reads as a list
)
"""Endings of the files that are taken for music, in lower case."""

_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file with an audio ending, as it was when it was found."""

    path: Path
    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """A path that cannot be looked at, with the reason."""

    path: Path
    reason: str


def music_roots(paths: Sequence[Path]) -> list[Path]:
    """Absolute paths to walk, none below another.

    Raises:
        InputError: one is not there or may not be read.
    """
    roots: list[Path] = []
    for path in sorted({Path(os.path.abspath(path.expanduser())) for path in paths}):  # noqa: PTH100 - links stay as given
        if not any(path.is_relative_to(root) for root in roots):
            _check_root(path)
            roots.append(path)
    return roots


def _check_root(path: Path) -> None:
    try:
        if path.is_dir():
            os.scandir(path).close()
        else:
            path.stat()
    except OSError as error:
        msg = f"{path} cannot be scanned: {error.strerror}; give a folder of music that is there"
        raise InputError(msg) from error


def walk(roots: Sequence[Path]) -> Iterator[FoundFile | Trouble]:
    """All music files at or below the roots, by folder in the order of their names.

    Memory grows with the number of folders (two numbers each), not with that of files.
    """
    walked: set[tuple[int, int]] = set()
    links: deque[Path] = deque()
    for root in roots:
        if root.is_dir():
            yield from _walk_tree(root, walked, links)
        else:
            yield from _look_at(root)
    while links:
        link = links.popleft()
        if _leads_up(link):
            yield Trouble(link, "link to a folder that holds it (a loop)")
        else:
            yield from _walk_tree(link, walked, links)


def _walk_tree(
    top: Path, walked: set[tuple[int, int]], links: deque[Path]
) -> Iterator[FoundFile | Trouble]:
    pending = [top]
    while pending:
        folder = pending.pop()
        try:
            entries = _entries(folder, walked)
        except OSError as error:
            yield Trouble(folder, f"folder cannot be read: {error.strerror}")
            continue
        pending.extend(
            Path(entry.path) for entry in reversed(entries) if entry.is_dir(follow_symlinks=False)
        )
        for entry in entries:
            yield from _look_at_entry(entry, links)


def _entries(folder: Path, walked: set[tuple[int, int]]) -> list[os.DirEntry[str]]:
    """The folder's visible entries by name; none where it was walked already."""
    status = folder.stat()
    identity = (status.st_dev, status.st_ino)
    if identity in walked:
        return []
    walked.add(identity)
    with os.scandir(folder) as entries:
        visible = [entry for entry in entries if not entry.name.startswith(".")]
    return sorted(visible, key=lambda entry: entry.name)


def _look_at_entry(entry: os.DirEntry[str], links: deque[Path]) -> Iterator[FoundFile | Trouble]:
    if entry.is_dir(follow_symlinks=False):
        return
    if entry.is_symlink() and _is_folder(entry):
        links.append(Path(entry.path))
    elif os.path.splitext(entry.name)[1].lower() in AUDIO_SUFFIXES:  # noqa: PTH122 - a string here
        yield from _look_at(Path(entry.path))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _look_at(path: Path) -> Iterator[FoundFile | Trouble]:
    try:
        status = path.stat()
    except FileNotFoundError:
        yield Trouble(path, "link to a file that is not there")
        return
    except OSError as error:
        yield Trouble(path, f"cannot be looked at: {error.strerror}")
        return
    if stat.S_ISREG(status.st_mode):
        yield FoundFile(path, status.st_size, status.st_mtime_ns)
    else:
        yield Trouble(path, f"{_kind(status.st_mode)}, not a regular file")


def _kind(mode: int) -> str:
    return next((name for test, name in _KINDS if test(mode)), "something else")


def _leads_up(link: Path) -> bool:
    return link.parent.resolve().is_relative_to(link.resolve())
