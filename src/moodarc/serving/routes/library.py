"""The library as a whole: in numbers, and as dots of the plane."""

from typing import Annotated, Final

import numpy as np
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from moodarc.affect import Quadrant
from moodarc.serving.security.access import Caller, needs
from moodarc.serving.served_library import ServedLibrary
from moodarc.serving.wire.library import GenreCount, LibrarySummary, QuadrantCounts
from moodarc.serving.worker import Worker, worker_of
from moodarc.storage import Scope

__all__ = ["router"]

router = APIRouter(prefix="/library", tags=["library"])

_MOST_GENRES: Final = 200


@router.get("/summary")
async def summary(
    caller: Annotated[Caller, Depends(needs(Scope.LIBRARY))],
    worker: Annotated[Worker, Depends(worker_of)],
) -> LibrarySummary:
    """How much music there is, of which kinds."""
    return _summary(await worker.libraries.of(caller.listener))


@router.get(
    "/plane",
    response_class=Response,
    responses={
        200: {"content": {"application/octet-stream": {}}, "description": "The dots."},
        304: {"description": "The same as before."},
    },
)
async def plane(
    request: Request,
    caller: Annotated[Caller, Depends(needs(Scope.LIBRARY))],
    worker: Annotated[Worker, Depends(worker_of)],
) -> Response:
    """Where the tracks that may play lie, in few bytes.

    Little-endian: uint32 n, uint32 0, n uint32 track_id, n float32 valence, n float32 arousal,
    n uint8 quadrant (0 none, 1 happy, 2 angry, 3 sad, 4 peaceful).
    """
    library = await worker.libraries.of(caller.listener)
    etag = f'W/"{library.revision}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    content = await worker.do(lambda: library.plane)
    return Response(content, media_type="application/octet-stream", headers=headers)


def _summary(library: ServedLibrary) -> LibrarySummary:
    columns = library.columns
    playable = library.playable_rows
    counts = np.bincount(columns.quadrant[playable], minlength=1 + len(Quadrant)).tolist()
    return LibrarySummary(
        tracks=len(columns),
        analysed=int(np.isfinite(columns.numbers["valence"]).sum()),
        playable=len(playable),
        by_quadrant=QuadrantCounts(**dict(zip(Quadrant, counts[1:], strict=True))),
        genres=[GenreCount(name=name, count=n) for name, n in library.genres[:_MOST_GENRES]],
        total_duration_s=float(np.nansum(columns.numbers["duration_s"][playable])),
        revision=library.revision,
    )
