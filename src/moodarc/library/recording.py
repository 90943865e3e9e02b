"""From examinations to rows: results are kept in small batches, each written as a whole.

Whatever ends a scan, at most one batch of work is lost, and repeating it doubles nothing.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from moodarc.library.examine import Examination
from moodarc.library.files import FoundFile, Trouble
from moodarc.library.identity import Identity, identify
from moodarc.library.report import ScanReport
from moodarc.storage import Failure, FileState, Placement, Store, TrackStatus

__all__ = ["Recorder"]

_BATCH: Final = 32
_BATCH_S: Final = 1.0

_SPEECH: Final = 0.5
"""Above this speech probability a track is kept out of playlists (`TrackAnalysis`)."""


class Recorder:
    """Keeps the results of one scan.

    Args:
        analyser: version whose results these are.
    """

    def __init__(self, store: Store, analyser: str, report: ScanReport) -> None:
        self._store = store
        self._analyser = analyser
        self._report = report
        self._pending: list[Examination] = []
        self._flushed_at = time.monotonic()

    def add(self, examination: Examination) -> None:
        """Take one result; a full or old batch is written."""
        self._pending.append(examination)
        age_s = time.monotonic() - self._flushed_at
        if len(self._pending) >= _BATCH or age_s > _BATCH_S:
            self.flush()

    def add_trouble(self, trouble: Trouble) -> None:
        """Take note of what is no readable file."""
        failure = Failure(path=trouble.path, reason=trouble.reason, seen_at=datetime.now(UTC))
        self._store.failures.put([failure])

    def flush(self) -> None:
        """Write what is pending."""
        self._place([found for found in self._pending if found.reason is None])
        self._fail([found for found in self._pending if found.reason is not None])
        self._pending.clear()
        self._flushed_at = time.monotonic()

    def _place(self, found: Sequence[Examination]) -> None:
        here = self._store.tracks.at_paths([examination.file.path for examination in found])
        claimed: set[int] = set()
        placements = []
        for examination in found:
            identity = self._identify(examination, here.get(examination.file.path), claimed)
            if identity.track_id is not None:
                claimed.add(identity.track_id)
            self._count(examination, identity)
            placements.append(_placement(examination, identity, self._analyser))
        if placements:
            self._store.tracks.place(placements)

    def _identify(self, found: Examination, here: FileState | None, claimed: set[int]) -> Identity:
        same = [
            state
            for state in self._store.tracks.with_content(found.content_hash)
            if state.track_id not in claimed
        ]
        free = None if here is None or here.track_id in claimed else here
        return identify(found.file, found.content_hash, (free, same))

    def _count(self, found: Examination, identity: Identity) -> None:
        self._report.moved += identity.moved_from is not None
        self._report.copies += identity.is_copy
        analysis = found.analysis
        self._report.speech += analysis is not None and analysis.speech_probability > _SPEECH

    def _fail(self, found: Sequence[Examination]) -> None:
        if not found:
            return
        self._store.failures.put([_failure(examination, self._analyser) for examination in found])
        here = self._store.tracks.at_paths([examination.file.path for examination in found])
        in_place = [s.track_id for s in here.values() if s.status is TrackStatus.PRESENT]
        self._store.tracks.mark(in_place, TrackStatus.BROKEN)


def _placement(found: Examination, identity: Identity, analyser: str) -> Placement:
    return Placement(
        track_id=identity.track_id,
        displaced=identity.displaced,
        path=found.file.path,
        size_bytes=found.file.size_bytes,
        mtime_ns=found.file.mtime_ns,
        content_hash=found.content_hash,
        analyser=analyser,
        tags=found.tags,
        analysis=found.analysis,
    )


def _failure(found: Examination, analyser: str) -> Failure:
    file: FoundFile = found.file
    return Failure(
        path=file.path,
        reason=found.reason or "",
        size_bytes=file.size_bytes,
        mtime_ns=file.mtime_ns,
        analyser=analyser,
        seen_at=datetime.now(UTC),
    )
