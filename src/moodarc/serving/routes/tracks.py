"""Tracks: found, listed, looked at."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from fastapi import Path as PathParam
from starlette.responses import Response

from moodarc.catalog import Track
from moodarc.serving.briefs import Briefs
from moodarc.serving.routes.feelings import answer
from moodarc.serving.security.access import Caller, needs
from moodarc.serving.served_library import ServedLibrary
from moodarc.serving.wire.correction import CorrectionSaid, correction_of
from moodarc.serving.wire.library import (
    Curve,
    Listed,
    TrackInFull,
    TrackQuery,
    curve_of,
    part_of,
    sound_of,
    wanted_of,
)
from moodarc.serving.wire.schema import Row
from moodarc.serving.wire.track import TrackBrief, printable, track_brief
from moodarc.serving.worker import Worker, worker_of
from moodarc.session.library_curve import library_curve
from moodarc.storage import Scope, Store

__all__ = ["TrackId", "router"]

router = APIRouter(prefix="/tracks", tags=["library"])

TrackId = Annotated[Row, PathParam(description="number of the track")]

_NEIGHBOURS: Final = 8


@router.get("", response_model=Listed[TrackBrief])
async def tracks(
    query: Annotated[TrackQuery, Query()],
    caller: Annotated[Caller, Depends(needs(Scope.LIBRARY))],
    worker: Annotated[Worker, Depends(worker_of)],
) -> Response:
    """Tracks that fit, page by page."""
    briefs = await worker.rooms.briefs_of(caller.listener)
    return answer(await worker.do(_page, briefs, worker.store, query))


@router.get("/{track_id}")
async def track(
    track_id: TrackId,
    caller: Annotated[Caller, Depends(needs(Scope.LIBRARY))],
    worker: Annotated[Worker, Depends(worker_of)],
) -> TrackInFull:
    """One track with its curve, what it is known from, and those that sound alike."""
    library = await worker.libraries.of(caller.listener)
    found = await worker.do(_in_full, library, worker.store, track_id, listener=caller.listener)
    if Scope.MANAGE in caller.scopes:
        return found
    return found.model_copy(update={"path": None})


def _page(briefs: Briefs, store: Store, query: TrackQuery) -> Listed[TrackBrief]:
    found = briefs.library.columns.found(wanted_of(query))
    numbers = found[query.offset : query.offset + query.limit].tolist()
    return Listed[TrackBrief].made(
        items=_told(briefs, store, numbers),
        total=len(found),
        limit=query.limit,
        offset=query.offset,
    )


def _told(briefs: Briefs, store: Store, numbers: list[int]) -> list[TrackBrief]:
    """Tracks by number; what was erased meanwhile is left out."""
    library = briefs.library
    others = [number for number in numbers if number not in library.by_id]
    found = {track.track_id: track for track in store.tracks.some(others)} if others else {}
    told = {number: track_brief(one, library.status_of(number)) for number, one in found.items()}
    told |= {number: briefs(number) for number in numbers if number in library.by_id}
    return [told[number] for number in numbers if number in told]


def _in_full(library: ServedLibrary, store: Store, track_id: int, *, listener: str) -> TrackInFull:
    stored = store.tracks.get(track_id)
    found = library.by_id.get(track_id, stored)
    [state] = store.tracks.states_of([track_id])
    brief = track_brief(found, state.status)
    analysis = found.analysis
    return TrackInFull.made(
        **{name: getattr(brief, name) for name in TrackBrief.model_fields},
        path=printable(str(found.path)),
        descriptors=None if analysis is None else sound_of(analysis.descriptors),
        curve=_curve(library, stored),
        parts=[part_of(part) for part in found.parts],
        correction=_said(store, listener, track_id),
        neighbours=[track_brief(one) for one in _alike(library, track_id)],
    )


def _curve(library: ServedLibrary, stored: Track) -> Curve | None:
    """Of the emotion as it stands in the library."""
    if stored.analysis is None:
        return None
    known = library.by_id.get(stored.track_id)
    if known is None:
        return curve_of(stored.analysis.curve)
    return curve_of(library_curve(stored.analysis, known, library.scale))


def _said(store: Store, listener: str, track_id: int) -> CorrectionSaid | None:
    standing = store.corrections.standing(listener)
    return next((correction_of(one) for one in standing if one.track_id == track_id), None)


def _alike(library: ServedLibrary, track_id: int) -> list[Track]:
    return library.neighbours(track_id, _NEIGHBOURS)
