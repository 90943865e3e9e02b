"""The use case: folders of music become tracks with an analysis.

    walk -> triage -> examine (worker processes) -> record (this process, small batches)

Everything is streamed, so memory does not grow with the library. A scan that is stopped, by Ctrl-C
or by force, goes on where it was when it is started again: what is stored is never half, and what
was not is done anew.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from moodarc.library.absence import check_not_unmounted, forget_past_failures, mark_missing
from moodarc.library.batches import batches
from moodarc.library.examine import AnalyserFactory, Examination, Examiner, reason_of
from moodarc.library.files import FoundFile, Trouble, music_roots, walk
from moodarc.library.lyrics import LyricsEstimatorFactory
from moodarc.library.recording import Recorder
from moodarc.library.report import ScanProgress, ScanReport
from moodarc.library.triage import Known, Triage
from moodarc.parallel import Executor, Outcome
from moodarc.storage import Store

__all__ = ["ScanOptions", "scan"]

_BATCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanOptions:
    """How a scan treats files.

    Attributes:
        max_duration_s: longest file that is analysed.
        retry: try files again that failed before and did not change.
        again: analyse every file anew, so that what older versions did not keep is filled in.
        allow_empty: a root without music is taken as emptied, not as an absent disk.
        load_lyrics: module-level function that makes the estimator of lyrics, once in each
            process; None = lyrics are not looked for, and what is stored of them is left out of a
            track that is written anew.
    """

    max_duration_s: float = 3 * 3600.0
    retry: bool = False
    again: bool = False
    allow_empty: bool = False
    load_lyrics: LyricsEstimatorFactory | None = None


def scan(
    paths: Sequence[Path],
    store: Store,
    *,
    load_analyser: AnalyserFactory,
    executor: Executor,
    options: ScanOptions | None = None,
    on_progress: Callable[[ScanProgress], None] | None = None,
) -> ScanReport:
    """Bring the library up to date with what lies below some folders.

    Args:
        paths: folders and files.
        store: the library; this process is its one writer.
        load_analyser: module-level function that makes the analyser, once in each process.
        executor: where the work is done; its `timeout_s` is what one file may take.
        options: None = the defaults.
        on_progress: called after each file.

    Returns:
        The counts; `store.failures.below(root)` has the skipped files with their reasons.

    Raises:
        InputError: a path that is not there, or a folder that looks like an unmounted disk.
        StorageError: the database failed; what was stored before stays.
    """
    roots = music_roots(paths)
    chosen = options or ScanOptions()
    examiner = Examiner(
        load_analyser=load_analyser,
        max_duration_s=chosen.max_duration_s,
        load_lyrics=chosen.load_lyrics,
    )
    work = _Scan(store, examiner, chosen)
    return work.run(roots, executor, on_progress or (lambda _progress: None))


class _Scan:
    """One run, with its counts."""

    def __init__(self, store: Store, examiner: Examiner, options: ScanOptions) -> None:
        analyser = examiner.load_analyser().version
        self._store = store
        self._examiner = examiner
        self._options = options
        self._report = ScanReport()
        self._recorder = Recorder(store, analyser, self._report)
        self._triage = Triage(
            store,
            analyser,
            retry=options.retry,
            again=options.again,
            load_lyrics=options.load_lyrics,
        )
        self._done = 0

    def run(
        self,
        roots: Sequence[Path],
        executor: Executor,
        on_progress: Callable[[ScanProgress], None],
    ) -> ScanReport:
        began, started = time.monotonic(), datetime.now(UTC)
        self._on_progress = on_progress
        self._report.found = self._count(roots)
        try:
            for outcome in executor.map(self._examiner, self._to_examine(roots)):
                self._keep_examined(outcome)
        finally:
            self._recorder.flush()
        self._report.missing = mark_missing(self._store, roots)
        forget_past_failures(self._store, roots, started)
        self._report.elapsed_s = time.monotonic() - began
        return self._report

    def _count(self, roots: Sequence[Path]) -> int:
        """What is there to do; a look at the names only, for progress and absent disks."""
        total = 0
        for root in roots:
            n_found = sum(1 for _ in walk([root]))
            if not self._options.allow_empty:
                check_not_unmounted(self._store, root, n_found)
            total += n_found
        return total

    def _to_examine(self, roots: Sequence[Path]) -> Iterator[FoundFile]:
        for batch in batches(walk(roots), _BATCH):
            for trouble in (found for found in batch if isinstance(found, Trouble)):
                self._recorder.add_trouble(trouble)
                self._report.failed += 1
                self._step(trouble.path)
            files = [found for found in batch if isinstance(found, FoundFile)]
            for file, answer in self._triage.sort(files):
                if answer is None:
                    yield file
                else:
                    self._keep_known(file, answer)

    def _keep_known(self, file: FoundFile, answer: Known | Examination) -> None:
        if isinstance(answer, Examination):
            self._recorder.add(answer)
            self._report.recognised += 1
        elif answer is Known.UNCHANGED:
            self._report.unchanged += 1
        else:
            self._report.failed += 1
        self._step(file.path)

    def _keep_examined(self, outcome: Outcome[FoundFile, Examination]) -> None:
        file, error = outcome.item, outcome.error
        if error is None:
            self._recorder.add(outcome.result())
            self._report.analysed += 1
        else:
            self._keep_failed(file, error)
        self._step(file.path)

    def _keep_failed(self, file: FoundFile, error: Exception) -> None:
        """A file that could not be opened is tried again next time: rights leave no trace on it."""
        reason = reason_of(error, file)
        if isinstance(error, OSError):
            self._recorder.add_trouble(Trouble(file.path, reason))
        else:
            self._recorder.add_failure(file, reason)
        self._report.failed += 1

    def _step(self, path: Path) -> None:
        self._done += 1
        progress = ScanProgress(self._done, self._report.found, self._report.analysed, path)
        self._on_progress(progress)
