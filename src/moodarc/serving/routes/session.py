"""The session as it stands, its queue, and what a listener did with tracks."""

from typing import Annotated

from fastapi import APIRouter, Query

from moodarc.catalog import ListeningEvent
from moodarc.serving.lists import believed
from moodarc.serving.live.said import event_of
from moodarc.serving.routes.feelings import Listening, Working
from moodarc.serving.wire.decision import Offer
from moodarc.serving.wire.library import Listed
from moodarc.serving.wire.session import EventBody, EventRow, Session, idle
from moodarc.serving.worker import Worker

__all__ = ["router"]

router = APIRouter(tags=["session"])


@router.get("/session")
async def session(caller: Listening, worker: Working) -> Session:
    """Where the session stands; phase idle where there is none."""
    if await worker.do(worker.store.marks, caller.listener) is None:
        return idle(await worker.do(believed, worker.known, caller.listener))
    room = await worker.rooms.of(caller.listener)
    return await room.session()


@router.get("/session/queue")
async def queue(caller: Listening, worker: Working) -> list[Offer]:
    """What is still to come, with reasons."""
    return (await session(caller, worker)).queue


@router.post("/events", status_code=201)
async def do(said: EventBody, caller: Listening, worker: Working) -> EventRow:
    """Keep what a listener did with a track; lists learn from it."""
    room = await worker.rooms.open_of(caller.listener)
    if room is not None:
        event = await room.event(said)
    else:
        event = await worker.do(_kept, worker, caller.listener, said)
    briefs = await worker.rooms.briefs_of(caller.listener)
    return await worker.do(EventRow.of, event, briefs)


@router.get("/events")
async def events(
    *,
    caller: Listening,
    worker: Working,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Listed[EventRow]:
    """What was done, the newest first."""
    briefs = await worker.rooms.briefs_of(caller.listener)
    found, total = await worker.do(
        worker.store.events.page, caller.listener, limit=limit, offset=offset
    )
    items = await worker.do(lambda: [EventRow.of(one, briefs) for one in found])
    return Listed[EventRow].made(items=items, total=total, limit=limit, offset=offset)


def _kept(worker: Worker, listener: str, said: EventBody) -> ListeningEvent:
    event = event_of(listener, said)
    worker.store.listeners.ensure(listener)
    worker.store.events.add(event)
    return event
