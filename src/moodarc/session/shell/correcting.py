"""Keeping a correction, and what it does to the listener's library."""

from collections.abc import Sequence
from dataclasses import dataclass

from moodarc.catalog import Correction, CorrectionKind, Track
from moodarc.errors import InputError
from moodarc.session.corrections import n_moved, with_corrections
from moodarc.session.shell.known_library import corrections_of, known_library
from moodarc.storage import Store

__all__ = ["Change", "keep_correction"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction did.

    Attributes:
        before: the track as the listener's lists saw it; None where no list uses it.
        after: as they see it now.
        others_moved: how many other tracks moved by `session.MOVED` or more.
    """

    before: Track | None
    after: Track | None
    others_moved: int


def keep_correction(
    store: Store, said: Correction, *, library: Sequence[Track] | None = None
) -> Change:
    """Append a correction to the log of its listener, who is made where they are not there yet.

    Args:
        store: open.
        said: the correction.
        library: of `known_library` without a listener, where it is at hand.

    Raises:
        UnknownTrackError: there is no such track.
        InputError: what is to be taken back was never said; or a name that cannot be used.
    """
    content = store.tracks.get(said.track_id).content_hash
    if said.kind is CorrectionKind.UNDO:
        _check_standing(store, said)
    tracks = known_library(store)[0] if library is None else library
    before = _corrected(store, said.listener, tracks)
    store.listeners.ensure(said.listener)
    store.corrections.add(said)
    after = _corrected(store, said.listener, tracks)
    own = next((row for row, track in enumerate(after) if track.content_hash == content), None)
    if own is None:
        return Change(None, None, n_moved(before, after, but=said.track_id))
    return Change(before[own], after[own], n_moved(before, after, but=after[own].track_id))


def _corrected(store: Store, listener: str, tracks: Sequence[Track]) -> list[Track]:
    return with_corrections(tracks, corrections_of(store, listener, tracks))


def _check_standing(store: Store, said: Correction) -> None:
    standing = {one.track_id for one in store.corrections.standing(said.listener)}
    if said.track_id not in standing:
        msg = (
            f"{said.listener} has said nothing of track {said.track_id} that stands; "
            "there is nothing to take back"
        )
        raise InputError(msg)
