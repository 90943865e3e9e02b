"""Corrections: "this is not sad", told by a listener for their own lists."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from moodarc.catalog import Correction, CorrectionKind
from moodarc.serving.routes.tracks import TrackId
from moodarc.serving.security.access import Caller, needs
from moodarc.serving.wire.correction import Corrected, CorrectionSaid, change_of, said_of
from moodarc.serving.worker import Worker, worker_of
from moodarc.session.shell import keep_correction
from moodarc.storage import Scope

__all__ = ["router"]

router = APIRouter(prefix="/tracks", tags=["library"])

Listening = Annotated[Caller, Depends(needs(Scope.LISTEN))]
"""what a listener says of a track counts for them alone"""
Here = Annotated[Worker, Depends(worker_of)]


@router.put("/{track_id}/correction")
async def correct(
    track_id: TrackId, said: CorrectionSaid, *, caller: Listening, worker: Here
) -> Corrected:
    """Say where a track lies: the listener's library follows, with tracks that sound alike."""
    return await _keep(worker, said_of(said, caller.listener, track_id, at=datetime.now(UTC)))


@router.delete("/{track_id}/correction")
async def take_back(track_id: TrackId, caller: Listening, worker: Here) -> Corrected:
    """Take back what was said of a track."""
    undone = Correction(
        listener=caller.listener,
        at=datetime.now(UTC),
        track_id=track_id,
        kind=CorrectionKind.UNDO,
    )
    return await _keep(worker, undone)


async def _keep(worker: Worker, said: Correction) -> Corrected:
    everybodys = await worker.libraries.everybodys()
    change = await worker.do(keep_correction, worker.store, said, library=everybodys.tracks)
    worker.libraries.forget(said.listener)
    return change_of(change)
