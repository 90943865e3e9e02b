"""The live sessions of a process: a room for each listener whose pages came here first.

What comes here for a listener whose room another process of this machine has goes there.
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from moodarc.serving.briefs import Briefs
from moodarc.serving.live.conductor import Conductor
from moodarc.serving.live.door import Door
from moodarc.serving.live.homes import Homes
from moodarc.serving.live.neighbour import Neighbour
from moodarc.serving.live.room import Room
from moodarc.serving.served_library import Do, Libraries
from moodarc.serving.wire.affect import Feeling
from moodarc.settings import Settings
from moodarc.storage import Store

__all__ = ["Rooms"]

_Value = TypeVar("_Value")


class Rooms:
    """All rooms of a process.

    Args:
        settings: where locks lie.
        store: open.
        libraries: what may be played.
        do: runs what blocks in a thread.
        check: raises where a listener does not allow a reading.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        libraries: Libraries,
        *,
        do: Do,
        check: Callable[[str, Feeling], None],
    ) -> None:
        self.do, self.check = do, check
        self._settings, self._store, self._libraries = settings, store, libraries
        self._rooms: dict[str, Room] = {}
        self._moving = asyncio.Lock()
        self._door = Door(self._rooms.get)
        self._homes = Homes(store.name, cache_dir=settings.cache_dir, address=self._door.address)

    async def open(self) -> None:
        """Let other processes in."""
        await self._door.open()

    async def of(self, listener: str) -> Room | Neighbour:
        """The room of a listener, here or in another process; made here where there is none."""
        room = self._rooms.get(listener)
        if room is not None:
            return room
        async with self._moving:
            address = await self.do(self._homes.take, listener)
            if address is not None:
                return Neighbour(listener, address, self.do)
            if listener not in self._rooms:
                self._rooms[listener] = Room(listener, self)
            return self._rooms[listener]

    async def open_of(self, listener: str) -> Room | Neighbour | None:
        """The room, where a session of theirs is open in this process, or a room in another."""
        if listener in self._rooms:
            return self.found(listener)
        address = await self.do(self._homes.elsewhere, listener)
        return None if address is None else Neighbour(listener, address, self.do)

    def found(self, listener: str) -> Room | None:
        """The room, where a session of theirs is open in this process."""
        room = self._rooms.get(listener)
        return None if room is None or room.conductor is None else room

    async def briefs_of(self, listener: str) -> Briefs:
        """The newest state of the library, with its tracks as they are told."""
        return Briefs(await self._libraries.of(listener), self._store)

    def conducted(self, listener: str, briefs: Briefs) -> Conductor:
        """A session that has read the listener's log; blocks."""
        self._store.listeners.ensure(listener)
        return Conductor(self._store, briefs, listener, cache_dir=self._settings.cache_dir)

    async def let_go(self, room: Room) -> None:
        """Forget a room that nobody is in."""
        async with self._moving:
            if room.tabs or self._rooms.get(room.listener) is not room:
                return
            del self._rooms[room.listener]
            if room.conductor is not None:
                await self.do(room.conductor.close)
                room.conductor = None
            await self.do(self._homes.leave, room.listener)

    async def erase(self, listener: str, erase: Callable[[], _Value]) -> _Value:
        """Stop a listener's session, wherever it is open, then erase what is theirs."""
        room = await self.of(listener)
        return await room.forget(lambda: self.do(erase))

    async def close(self) -> None:
        """Let go of all."""
        for room in [*self._rooms.values()]:
            await room.close()
        self._rooms.clear()
        await self._door.close()
        await self.do(self._homes.close)
