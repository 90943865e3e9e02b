"""A playlist as its formats see it."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from moodarc.catalog import Track

__all__ = ["Playlist", "PlaylistEntry", "entry_of"]

_MBID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaylistEntry:
    """One track of a list.

    Attributes:
        path: the audio file; None where the list names the track in another way only.
        url: where it can be streamed, when it is not a file.
        note: a sentence on why it is here.
        recording: its MusicBrainz recording id.
        artists: MusicBrainz ids of its artists.
        release: its MusicBrainz release id.
    """

    path: Path | None = None
    url: str | None = None
    title: str | None = None
    artist: str | None = None
    album: str | None = None
    duration_s: float | None = None
    note: str | None = None
    recording: str | None = None
    artists: tuple[str, ...] = ()
    release: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Playlist:
    """Entries in playing order, with what is said of them all."""

    entries: tuple[PlaylistEntry, ...]
    title: str | None = None
    note: str | None = None
    at: datetime | None = None


def entry_of(track: Track, note: str | None = None) -> PlaylistEntry:
    """The entry of a track of the library; ids that are no MusicBrainz ids are left out."""
    tags, analysis = track.tags, track.analysis
    ids = {name: _mbids(value) for name, value in tags.musicbrainz.items()}
    return PlaylistEntry(
        path=track.path,
        title=track.title,
        artist=tags.artist,
        album=tags.album,
        duration_s=analysis.descriptors.duration_s if analysis else None,
        note=note,
        recording=next(iter(ids.get("recording", ())), None),
        artists=ids.get("artist", ()),
        release=next(iter(ids.get("release", ())), None),
    )


def _mbids(value: str) -> tuple[str, ...]:
    """The ids in a tag; it may hold several, separated by any sign."""
    return tuple(_MBID.findall(value.lower()))
