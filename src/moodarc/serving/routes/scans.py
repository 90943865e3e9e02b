"""Scans: asked for, watched, stopped."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi import Path as PathParam
from starlette.responses import StreamingResponse
from starlette.types import Receive, Send
from starlette.types import Scope as AsgiScope

from moodarc.errors import InputError
from moodarc.serving.music_source import Folders
from moodarc.serving.problems import Refusal
from moodarc.serving.security.access import Caller, needs
from moodarc.serving.wire.jobs import Job, ScanAsked
from moodarc.serving.worker import Worker, worker_of
from moodarc.storage import Scope

__all__ = ["router"]

router = APIRouter(prefix="/scans", tags=["scans"])

JobId = Annotated[str, PathParam(pattern="^[0-9a-f]{16}$", max_length=16)]
Manager = Annotated[Caller, Depends(needs(Scope.MANAGE))]
Here = Annotated[Worker, Depends(worker_of)]

_LOOK_EVERY_S: Final = 0.25
_SIGN_OF_LIFE: Final = 60
"""looks after which a silent stream says that it still is there: 15 s"""


@router.post("", status_code=202)
async def begin(asked: ScanAsked, _caller: Manager, worker: Here) -> Job:
    """Scan folders in the background; only folders below the setting `scan_roots`."""
    folders = await worker.do(_folders, asked, worker)
    return await worker.do(worker.jobs.start, Folders(tuple(folders)), retry=asked.retry)


@router.get("")
async def scans(_caller: Manager, worker: Here) -> list[Job]:
    """The last scans, the newest first."""
    return await worker.do(worker.jobs.all)


@router.get("/{job_id}")
async def scan(job_id: JobId, _caller: Manager, worker: Here) -> Job:
    """How far a scan is."""
    return _there(await worker.do(worker.jobs.get, job_id), job_id)


@router.delete("/{job_id}")
async def stop(job_id: JobId, _caller: Manager, worker: Here) -> Job:
    """End a scan after the track that it looks at; what it found is kept."""
    return _there(await worker.do(worker.jobs.cancel, job_id), job_id)


@router.get(
    "/{job_id}/events",
    response_class=StreamingResponse,
    responses={
        200: {
            "content": {"text/event-stream": {}},
            "description": "Events `progress` with a Job, and at last `end`.",
        }
    },
)
async def events(job_id: JobId, _caller: Manager, worker: Here) -> StreamingResponse:
    """How far a scan is, as it goes on (server-sent events)."""
    _there(await worker.do(worker.jobs.get, job_id), job_id)
    headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    return _Events(_stream(worker, job_id), media_type="text/event-stream", headers=headers)


class _Events(StreamingResponse):
    """A stream that is finished, not broken off, when the service ends under it."""

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        except asyncio.CancelledError:  # of the server's own task, when its patience is at an end
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _stream(worker: Worker, job_id: str) -> AsyncIterator[str]:
    last, silent = None, 0
    while True:
        job = await worker.do(worker.jobs.get, job_id)
        if job is None:
            return
        silent += 1
        if job != last:
            last, silent = job, 0
            yield f"event: progress\ndata: {job.model_dump_json()}\n\n"
        if job.is_over:
            yield f"event: end\ndata: {job.model_dump_json()}\n\n"
            return
        if silent >= _SIGN_OF_LIFE:
            silent = 0
            yield ": still there\n\n"
        await asyncio.sleep(_LOOK_EVERY_S)


def _there(job: Job | None, job_id: str) -> Job:
    if job is None:
        raise Refusal(404, "unknown-job", f"no scan has the id {job_id}; GET /scans lists them")
    return job


def _folders(asked: ScanAsked, worker: Worker) -> list[Path]:
    """What is asked for, or what holds all tracks that are known.

    Raises:
        InputError: a folder is not below one where scans are allowed; nothing is known.
    """
    if not asked.folders:
        return _known(worker)
    roots = [root.resolve() for root in worker.settings.scan_roots]
    found = []
    for name in asked.folders:
        folder = Path(name)
        if "\0" in name or not folder.is_absolute() or not _is_below(folder, roots):
            allowed = ", ".join(str(root) for root in roots)
            msg = f"{name[:200]!r} may not be scanned; give a folder below {allowed}"
            raise InputError(msg)
        found.append(folder)
    return found


def _is_below(folder: Path, roots: list[Path]) -> bool:
    try:
        there = folder.resolve()
    except (OSError, RuntimeError, ValueError):
        return False
    return any(there.is_relative_to(root) for root in roots)


def _known(worker: Worker) -> list[Path]:
    folders = worker.store.tracks.folders()
    if not folders:
        msg = "no music is known yet; give folders to scan"
        raise InputError(msg)
    return folders
