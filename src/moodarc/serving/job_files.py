"""Jobs as files, so that every worker process of a machine tells the same of them.

    ID.json     how far the job is, replaced whole
    ID.lock     held by the process that does it: whoever can take it knows that process is gone
    ID.cancel   somebody asked for its end
    scan.lock   held by the one job that runs

The system lets go of a lock where its process is killed, so nothing has to be mended afterwards.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from moodarc.serving.wire.jobs import Job

__all__ = ["JobFiles"]

_ID: Final = re.compile(r"[0-9a-f]{16}")
_KEPT: Final = 20


class JobFiles:
    """The jobs of one database on this machine.

    Args:
        folder: where they lie; made when the first is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, job: Job) -> None:
        """Put a job in place of its older state."""
        part = self._folder / f".{job.id}.{os.getpid()}.part"
        part.write_text(job.model_dump_json(), encoding="utf-8")
        part.replace(self._file(job.id))

    def read(self, job_id: str) -> Job | None:
        """A job as it is now; None where there is none of this id."""
        if not _ID.fullmatch(job_id):
            return None
        try:
            job = Job.model_validate_json(self._file(job_id).read_text(encoding="utf-8"))
        except OSError:
            return None
        if job.is_over or self._is_held(job_id):
            return job
        ended = {"state": "failed", "message": "the service ended; start the scan again"}
        return job.model_copy(update=ended)

    def all(self) -> list[Job]:
        """Those that are kept, the newest first."""
        found = (self.read(file.stem) for file in self._newest())
        return [job for job in found if job is not None]

    def ask_for_end(self, job_id: str) -> None:
        """Let whoever does a job know that it is not wanted any more."""
        self._file(job_id, "cancel").touch()

    def is_asked_to_end(self, job_id: str) -> bool:
        """Whether a job is not wanted any more."""
        return self._file(job_id, "cancel").exists()

    def hold(self, job_id: str) -> IO[str]:
        """Take a job as ours until what is given back is closed."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._prune()
        held = self._file(job_id, "lock").open("w")
        fcntl.flock(held, fcntl.LOCK_EX)
        return held

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Try to be the one job that runs; whether we are."""
        with (self._folder / "scan.lock").open("w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
            else:
                yield True

    def _file(self, job_id: str, ending: str = "json") -> Path:
        return self._folder / f"{job_id}.{ending}"

    def _is_held(self, job_id: str) -> bool:
        try:
            with self._file(job_id, "lock").open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

    def _newest(self) -> list[Path]:
        files = list(self._folder.glob("*.json"))
        return sorted(files, key=lambda file: file.stat().st_mtime_ns, reverse=True)

    def _prune(self) -> None:
        for file in self._newest()[_KEPT:]:
            for ending in ("json", "lock", "cancel"):
                file.with_suffix(f".{ending}").unlink(missing_ok=True)
