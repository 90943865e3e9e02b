"""The socket of a live session."""

import asyncio
import json
from contextlib import suppress
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from moodarc.serving.live.neighbour import Neighbour
from moodarc.serving.live.room import Room, invalid
from moodarc.serving.live.tab import Tab
from moodarc.serving.problems import Refusal, problem_of
from moodarc.serving.security.access import caller_of, needs
from moodarc.serving.wire.session import TellProblem, client_message
from moodarc.serving.worker import Worker, worker_of
from moodarc.storage import Scope

__all__ = ["router"]

router = APIRouter(tags=["session"])

_LONGEST: Final = 65_536
"""characters of a message"""
_LOOKED_AGAIN_S: Final = 5.0
"""seconds between two looks at the token of an open socket: so late, and as much later as a row is
remembered, does a revoked one close"""
_NOT_ALLOWED: Final = 1008
_LONGEST_REASON: Final = 100
"""characters; the protocol takes 123 bytes"""
_TOO_LARGE: Final = 1009
_COME_AGAIN: Final = 1013
_TOO_OFTEN: Final = 429


@router.websocket("/live")
async def live(socket: WebSocket, worker: Annotated[Worker, Depends(worker_of)]) -> None:
    """One page of a listener's session."""
    try:
        caller = await needs(Scope.LISTEN)(await caller_of(socket, worker))
    except Refusal as refusal:  # before it is accepted: the browser is answered 403
        await socket.close(_NOT_ALLOWED, str(refusal.detail)[:_LONGEST_REASON])
        return
    await socket.accept()
    try:
        room = await worker.rooms.of(caller.listener)
        tab = await room.enter()
    except Refusal:  # the process that had the session has just ended
        await socket.close(_COME_AGAIN, "come again")
        return
    worker.metrics.sockets.inc()
    tasks = [asyncio.create_task(work) for work in (_tell(socket, tab), _guard(socket, worker))]
    try:
        await _listen(socket, room, tab)
    finally:
        worker.metrics.sockets.dec()
        room.leave(tab)
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _listen(socket: WebSocket, room: Room | Neighbour, tab: Tab) -> None:
    """Take what the page says until it leaves."""
    with suppress(WebSocketDisconnect):
        while not tab.is_lost:
            text = await _received(socket)
            if len(text) > _LONGEST:
                await socket.close(_TOO_LARGE, "the message is too long")
                return
            try:
                message = client_message(json.loads(text))
            except ValidationError as error:
                tab.tell(invalid(error).model_dump_json())
            except (ValueError, RecursionError):
                tab.tell(_no_json())
            else:
                await room.hear(tab, message)


async def _guard(socket: WebSocket, worker: Worker) -> None:
    """Close the socket once whoever opened it may not any more: revoked, expired, erased."""
    with suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await asyncio.sleep(_LOOKED_AGAIN_S)
            try:
                await needs(Scope.LISTEN)(await caller_of(socket, worker))
            except Refusal as refusal:
                if refusal.status_code == _TOO_OFTEN:
                    continue
                await socket.close(_NOT_ALLOWED, "the token is not valid any more")
                return


async def _received(socket: WebSocket) -> str:
    """The next message; a binary one is read as text.

    Raises:
        WebSocketDisconnect: the page left.
    """
    found = await socket.receive()
    if found["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(found.get("code", 1000))
    text: str | None = found.get("text")
    if text is not None:
        return text
    data: bytes = found["bytes"]
    return data.decode("utf-8", "replace")


async def _tell(socket: WebSocket, tab: Tab) -> None:
    """Send what waits; a page that was let go is closed."""
    with suppress(WebSocketDisconnect, RuntimeError):
        while (text := await tab.waiting.get()) is not None:
            await socket.send_text(text)
        await socket.close(_COME_AGAIN, "come again")


def _no_json() -> str:
    refusal = Refusal(422, "invalid-message", "the message is no JSON; send one object a message")
    return TellProblem.made(problem=problem_of(refusal)).model_dump_json()
