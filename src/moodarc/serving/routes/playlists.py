"""Lists: made, looked up, and written as a file for any player."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query
from pydantic import AwareDatetime
from starlette.responses import Response

from moodarc.catalog import Decision as DecisionRecord
from moodarc.errors import UnknownTrackError
from moodarc.library.playlists import Playlist, PlaylistEntry, entry_of, write_playlist
from moodarc.serving.briefs import Briefs
from moodarc.serving.lists import made_list
from moodarc.serving.problems import Refusal
from moodarc.serving.routes.feelings import Listening, Working, answer
from moodarc.serving.wire.decision import Decision, PlaylistWish
from moodarc.serving.wire.library import Listed
from moodarc.serving.worker import Worker
from moodarc.session import why
from moodarc.storage import Scope, Store

__all__ = ["router"]

router = APIRouter(tags=["playlists"])

_TYPES = {
    "m3u8": "application/vnd.apple.mpegurl",
    "xspf": "application/xspf+xml",
    "jspf": "application/jspf+json",
}


@router.post("/playlist", response_model=Decision)
async def playlist(wish: PlaylistWish, caller: Listening, worker: Working) -> Response:
    """A list for a feeling and a goal, each track with the reasons that sum to its score."""
    briefs = await worker.rooms.briefs_of(caller.listener)
    text = await worker.plan(_made, worker, briefs, caller.listener, wish=wish)
    return Response(text, media_type="application/json")


@router.get("/decisions")
async def decisions(
    *,
    caller: Listening,
    worker: Working,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    before: AwareDatetime | None = None,
) -> Listed[Decision]:
    """Lists that were shown, the newest first."""
    briefs = await worker.rooms.briefs_of(caller.listener)
    found, total = await worker.do(
        worker.store.decisions.page, caller.listener, before=before, limit=limit
    )
    items = await worker.do(lambda: [Decision.of(one, briefs) for one in found])
    return Listed[Decision].made(items=items, total=total, limit=limit, offset=0)


@router.get("/decisions/latest", response_model=Decision)
async def latest(caller: Listening, worker: Working) -> Response:
    """The newest list."""
    briefs = await worker.rooms.briefs_of(caller.listener)
    found = await worker.do(_found, worker.store, caller.listener, None)
    return answer(await worker.do(Decision.of, found, briefs))


@router.get(
    "/playlist/{format}",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in _TYPES.values()}, "description": "A file."}},
)
async def file(
    *,
    format: Literal["m3u8", "xspf", "jspf"],  # noqa: A002 - as the address calls it
    caller: Listening,
    worker: Working,
    decision: Annotated[Literal["latest"] | AwareDatetime, Query()] = "latest",
) -> Response:
    """A list as a file for a player on this machine; it names the tracks by their places."""
    if worker.needs_token and Scope.MANAGE not in caller.scopes:
        detail = "a playlist file tells where files lie; ask for a token with the scope manage"
        raise Refusal(403, "scope-needed", detail)
    at = None if decision == "latest" else decision
    briefs = await worker.rooms.briefs_of(caller.listener)
    found = await worker.do(_found, worker.store, caller.listener, at)
    content = await worker.do(_written, found, briefs, worker.store, kind=format)
    name = quote(f"moodarc-{found.goal.kind.value}-{found.at:%Y%m%d-%H%M}.{format}")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_TYPES[format], headers=headers)


def _made(worker: Worker, briefs: Briefs, listener: str, *, wish: PlaylistWish) -> str:
    if wish.feeling is not None:
        worker.rooms.check(listener, wish.feeling)
    decision = made_list(worker.store, worker.known, briefs, listener=listener, wish=wish)
    worker.metrics.decisions.labels("asked").inc()
    return Decision.of(decision, briefs).model_dump_json()


def _found(store: Store, listener: str, at: datetime | None) -> DecisionRecord:
    """The list of a time, or the newest.

    Raises:
        Refusal: there is none.
    """
    found = store.decisions.at(listener, at)
    if found is None:
        raise Refusal(404, "unknown-decision", "there is no such list; POST /playlist makes one")
    return found


def _written(decision: DecisionRecord, briefs: Briefs, store: Store, *, kind: str) -> bytes:
    entries = []
    for offer in decision.offers:
        try:
            known = briefs.library.by_id.get(offer.track_id)
            track = known or store.tracks.get(offer.track_id)
        except UnknownTrackError:
            continue
        entries.append(entry_of(track, why(offer)))
    return _file_of(entries, decision, kind)


def _file_of(entries: list[PlaylistEntry], decision: DecisionRecord, kind: str) -> bytes:
    whole = Playlist(
        entries=tuple(entries),
        title=f"moodarc {decision.goal.kind.value} {decision.at:%Y-%m-%d %H:%M}",
        note=decision.reach,
        at=decision.at,
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"list.{kind}")
        write_playlist(file, whole)
        return file.read_bytes()
