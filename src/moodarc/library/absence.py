"""Tracks whose files are gone, and disks that are only not mounted."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from moodarc.errors import InputError
from moodarc.library.batches import batches
from moodarc.library.identity import is_gone
from moodarc.storage import Failure, Store, TrackStatus

__all__ = ["check_not_unmounted", "forget_past_failures", "mark_missing"]

_BATCH = 200


def check_not_unmounted(store: Store, root: Path, n_found: int) -> None:
    """Refuse a folder without any music where the library knows some: its disk may be away.

    Raises:
        InputError: this is so.
    """
    n_known = sum(1 for _ in store.tracks.below(root)) if n_found == 0 else 0
    if n_known:
        msg = (
            f"{root} holds no music, but {n_known} tracks of the library lie there; "
            "mount its disk, or scan with --allow-empty to mark them missing"
        )
        raise InputError(msg)


def mark_missing(store: Store, roots: Sequence[Path]) -> int:
    """Mark the tracks below the roots whose files are gone; how many."""
    n_missing = 0
    for root in roots:
        for states in batches(store.tracks.below(root), _BATCH):
            gone = [state.track_id for state in states if is_gone(state.path)]
            if gone:
                store.tracks.mark(gone, TrackStatus.MISSING)
            n_missing += len(gone)
    return n_missing


def forget_past_failures(store: Store, roots: Sequence[Path], started: datetime) -> None:
    """Forget failures of files that are gone, and of folders that this scan could read."""
    for root in roots:
        for failures in batches(store.failures.below(root), _BATCH):
            store.failures.clear([f.path for f in failures if _is_past(f, started)])


def _is_past(failure: Failure, started: datetime) -> bool:
    """A file's failure ends with the file; that of a folder or link when a scan met none."""
    if failure.size_bytes is None:
        return failure.seen_at < started
    return is_gone(failure.path)
