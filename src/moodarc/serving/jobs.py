"""Scans in the background: one at a time, told of in files, stopped between two tracks.

The work itself is `library.scan` in processes of its own; a thread of ours hands it on and keeps
what was found. A scan that is stopped loses nothing: started again it goes on.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, Final

from moodarc.errors import MoodarcError, SessionError
from moodarc.library import ScanOptions, ScanProgress, music_roots, scan
from moodarc.music import load_analyser, load_lyrics_reader
from moodarc.parallel import Executor, available_cores
from moodarc.serving.job_files import JobFiles
from moodarc.serving.music_source import MusicSource
from moodarc.serving.scan_process import begin_quietly
from moodarc.serving.wire.jobs import FailedFile, Job
from moodarc.serving.wire.track import printable
from moodarc.settings import Settings
from moodarc.storage import Store

__all__ = ["ScanJobs"]

_LOG = logging.getLogger("moodarc.serving")
_MOST_WAITING: Final = 8
_MOST_FAILED: Final = 50
_WRITE_EVERY_S: Final = 0.25
_TURN_EVERY_S: Final = 0.2
_PATIENCE_S: Final = 5.0


class _EndedEarly(Exception):  # noqa: N818 - ends a scan from inside, and never leaves this module
    """The job is not wanted any more."""


class ScanJobs:
    """The scans of one database; each waits in a thread of its own for its turn.

    Args:
        settings: workers, limits, and where the files of jobs lie.
        store: open.
        on_file: called after each file.
    """

    def __init__(
        self, settings: Settings, store: Store, *, on_file: Callable[[], None] = lambda: None
    ) -> None:
        name = blake2b(store.name.encode("utf-8", "replace"), digest_size=8).hexdigest()
        self._settings, self._store, self._on_file = settings, store, on_file
        self._files = JobFiles(settings.cache_dir / "scans" / name)
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, source: MusicSource, *, retry: bool = False) -> Job:
        """Begin a scan, or queue it after those before it.

        Raises:
            InputError: a folder is not there.
            SessionError: too many wait already.
        """
        music_roots(source.folders)
        waiting = sum(not job.is_over for job in self.all())
        if waiting >= _MOST_WAITING:
            msg = f"{waiting} scans wait already; wait for one, or cancel it"
            raise SessionError(msg)
        job_id = secrets.token_hex(8)
        run = _Run(self._files, job_id, source, on_file=self._on_file)
        thread = threading.Thread(target=self._work, args=(run, retry), daemon=True, name="scan")
        self._threads = [*(one for one in self._threads if one.is_alive()), thread]
        thread.start()
        return run.job

    def get(self, job_id: str) -> Job | None:
        """A job as it is now; None where there is none of this id."""
        return self._files.read(job_id)

    def all(self) -> list[Job]:
        """Those that are kept, the newest first."""
        return self._files.all()

    def current(self) -> Job | None:
        """One that runs or waits, if any does."""
        return next((job for job in reversed(self.all()) if not job.is_over), None)

    def cancel(self, job_id: str) -> Job | None:
        """Ask for a job's end; it comes after the track that is being looked at."""
        job = self.get(job_id)
        if job is not None and not job.is_over:
            self._files.ask_for_end(job_id)
        return self.get(job_id)

    def close(self) -> None:
        """End all of ours, and wait some seconds for them."""
        self._closing.set()
        deadline = time.monotonic() + _PATIENCE_S
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _work(self, run: "_Run", retry: bool) -> None:  # noqa: FBT001 - of a thread's arguments
        run.is_unwanted = lambda: self._closing.is_set() or self._files.is_asked_to_end(run.job.id)
        with run.held:
            try:
                self._wait_and_scan(run, retry=retry)
            except _EndedEarly:
                run.tell(state="cancelled", message="stopped; what was found is kept")
            except MoodarcError as error:
                run.tell(state="failed", message=printable(str(error)))
            except Exception:  # noqa: BLE001 - the thread's last resort: whatever it was is told
                _LOG.exception("a scan failed")
                run.tell(state="failed", message="moodarc failed at this scan; its log has why")

    def _wait_and_scan(self, run: "_Run", *, retry: bool) -> None:
        while True:
            run.go_on()
            with self._files.turn() as is_ours:
                if is_ours:
                    self._scan(run, retry=retry)
                    return
            time.sleep(_TURN_EVERY_S)

    def _scan(self, run: "_Run", *, retry: bool) -> None:
        run.tell(state="running")
        settings = self._settings
        workers = settings.workers or available_cores()
        options = ScanOptions(
            max_duration_s=settings.max_duration_s, retry=retry, load_lyrics=load_lyrics_reader
        )
        scanned: list[Path] = []
        for folders in run.source.steps(run.doing):
            scanned = list(folders)
            scan(
                scanned,
                self._store,
                load_analyser=load_analyser,
                executor=Executor(
                    workers=workers, timeout_s=settings.file_timeout_s, initialiser=begin_quietly
                ),
                options=options,
                on_progress=run.step,
            )
        run.tell(state="done", message="done", failed=self._failed(scanned))

    def _failed(self, folders: list[Path]) -> list[FailedFile]:
        found = (f for root in music_roots(folders) for f in self._store.failures.below(root))
        return [
            FailedFile(path=printable(str(failure.path)), reason=failure.reason)
            for failure in islice(found, _MOST_FAILED)
        ]


class _Run:
    """One job as it is being done."""

    def __init__(
        self, files: JobFiles, job_id: str, source: MusicSource, *, on_file: Callable[[], None]
    ) -> None:
        self.source, self.held = source, files.hold(job_id)
        self.is_unwanted: Callable[[], bool] = lambda: False
        self._files, self._on_file, self._written_s = files, on_file, 0.0
        self.job = Job(
            id=job_id,
            state="queued",
            done=0,
            total=source.n_files,
            analysed=0,
            failed=[],
            message="waiting",
            folders=[printable(str(folder)) for folder in source.folders],
        )
        files.write(self.job)

    def go_on(self) -> None:
        """Do nothing, unless the job is not wanted any more."""
        if self.is_unwanted():
            raise _EndedEarly

    def tell(self, **values: Any) -> None:  # noqa: ANN401 - fields of a job
        """Keep what changed."""
        self.job = self.job.model_copy(update=values)
        self._written_s = time.monotonic()
        self._files.write(self.job)

    def doing(self, message: str) -> None:
        """What is being done now."""
        self.go_on()
        self.tell(message=message)

    def step(self, progress: ScanProgress) -> None:
        """One more file was dealt with."""
        self._on_file()
        total = max(progress.total, self.source.n_files)
        numbers = {"done": progress.done, "total": total, "analysed": progress.analysed}
        self.job = self.job.model_copy(update=numbers)
        if time.monotonic() - self._written_s >= _WRITE_EVERY_S or progress.done == progress.total:
            self.go_on()
            self.tell()
