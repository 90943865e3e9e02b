"""Tracks as lists tell them, by number: each made once for a state of the library."""

from typing import Final

from moodarc.catalog import Track
from moodarc.errors import UnknownTrackError
from moodarc.serving.served_library import ServedLibrary
from moodarc.serving.wire.track import TrackBrief, track_brief
from moodarc.storage import Store

__all__ = ["Briefs"]

_MOST: Final = 20_000
"""tracks that are held, some 30 MB; lists ask for the same ones again and again"""


class Briefs:
    """Gives tracks by number; of one that is gone, what can still be said.

    Args:
        library: a state of it.
        store: knows the tracks that may not play.
    """

    def __init__(self, library: ServedLibrary, store: Store) -> None:
        self.library = library
        self._store = store
        self._made: dict[int, TrackBrief] = library.briefs

    def __call__(self, track_id: int) -> TrackBrief:
        """The track of a number."""
        found = self._made.get(track_id)
        if found is None:
            found = self._brief(track_id)
            if len(self._made) >= _MOST:
                self._made.clear()
            self._made[track_id] = found
        return found

    def track(self, track_id: int) -> Track:
        """The whole record; as the listener corrected it, where it may play.

        Raises:
            UnknownTrackError: there is no such track.
        """
        return self.library.by_id.get(track_id) or self._store.tracks.get(track_id)

    def _brief(self, track_id: int) -> TrackBrief:
        known = self.library.by_id.get(track_id)
        if known is not None:
            return track_brief(known)
        try:
            other = self._store.tracks.get(track_id)
            return track_brief(other, self._store.tracks.states_of([track_id])[0].status)
        except UnknownTrackError:
            return _gone(track_id)


def _gone(track_id: int) -> TrackBrief:
    return TrackBrief.made(
        track_id=track_id,
        title=f"track {track_id}",
        artist=None,
        album=None,
        genre=None,
        year=None,
        duration_s=None,
        affect=None,
        gain_db=0.0,
        status="missing",
        speech_probability=None,
    )
