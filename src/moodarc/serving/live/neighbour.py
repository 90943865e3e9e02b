"""A listener's room in another process of this machine.

The way there is a Unix socket of lines. The first says whose room is meant and what is wanted:
`enter` hands on messages, those of a page there and those to it back, as they travel anyway;
`forget` stops the session and is answered by one line; pages there wait until this end, which
erases, hangs up. Where the other process ends, so does the page's socket, and the page comes again.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from moodarc.catalog import ListeningEvent
from moodarc.serving.live.said import event_of
from moodarc.serving.live.tab import Tab
from moodarc.serving.problems import Refusal
from moodarc.serving.served_library import Do
from moodarc.serving.wire.session import (
    AskEvent,
    AskHello,
    AskPing,
    ClientMessage,
    EventBody,
    Session,
)

__all__ = ["LONGEST_LINE", "Neighbour"]

LONGEST_LINE: Final = 16_000_000
"""bytes"""
_PATIENCE_S: Final = 30.0
_GONE: Final = "the session's process has just ended; try again"

_Value = TypeVar("_Value")
_Writer = asyncio.StreamWriter


class Neighbour:
    """To this process what `Room` is in its own.

    Args:
        listener: their name.
        address: the Unix socket of the other process.
        do: runs what blocks in a thread.
    """

    def __init__(self, listener: str, address: Path, do: Do) -> None:
        self.listener = listener
        self._address, self._do = address, do
        self._ways: dict[Tab, tuple[_Writer, asyncio.Task[None]]] = {}

    async def enter(self) -> Tab:
        """A page is there.

        Raises:
            Refusal: the other process has ended.
        """
        reader, writer = await self._opened("enter")
        tab = Tab()
        self._ways[tab] = writer, asyncio.create_task(_followed(reader, tab))
        return tab

    def leave(self, tab: Tab) -> None:
        """A page is gone."""
        tab.is_lost = True
        writer, following = self._ways.pop(tab)
        following.cancel()
        writer.close()

    async def hear(self, tab: Tab, message: ClientMessage) -> None:
        """Hand on what a page says; where nobody is there any more, the page is let go."""
        writer, _ = self._ways[tab]
        try:
            writer.write(message.model_dump_json(exclude_unset=True).encode() + b"\n")
            await writer.drain()
        except OSError:
            tab.end()

    async def session(self) -> Session:
        """Where the session stands."""
        told = await self._answer([AskHello(type="hello")], "state")
        return Session.model_validate(told["session"])

    async def event(self, said: EventBody) -> ListeningEvent:
        """An event that came by HTTP.

        Raises:
            Refusal: it cannot be taken.
        """
        event = event_of(self.listener, said)
        asked = AskEvent(type="event", **said.model_dump(exclude_unset=True))
        await self._answer([asked, AskPing(type="ping", n=0)], "pong")
        return event

    async def forget(self, erase: Callable[[], Awaitable[_Value]]) -> _Value:
        """Let the session be stopped, then erase."""
        reader, writer = await self._opened("forget")
        try:
            with suppress(OSError, TimeoutError):
                await asyncio.wait_for(reader.readline(), _PATIENCE_S)
            return await erase()
        finally:
            writer.close()

    async def _answer(self, asked: list[ClientMessage], kind: str) -> dict[str, Any]:
        """The next message of a kind, after what was asked."""
        tab = await self.enter()
        try:
            for message in asked:
                await self.hear(tab, message)
            return await asyncio.wait_for(_told(tab, kind), _PATIENCE_S)
        except TimeoutError as error:
            raise Refusal(503, "session-gone", _GONE) from error
        finally:
            self.leave(tab)

    async def _opened(
        self, does: Literal["enter", "forget"]
    ) -> tuple[asyncio.StreamReader, _Writer]:
        try:
            reader, writer = await asyncio.open_unix_connection(self._address, limit=LONGEST_LINE)
        except OSError as error:
            raise Refusal(503, "session-gone", _GONE) from error
        first = {"listener": self.listener, "does": does}
        writer.write(json.dumps(first).encode() + b"\n")
        return reader, writer


async def _followed(reader: asyncio.StreamReader, tab: Tab) -> None:
    """Hand back what the page is told, until nothing more comes."""
    with suppress(OSError, ValueError):
        while line := await reader.readline():
            tab.tell(line.decode().rstrip("\n"))
    tab.end()


async def _told(tab: Tab, kind: str) -> dict[str, Any]:
    while (text := await tab.waiting.get()) is not None:
        told: dict[str, Any] = json.loads(text)
        if told["type"] == kind:
            return told
        if told["type"] == "problem":
            problem = told["problem"]
            name = problem["type"].removeprefix("/problems/")
            raise Refusal(problem["status"], name, problem["detail"])
    raise Refusal(503, "session-gone", _GONE)
