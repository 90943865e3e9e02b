"""Is the service well; who asks; counters."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from moodarc import __version__
from moodarc.serving.security.access import Caller, caller_of, needs
from moodarc.serving.wire.health import Health, Me
from moodarc.serving.worker import Worker, worker_of
from moodarc.storage import SCHEMA_REVISION, Scope

__all__ = ["metrics_router", "router"]

router = APIRouter(tags=["service"])
metrics_router = APIRouter(tags=["service"])

_LANGUAGES = ("en", "de")


@router.get("/health")
async def health(worker: Annotated[Worker, Depends(worker_of)]) -> Health:
    """Whether the service answers; needs no token, and never waits for the library."""
    tracks, analysed = await worker.totals()
    return Health(
        status="ok",
        version=__version__,
        schema_revision=SCHEMA_REVISION,
        tracks=tracks,
        analysed=analysed,
        scanning=await worker.do(worker.jobs.current) is not None,
        preparing=worker.libraries.newest is None,
    )


@router.get("/me")
async def me(
    request: Request,
    caller: Annotated[Caller, Depends(caller_of)],
    worker: Annotated[Worker, Depends(worker_of)],
) -> Me:
    """Whose data is meant, and what may be done with this token."""
    return Me(
        listener=caller.listener,
        scopes=sorted(caller.scopes),
        needs_token=worker.needs_token,
        language_hint=_language(request.headers.get("accept-language", "")),
    )


@metrics_router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}, "description": "Prometheus text."}},
)
async def metrics(
    _caller: Annotated[Caller, Depends(needs(Scope.ADMIN))],
    worker: Annotated[Worker, Depends(worker_of)],
) -> Response:
    """Counters of this process, for Prometheus."""
    return Response(worker.metrics.text(), media_type=worker.metrics.media_type)


def _language(accepted: str) -> str:
    """The first of ours that the browser names; English else."""
    told = (part.partition(";")[0].strip().lower()[:2] for part in accepted[:500].split(","))
    return next((language for language in told if language in _LANGUAGES), "en")
