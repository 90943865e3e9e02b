"""The library as a listener's lists see it."""

from collections.abc import Sequence
from dataclasses import replace

from moodarc.catalog import Correction, Track
from moodarc.music.metadata import MetadataPrior
from moodarc.session.corrections import with_corrections
from moodarc.session.library_scale import relative_to_library
from moodarc.session.parts import with_all_parts
from moodarc.storage import Store

__all__ = ["corrected_listing", "corrections_of", "known_library"]


def known_library(
    store: Store, *, as_measured: bool = False, listener: str | None = None
) -> tuple[list[Track], str]:
    """What can be played, with its affect as it stands in this library, and on which scale.

    Args:
        store: open.
        as_measured: leave out the scale of this library.
        listener: whose corrections count; None = nobody's.
    """
    tracks = with_all_parts(store.tracks.playable(), MetadataPrior.shipped())
    scale = "as measured"
    if not as_measured:
        tracks, own = relative_to_library(tracks)
        scale = str(own)
    if listener is None:
        return tracks, scale
    return with_corrections(tracks, corrections_of(store, listener, tracks)), scale


def corrections_of(store: Store, listener: str, tracks: Sequence[Track]) -> list[Correction]:
    """What stands of a listener's corrections of these tracks, or of other copies of them."""
    standing = store.corrections.standing(listener)
    if not standing:
        return []
    by_id = {track.track_id for track in tracks}
    elsewhere = [said.track_id for said in standing if said.track_id not in by_id]
    if not elsewhere:
        return standing
    by_content = {track.content_hash: track.track_id for track in tracks}
    copies = {
        state.track_id: by_content[state.content_hash]
        for state in store.tracks.states_of(elsewhere)
        if state.content_hash in by_content
    }
    moved = [replace(said, track_id=copies.get(said.track_id, said.track_id)) for said in standing]
    newest = {said.track_id: said for said in sorted(moved, key=lambda said: said.at)}
    return [newest[number] for number in sorted(newest) if number in by_id]


def corrected_listing(store: Store, tracks: Sequence[Track], listener: str) -> list[Track]:
    """Any tracks as they are stored, after what the listener said of these and of others."""
    standing = store.corrections.standing(listener)
    there = {track.track_id for track in tracks}
    states = store.tracks.states_of([said.track_id for said in standing])
    others = [store.tracks.get(s.track_id) for s in states if s.track_id not in there]
    return with_corrections([*tracks, *others], standing)[: len(tracks)]
