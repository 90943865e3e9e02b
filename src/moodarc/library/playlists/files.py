"""Playlist files on disk: the format by the ending, the writing all or nothing."""

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from moodarc.errors import PlaylistFileError
from moodarc.library.playlists.jspf import read_jspf, write_jspf
from moodarc.library.playlists.m3u8 import read_m3u8, write_m3u8
from moodarc.library.playlists.playlist import Playlist
from moodarc.library.playlists.xspf import read_xspf, write_xspf

__all__ = ["FORMATS", "check_place", "read_playlist", "write_playlist"]


class _Format(NamedTuple):
    write: Callable[[Playlist, Path | None], bytes]
    read: Callable[[bytes, Path], Playlist]


FORMATS = {
    ".m3u8": _Format(write_m3u8, read_m3u8),
    ".xspf": _Format(write_xspf, read_xspf),
    ".jspf": _Format(write_jspf, read_jspf),
}
"""What can be written and read, by ending."""


def check_place(file: Path) -> None:
    """Refuse at once what `write_playlist` could not write later.

    Raises:
        PlaylistFileError: an unknown ending, a folder of that name, or a place that is absent or
            cannot be written.
    """
    _format_of(file)
    folder = file.absolute().parent
    if not folder.is_dir():
        raise _unwritable(file, f"{folder} is no folder")
    if file.is_dir():
        raise _unwritable(file, "it is a folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _unwritable(file, os.strerror(errno.EACCES))


def write_playlist(file: Path, playlist: Playlist, *, relative: bool = False) -> None:
    """Write a list; a file of that name is replaced at once or stays as it was.

    Args:
        file: where to; its ending names the format.
        playlist: what is written.
        relative: name the tracks as seen from the file's folder, so that both can move together.

    Raises:
        PlaylistFileError: an unknown ending, an entry that the format cannot hold, or a place
            that cannot be written.
    """
    folder = file.absolute().parent
    data = _format_of(file).write(playlist, folder if relative else None)
    try:
        _replace(file, data)
    except OSError as error:
        raise _unwritable(file, error.strerror or str(error)) from error


def read_playlist(file: Path) -> Playlist:
    """Read a list; relative names are seen from the file's folder.

    Raises:
        PlaylistFileError: an unknown ending, a file that cannot be read, or not in its format.
    """
    read = _format_of(file).read
    try:
        data = file.read_bytes()
    except OSError as error:
        msg = f"cannot read {file}: {error.strerror or error}"
        raise PlaylistFileError(msg) from error
    try:
        return read(data, file.absolute().parent)
    except PlaylistFileError as error:
        msg = f"cannot read {file}: {error}"
        raise PlaylistFileError(msg) from error


def _unwritable(file: Path, reason: str) -> PlaylistFileError:
    return PlaylistFileError(f"cannot write {file}: {reason}; choose a folder that can be written")


def _format_of(file: Path) -> _Format:
    found = FORMATS.get(file.suffix.lower())
    if found is None:
        ending = f"ends in {file.suffix!r}" if file.suffix else "has no ending"
        msg = f"{file.name} {ending}; name a file that ends in {' or '.join(FORMATS)}"
        raise PlaylistFileError(msg)
    return found


def _replace(file: Path, data: bytes) -> None:
    """Write beside the file, then take its name."""
    handle, name = tempfile.mkstemp(dir=file.absolute().parent, prefix=".moodarc-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(_mode(file))
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(file: Path) -> int:
    """The permissions of the file that is replaced, else those of any new file."""
    if file.exists():
        return file.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
