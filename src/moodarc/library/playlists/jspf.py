"""JSPF: XSPF as JSON (Xiph.org draft), in the form that ListenBrainz sends and takes.

ListenBrainz knows a track by its identifier, the MusicBrainz recording, and keeps what is its own
under the extensions `https://musicbrainz.org/doc/jspf#playlist` and `#track`. Its tools read
`identifier`, `title` and the track extension of every track, so that these are always there.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from moodarc.errors import PlaylistFileError
from moodarc.library.playlists.locations import path_of, uri_of, web_url
from moodarc.library.playlists.playlist import Playlist, PlaylistEntry
from moodarc.library.playlists.text import plain
from moodarc.library.playlists.xspf import RECORDING_URI, recording_of

__all__ = ["read_jspf", "write_jspf"]

PLAYLIST_EXTENSION = "https://musicbrainz.org/doc/jspf#playlist"
TRACK_EXTENSION = "https://musicbrainz.org/doc/jspf#track"
ARTIST_URI = "https://musicbrainz.org/artist/"
RELEASE_URI = "https://musicbrainz.org/release/"


def write_jspf(playlist: Playlist, relative_to: Path | None) -> bytes:
    """The file's content; locations seen from a folder, or absolute if None."""
    fields = {
        "title": plain(playlist.title or "moodarc"),
        "creator": "moodarc",
        "annotation": plain(playlist.note) if playlist.note else None,
        "date": playlist.at.isoformat(timespec="seconds") if playlist.at else None,
        "track": [_track(entry, relative_to) for entry in playlist.entries],
        "extension": {PLAYLIST_EXTENSION: {"public": False}},
    }
    text = json.dumps({"playlist": _present(fields)}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def read_jspf(data: bytes, folder: Path) -> Playlist:
    """The playlist; relative locations are seen from a folder.

    Raises:
        PlaylistFileError: not JSON, or not JSPF.
    """
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        msg = f"it is not JSON ({error}); expected a JSPF playlist"
        raise PlaylistFileError(msg) from error
    playlist = document.get("playlist") if isinstance(document, dict) else None
    tracks = playlist.get("track") if isinstance(playlist, dict) else None
    if not isinstance(playlist, dict) or not _are_objects(tracks):
        msg = 'it holds no list of tracks; expected {"playlist": {"track": [{...}]}}'
        raise PlaylistFileError(msg)
    return Playlist(
        entries=tuple(_entry(track, folder) for track in tracks or ()),
        title=_text(playlist, "title"),
        note=_text(playlist, "annotation"),
        at=_time(_text(playlist, "date")),
    )


def _are_objects(tracks: object) -> bool:
    return isinstance(tracks, list) and all(isinstance(track, dict) for track in tracks)


def _track(entry: PlaylistEntry, relative_to: Path | None) -> dict[str, Any]:
    location = uri_of(entry.path, relative_to) if entry.path else entry.url
    return {
        "location": [location] if location else [],
        "identifier": [RECORDING_URI + entry.recording] if entry.recording else [],
        "title": plain(entry.title or ""),
        **_present(
            {
                "creator": plain(entry.artist) if entry.artist else None,
                "annotation": plain(entry.note) if entry.note else None,
                "album": plain(entry.album) if entry.album else None,
                "duration": None if entry.duration_s is None else round(entry.duration_s * 1000),
            }
        ),
        "extension": {TRACK_EXTENSION: _musicbrainz(entry)},
    }


def _musicbrainz(entry: PlaylistEntry) -> dict[str, Any]:
    return _present(
        {
            "artist_identifiers": [ARTIST_URI + artist for artist in entry.artists] or None,
            "release_identifier": RELEASE_URI + entry.release if entry.release else None,
        }
    )


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _entry(track: dict[str, Any], folder: Path) -> PlaylistEntry:
    locations = _texts(track, "location")
    paths = [path for place in locations if (path := path_of(place, folder))]
    extension = track.get("extension")
    own = extension.get(TRACK_EXTENSION) if isinstance(extension, dict) else None
    own = own if isinstance(own, dict) else {}
    release = _text(own, "release_identifier")
    duration = track.get("duration")
    return PlaylistEntry(
        path=next(iter(paths), None),
        url=next((url for place in locations if (url := web_url(place))), None),
        title=_text(track, "title"),
        artist=_text(track, "creator"),
        album=_text(track, "album"),
        duration_s=duration / 1000.0 if isinstance(duration, int) and duration >= 0 else None,
        note=_text(track, "annotation"),
        recording=recording_of(_texts(track, "identifier")),
        artists=tuple(uri.rsplit("/", 1)[-1] for uri in _texts(own, "artist_identifiers")),
        release=release.rsplit("/", 1)[-1] if release else None,
    )


def _texts(fields: dict[str, Any], name: str) -> list[str]:
    """A list of strings; the older form, one bare string, is a list of one."""
    value = fields.get(name)
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]


def _text(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
