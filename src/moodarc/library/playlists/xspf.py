"""XSPF version 1 (Xiph.org, https://xspf.org/spec): the XML playlist of VLC, mpd and others.

Locations are percent-encoded URIs, durations milliseconds, identifiers MusicBrainz recordings.
mpd does not decode the percent signs (MusicPlayerDaemon/MPD#1831): for mpd, M3U8 is the better
choice wherever names hold spaces or letters beyond ASCII.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from moodarc.errors import PlaylistFileError
from moodarc.library.playlists.locations import path_of, uri_of, web_url
from moodarc.library.playlists.playlist import Playlist, PlaylistEntry
from moodarc.library.playlists.text import plain

__all__ = ["RECORDING_URI", "read_xspf", "recording_of", "write_xspf"]

XSPF_NAMESPACE = "http://xspf.org/ns/0/"
RECORDING_URI = "https://musicbrainz.org/recording/"

_NS = f"{{{XSPF_NAMESPACE}}}"
_RECORDING = re.compile(r"https?://musicbrainz\.org/recording/([0-9a-f-]{36})", re.IGNORECASE)


class _NoDoctype(ET.TreeBuilder):
    """Told by the parser, which knows the encoding; no entity is declared without a DOCTYPE."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        msg = "it declares a document type, which no playlist needs; remove the DOCTYPE"
        raise PlaylistFileError(msg)


def write_xspf(playlist: Playlist, relative_to: Path | None) -> bytes:
    """The file's content; locations seen from a folder, or absolute if None."""
    root = ET.Element("playlist", {"version": "1", "xmlns": XSPF_NAMESPACE})
    _add(root, "title", playlist.title)
    _add(root, "creator", "moodarc")
    _add(root, "annotation", playlist.note)
    _add(root, "date", playlist.at.isoformat(timespec="seconds") if playlist.at else None)
    tracks = ET.SubElement(root, "trackList")
    for entry in playlist.entries:
        _add_entry(ET.SubElement(tracks, "track"), entry, relative_to)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def read_xspf(data: bytes, folder: Path) -> Playlist:
    """The playlist; relative locations are seen from a folder.

    Raises:
        PlaylistFileError: not XML, with a DOCTYPE (which XSPF has no use for, and which can blow
            up a parser), or not XSPF.
    """
    try:
        root = ET.fromstring(data, ET.XMLParser(target=_NoDoctype()))  # noqa: S314 - no entities
    except (ET.ParseError, ValueError, LookupError) as error:
        msg = f"it is not XML ({error}); expected an XSPF playlist"
        raise PlaylistFileError(msg) from error
    if root.tag != f"{_NS}playlist":
        msg = f"its root is <{root.tag}>; expected <playlist> of {XSPF_NAMESPACE}"
        raise PlaylistFileError(msg)
    entries = [_entry(track, folder) for track in root.iterfind(f"{_NS}trackList/{_NS}track")]
    return Playlist(
        entries=tuple(entries),
        title=_text(root, "title"),
        note=_text(root, "annotation"),
        at=_time(_text(root, "date")),
    )


def recording_of(identifiers: Iterable[object]) -> str | None:
    """The MusicBrainz recording id among some identifiers."""
    found = (_RECORDING.fullmatch(text) for text in identifiers if isinstance(text, str))
    return next((match[1].lower() for match in found if match), None)


def _add_entry(track: ET.Element, entry: PlaylistEntry, relative_to: Path | None) -> None:
    _add(track, "location", uri_of(entry.path, relative_to) if entry.path else entry.url)
    _add(track, "identifier", RECORDING_URI + entry.recording if entry.recording else None)
    _add(track, "title", entry.title)
    _add(track, "creator", entry.artist)
    _add(track, "annotation", entry.note)
    _add(track, "album", entry.album)
    _add(track, "duration", _milliseconds(entry.duration_s))


def _milliseconds(seconds: float | None) -> str | None:
    return None if seconds is None else str(round(seconds * 1000.0))


def _add(parent: ET.Element, name: str, text: str | None) -> None:
    if text:
        ET.SubElement(parent, name).text = plain(text)


def _entry(track: ET.Element, folder: Path) -> PlaylistEntry:
    locations = [(place.text or "").strip() for place in track.iterfind(f"{_NS}location")]
    paths = [path for place in locations if (path := path_of(place, folder))]
    identifiers = [(name.text or "").strip() for name in track.iterfind(f"{_NS}identifier")]
    duration = _text(track, "duration") or ""
    return PlaylistEntry(
        path=next(iter(paths), None),
        url=next((url for place in locations if (url := web_url(place))), None),
        title=_text(track, "title"),
        artist=_text(track, "creator"),
        album=_text(track, "album"),
        duration_s=int(duration) / 1000.0 if duration.isdecimal() else None,
        note=_text(track, "annotation"),
        recording=recording_of(identifiers),
    )


def _text(parent: ET.Element, name: str) -> str | None:
    return (parent.findtext(f"{_NS}{name}") or "").strip() or None


def _time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
