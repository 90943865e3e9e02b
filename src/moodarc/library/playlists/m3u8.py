"""M3U8: one file name a line, in UTF-8, with `#EXTINF:seconds,Artist - Title` before each.

The format has no specification; this is what VLC, mpd and others write and read. A name that a
line cannot hold (a line break, white space at an end, bytes that are not UTF-8) is written as an
absolute file URI. VLC reads that; mpd takes percent signs literally (MusicPlayerDaemon/MPD#1831)
and skips the entry.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from moodarc.errors import PlaylistFileError
from moodarc.library.playlists.locations import file_uri, path_of, web_url
from moodarc.library.playlists.playlist import Playlist, PlaylistEntry
from moodarc.library.playlists.text import one_line

__all__ = ["read_m3u8", "write_m3u8"]


def write_m3u8(playlist: Playlist, relative_to: Path | None) -> bytes:
    """The file's content; paths seen from a folder, or absolute if None.

    Raises:
        PlaylistFileError: an entry that is neither a file nor a web address.
    """
    lines = ["#EXTM3U"]
    if playlist.title:
        lines.append(f"#PLAYLIST:{one_line(playlist.title)}")
    for entry in playlist.entries:
        lines += [_info(entry), _location(entry, relative_to)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def read_m3u8(data: bytes, folder: Path) -> Playlist:
    """The playlist; relative names are seen from a folder.

    Raises:
        PlaylistFileError: it is not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"byte {error.start} is not UTF-8; save the list as UTF-8"
        raise PlaylistFileError(msg) from error
    lines = [line.strip() for line in text.replace("\r", "\n").split("\n")]
    titles = (line.removeprefix("#PLAYLIST:") for line in lines if line.startswith("#PLAYLIST:"))
    return Playlist(entries=tuple(_entries(lines, folder)), title=next(titles, None))


def _info(entry: PlaylistEntry) -> str:
    seconds = -1 if entry.duration_s is None else round(entry.duration_s)
    name = " - ".join(one_line(word) for word in (entry.artist, entry.title) if word)
    return f"#EXTINF:{seconds},{name}"


def _location(entry: PlaylistEntry, relative_to: Path | None) -> str:
    if entry.path is None:
        if entry.url is None:
            msg = f'"{entry.title}" has neither file nor address; M3U8 needs one, JSPF does not'
            raise PlaylistFileError(msg)
        return entry.url
    name = str(entry.path) if relative_to is None else os.path.relpath(entry.path, relative_to)
    if not _fits_a_line(name):
        return file_uri(entry.path)
    return f"./{name}" if name.startswith("#") or "://" in name else name


def _fits_a_line(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return name.splitlines() == [name] and name == name.strip()


def _entries(lines: list[str], folder: Path) -> Iterator[PlaylistEntry]:
    info = ""
    for line in lines:
        if line.startswith("#EXTINF:"):
            info = line.removeprefix("#EXTINF:")
        elif line and not line.startswith("#"):
            yield _entry(line, info, folder)
            info = ""


def _entry(line: str, info: str, folder: Path) -> PlaylistEntry:
    seconds, _, name = info.partition(",")
    artist, dash, title = name.partition(" - ")
    is_file = line.startswith("file://")
    path = path_of(line, folder) if is_file else Path(os.path.normpath(folder / line))
    url = web_url(line)
    return PlaylistEntry(
        path=None if url else path,
        url=url,
        title=(title if dash else name).strip() or None,
        artist=artist.strip() or None if dash else None,
        duration_s=_seconds(seconds),
    )


def _seconds(text: str) -> float | None:
    """Seconds before any attribute ("123 tvg-id=..."); -1 and nonsense say nothing."""
    try:
        seconds = float(text.split(" ", maxsplit=1)[0])
    except ValueError:
        return None
    return seconds if 0.0 <= seconds < float("inf") else None
