"""How a listener feels: said, shown, believed; and where a goal leads from there."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime
from starlette.responses import Response

from moodarc.affect import AffectBelief, AffectReading, GoalKind
from moodarc.affect import Goal as AffectGoal
from moodarc.serving.lists import believed, read
from moodarc.serving.security.access import Caller, needs
from moodarc.serving.wire.affect import (
    Belief,
    Feeling,
    Point,
    Reading,
    SaidPoint,
    SaidWord,
    plain_word,
)
from moodarc.serving.wire.feelings import GoalChoice, Goals, ReadingTaken
from moodarc.serving.wire.library import Listed
from moodarc.serving.wire.schema import Answer
from moodarc.serving.worker import Worker, worker_of
from moodarc.session import resolve
from moodarc.storage import Scope

__all__ = ["Listening", "Working", "answer", "belief_of", "router"]

router = APIRouter(tags=["feelings"])

Listening = Annotated[Caller, Depends(needs(Scope.LISTEN))]
Working = Annotated[Worker, Depends(worker_of)]

_MEANT = {
    GoalKind.MATCH: ("Stay with it", "music that feels as you do"),
    GoalKind.FOLLOW: ("Go along", "music that goes along with where your mood is likely to move"),
    GoalKind.LIFT: ("Lift me", "step by step towards feeling better"),
    GoalKind.CALM: ("Calm me", "step by step towards rest, and not towards sadness"),
    GoalKind.ENERGISE: ("Wake me", "step by step towards more energy"),
    GoalKind.POINT: ("Over there", "step by step towards the point you choose"),
}


@router.post("/readings", status_code=201)
async def say(said: Feeling, caller: Listening, worker: Working) -> ReadingTaken:
    """Say or show how you feel; a picture cannot be sent, only what it shows as seven shares."""
    await worker.do(worker.rooms.check, caller.listener, said)
    room = worker.rooms.found(caller.listener)
    if room is not None:
        reading, belief = await room.reading(said)
    else:
        briefs = await worker.rooms.briefs_of(caller.listener)
        reading = await worker.do(read, briefs, said)
        belief = await worker.do(_kept, worker, caller.listener, reading)
    return ReadingTaken.made(
        reading=Reading.of(reading), belief=Belief.of(belief), understood=_understood(said, reading)
    )


@router.get("/readings")
async def readings(
    *,
    caller: Listening,
    worker: Working,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Listed[Reading]:
    """Readings, the newest first."""
    found, total = await worker.do(
        worker.store.readings.page,
        caller.listener,
        since=since,
        until=until,
        limit=limit,
        offset=offset,
    )
    return Listed[Reading].made(
        items=[Reading.of(one) for one in found], total=total, limit=limit, offset=offset
    )


@router.get("/belief", response_model=Belief)
async def belief(caller: Listening, worker: Working) -> Response:
    """How you are believed to feel now, and how surely."""
    return answer(Belief.of(await belief_of(caller, worker)))


@router.get("/goals")
async def goals(caller: Listening, worker: Working) -> Goals:
    """What music may be asked to do, and where that leads from the feeling now."""
    state = (await belief_of(caller, worker)).state

    def target(kind: GoalKind) -> Point | None:
        if kind is GoalKind.POINT:
            return None
        found = resolve(AffectGoal(kind), state).target
        return None if found is None else Point(valence=found[0], arousal=found[1])

    return Goals(
        kinds=[
            GoalChoice(kind=kind, label=label, meaning=meaning, target=target(kind))
            for kind, (label, meaning) in _MEANT.items()
        ]
    )


async def belief_of(caller: Caller, worker: Worker) -> AffectBelief:
    """How the caller's listener feels now: as their open session has it, else by what is stored."""
    room = worker.rooms.found(caller.listener)
    if room is not None:
        return await room.belief()
    return await worker.do(believed, worker.known, caller.listener)


def _kept(worker: Worker, listener: str, reading: AffectReading) -> AffectBelief:
    worker.store.listeners.ensure(listener)
    worker.store.readings.add(listener, reading)
    return believed(worker.known, listener)


def _understood(said: Feeling, reading: AffectReading) -> str | None:
    if isinstance(said, SaidPoint | SaidWord):
        return None
    return plain_word(reading.state.valence, reading.state.arousal)


def answer(model: Answer) -> Response:
    """A model that was checked when it was made, written once."""
    return Response(model.model_dump_json(), media_type="application/json")
