"""The one track that is meant by a number, a path or words of its title and artist."""

from pathlib import Path
from typing import TYPE_CHECKING

from moodarc.errors import UnknownTrackError

if TYPE_CHECKING:
    from moodarc.catalog import Track
    from moodarc.storage import Store

__all__ = ["seed_track"]

_NAMED = 5
"""Tracks named in the message where several are meant."""


def seed_track(store: "Store", text: str) -> "Track":
    """The track; a title in full goes before a part of one.

    Raises:
        UnknownTrackError: none is meant, or several are.
    """
    from moodarc.storage import TrackFilter

    if text.isdecimal():
        return store.tracks.get(int(text))
    at_path = store.tracks.with_path(Path(text).absolute())
    if at_path is not None:
        return at_path
    found = list(store.tracks.all(TrackFilter(search=text, playable=True), limit=1000))
    found = [track for track in found if track.title.casefold() == text.casefold()] or found
    if len(found) != 1:
        raise UnknownTrackError(_which(text, found))
    return found[0]


def _which(text: str, found: "list[Track]") -> str:
    if not found:
        return f"no track is named {text!r}; `moodarc tracks` lists what there is"
    named = ", ".join(f"{track.track_id} ({_name(track)})" for track in found[:_NAMED])
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return f"{text!r} may be any of {named}{more}; give the number"


def _name(track: "Track") -> str:
    return " - ".join(word for word in (track.tags.artist, track.title) if word)
