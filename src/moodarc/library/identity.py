"""Which track a found file is: the one of its path, one that moved here, or a new one.

A track follows its content. Where the content of a file is that of a track whose own file is gone
or holds something else now, the track has moved here and brings its number and history along, also
in a ring (a -> b, b -> a). Where that track's file is still in its place, this is a copy and gets
a track of its own. A file whose content changed in its place stays the same track.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from moodarc.library.content import content_hash
from moodarc.library.files import FoundFile
from moodarc.storage import FileState, TrackStatus

__all__ = ["Identity", "identify", "is_gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a file is.

    Attributes:
        track_id: the track; None = a new one.
        displaced: the track that was here and is elsewhere or gone.
        moved_from: the path where the track was before.
        is_copy: whether another track in its place has the same content.
    """

    track_id: int | None
    displaced: int | None = None
    moved_from: Path | None = None
    is_copy: bool = False


def identify(
    file: FoundFile, digest: str, known: tuple[FileState | None, Sequence[FileState]]
) -> Identity:
    """Who `file` with content `digest` is.

    Args:
        file: as it was found.
        digest: hash of its bytes.
        known: the track at its path, if any, and all tracks of its content; without those that
            another file was recognised as meanwhile.
    """
    here, same = known
    others = [state for state in same if state.path != file.path]
    if here is not None and here.content_hash == digest:
        return Identity(track_id=here.track_id, is_copy=_any_in_place(others))
    moved = [state for state in others if _has_left(state)]
    if moved:
        best = min(moved, key=lambda s: (s.path.name != file.path.name, s.track_id))
        in_place = here is not None and here.status is not TrackStatus.MISSING
        return Identity(
            track_id=best.track_id,
            displaced=here.track_id if here is not None and in_place else None,
            moved_from=best.path,
            is_copy=_any_in_place(state for state in others if state not in moved),
        )
    return Identity(track_id=None if here is None else here.track_id, is_copy=_any_in_place(others))


def is_gone(path: Path) -> bool:
    """Whether a file is surely not there: a folder without permission proves nothing."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _has_left(state: FileState) -> bool:
    """Whether the track's own file is gone or holds other bytes now."""
    try:
        status = state.path.stat()
        if (status.st_size, status.st_mtime_ns) == (state.size_bytes, state.mtime_ns):
            return False
        return status.st_size != state.size_bytes or content_hash(state.path) != state.content_hash
    except OSError:
        return is_gone(state.path)


def _any_in_place(states: Iterable[FileState]) -> bool:
    return any(state.status is not TrackStatus.MISSING for state in states)
