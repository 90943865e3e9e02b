"""The Unix socket by which other processes of this machine reach the rooms of this one.

It lies in a folder of its own that only our user may open; see `neighbour` for what is said there.
"""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from moodarc.serving.live.neighbour import LONGEST_LINE
from moodarc.serving.live.room import Room
from moodarc.serving.live.tab import Tab
from moodarc.serving.wire.session import client_message

__all__ = ["Door"]

_PATIENCE_S: Final = 60.0


class Door:
    """Of one process.

    Args:
        found: the room of a listener in this process; None where it is not here.

    Attributes:
        address: where the socket lies.
    """

    def __init__(self, found: Callable[[str], Room | None]) -> None:
        self._found = found
        self._folder = Path(tempfile.mkdtemp(prefix="moodarc-"))  # nobody else may enter
        self.address = self._folder / "live"
        self._server: asyncio.Server | None = None
        self._visits: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Listen."""
        self._server = await asyncio.start_unix_server(
            self._visited, self.address, limit=LONGEST_LINE
        )

    async def close(self) -> None:
        """Let nobody in any more, and show out who is there."""
        if self._server is not None:
            self._server.close()
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _visited(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visit = asyncio.create_task(self._received(reader, writer))
        self._visits.add(visit)
        visit.add_done_callback(self._visits.discard)
        await asyncio.wait([visit])

    async def _received(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, ValueError):
                first = json.loads(await reader.readline())
                room = self._found(first["listener"])
                if room is not None and first["does"] == "enter":
                    await _handed_on(room, reader, writer)
                elif room is not None:
                    await room.forget(lambda: _hung_up(reader, writer))
        finally:
            writer.close()


async def _hung_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say that the session is stopped, and wait until the other end has erased."""
    writer.write(b"stopped\n")
    with suppress(OSError, TimeoutError):
        await writer.drain()
        await asyncio.wait_for(reader.read(), _PATIENCE_S)


async def _handed_on(
    room: Room, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    tab = await room.enter()
    telling = asyncio.create_task(_told(tab, writer))
    try:
        while not tab.is_lost and (line := await reader.readline()):
            with suppress(ValidationError):  # checked before it was handed on
                await room.hear(tab, client_message(json.loads(line)))
    finally:
        room.leave(tab)
        telling.cancel()


async def _told(tab: Tab, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while (text := await tab.waiting.get()) is not None:
            writer.write(text.encode() + b"\n")
            await writer.drain()
    writer.close()
