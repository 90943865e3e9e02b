"""One listener's room: the pages that are open, and the session that they share.

Whatever a page says is handed to the room's conductor, one thing at a time, in a thread; what
follows is told to all pages. A page that does not read what it is told is let go, so that it costs
no memory; it finds its session again when it comes back.

A room looks for readings that other programs stored while pages are open. It does not before a
page that came back had time to hand in what was done meanwhile: a list made before that would be
newer than what the page still has to tell. A session that all pages left is held for a while, and
then let go as it is: the next page, or `moodarc play`, goes on with it.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from pydantic import ValidationError

from moodarc.affect import AffectBelief, AffectReading
from moodarc.catalog import ListeningEvent
from moodarc.errors import MoodarcError, StorageError, UnknownListenerError
from moodarc.serving.briefs import Briefs
from moodarc.serving.live.conductor import Conductor
from moodarc.serving.live.said import event_of
from moodarc.serving.live.tab import Tab
from moodarc.serving.live.telling import Told
from moodarc.serving.problems import Refusal, problem_of
from moodarc.serving.served_library import Do
from moodarc.serving.wire.affect import Feeling
from moodarc.serving.wire.schema import Answer
from moodarc.serving.wire.session import (
    Account,
    AskEvent,
    AskGoal,
    AskHello,
    AskPing,
    AskReading,
    AskStart,
    AskStop,
    AskTake,
    ClientMessage,
    EventBody,
    Session,
    TellEnded,
    TellPong,
    TellProblem,
    TellState,
)

__all__ = ["House", "Room", "invalid"]

_LOG = logging.getLogger("moodarc.serving")

_LOOK_EVERY_S: Final = 0.5
_SETTLE_S: Final = 1.5
"""after a page came, for what it has to hand in"""
_RENEW_EVERY_S: Final = 10.0
_KEEP_S: Final = 600.0
"""for which a session without a page is held"""
_ERASED: Final = "erased"

_Value = TypeVar("_Value")


class House(Protocol):
    """What a room needs of those around it (`Rooms`)."""

    do: Do
    """runs what blocks in a thread"""
    check: Callable[[str, Feeling], None]
    """raises where a listener does not allow a reading"""

    async def briefs_of(self, listener: str) -> Briefs:
        """What may be played."""
        ...

    def conducted(self, listener: str, briefs: Briefs) -> Conductor:
        """A session that has read the listener's log; blocks."""
        ...

    async def let_go(self, room: "Room") -> None:
        """Forget a room that nobody is in."""
        ...


class Room:
    """One listener's pages and session.

    Args:
        listener: their name.
        rooms: it is one of.
    """

    def __init__(self, listener: str, rooms: House) -> None:
        self.listener = listener
        self.tabs: set[Tab] = set()
        self.conductor: Conductor | None = None
        self._rooms = rooms
        self._lock = asyncio.Lock()
        self._watch: asyncio.Task[None] | None = None
        self._is_torn = False
        self._settled_s = 0.0
        self._empty_s = time.monotonic()
        self._renewed_s = time.monotonic()
        self._begin_watch()

    async def enter(self) -> Tab:
        """A page is there."""
        tab = Tab()
        self.tabs.add(tab)
        self._settled_s = time.monotonic() + _SETTLE_S
        self._begin_watch()
        return tab

    def leave(self, tab: Tab) -> None:
        """A page is gone."""
        tab.is_lost = True
        self.tabs.discard(tab)
        self._empty_s = time.monotonic()

    async def hear(self, tab: Tab, message: ClientMessage) -> None:
        """Take what a page says; what cannot be taken is told to it alone."""
        try:
            async with self._at_work():
                await self._heard(tab, message)
        except (MoodarcError, Refusal) as error:
            if isinstance(error, MoodarcError) and problem_of(error).status >= 500:
                _LOG.error("a message of a page failed", exc_info=error)
            tab.tell(_text(TellProblem.made(problem=problem_of(error))))

    async def reading(self, said: Feeling) -> tuple[AffectReading, AffectBelief]:
        """A reading that came by HTTP, for an open session; and the belief with it."""
        async with self._at_work():
            conductor = await self._opened()
            reading = await self._do(conductor.read, said)
            self._tell(await self._do(conductor.felt, said, reading))
            return reading, await self._do(conductor.belief)

    async def event(self, said: EventBody) -> ListeningEvent:
        """An event that came by HTTP, likewise; as it was kept."""
        async with self._at_work():
            conductor = await self._opened()
            now = await self._do(conductor.log.now)
            event = event_of(self.listener, said, now)
            self._tell(await self._do(conductor.done, event))
            return event

    async def belief(self) -> AffectBelief:
        """How the listener feels now."""
        async with self._at_work():
            conductor = await self._opened()
            return await self._do(conductor.belief)

    async def session(self) -> Session:
        """Where the session stands."""
        async with self._at_work():
            conductor = await self._opened()
            return await self._do(conductor.session)

    async def forget(self, erase: Callable[[], Awaitable[_Value]]) -> _Value:
        """Stop the session, erase, and go on with nothing known; pages are told once it is so."""
        async with self._lock:
            if self.conductor is not None:
                try:
                    await self._do(self.conductor.stop, _ERASED)
                finally:
                    await self._do(self.conductor.close)
                    self.conductor = None
            erased = await erase()
            nothing = Account.made(heard=[], learned={})
            self.tell(TellEnded.made(reason=_ERASED, account=nothing))
            return erased

    async def close(self) -> None:
        """Let go of the session and of all pages."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        async with self._lock:
            for tab in self.tabs:
                tab.end()
            if self.conductor is not None:
                await self._do(self.conductor.close)
                self.conductor = None

    def tell(self, message: Answer) -> None:
        """Tell all pages."""
        text = _text(message)
        for tab in [*self.tabs]:
            tab.tell(text)

    async def _heard(self, tab: Tab, message: ClientMessage) -> None:
        if isinstance(message, AskPing):
            tab.tell(_text(TellPong.made(n=message.n)))
            return
        if isinstance(message, AskReading):
            await self._do(self._rooms.check, self.listener, message.reading)
        conductor = await self._opened()
        if isinstance(message, AskHello):
            session = await self._do(conductor.session)
            tab.tell(_text(TellState.made(session=session)))
            return
        if isinstance(message, AskStart):
            await self._renew(conductor)
        self._tell(await self._do(_done, conductor, message))

    async def _opened(self) -> Conductor:
        if self.conductor is None:
            briefs = await self._rooms.briefs_of(self.listener)
            self.conductor = await self._do(self._rooms.conducted, self.listener, briefs)
            self._empty_s = time.monotonic()
            self._begin_watch()
        elif self._is_torn:
            await self._do(partial(self.conductor.renew, self.conductor.briefs, anew=True))
        self._is_torn = False
        return self.conductor

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator[None]:
        """One thing at a time; where the log could not be written, it is read again before more."""
        async with self._lock:
            try:
                yield
            except StorageError:
                self._is_torn = True
                raise

    def _begin_watch(self) -> None:
        if self._watch is None:
            self._watch = asyncio.create_task(self._watched())

    async def _renew(self, conductor: Conductor) -> None:
        """Play from the newest state of the library."""
        briefs = await self._rooms.briefs_of(self.listener)
        self._renewed_s = time.monotonic()
        await self._do(conductor.renew, briefs)

    async def _watched(self) -> None:
        """Look for readings of others, and let go of what nobody needs."""
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            now_s = time.monotonic()
            if not self.tabs and now_s - self._empty_s >= self._patience_s():
                self._watch = None
                await self._rooms.let_go(self)
                return
            if self.tabs and self.conductor is not None and now_s >= self._settled_s:
                await self._look(self.conductor)

    def _patience_s(self) -> float:
        plays = self.conductor is not None and self.conductor.plays
        return _KEEP_S if plays else _SETTLE_S

    async def _look(self, conductor: Conductor) -> None:
        try:
            async with self._at_work():
                if self.conductor is not conductor:
                    return
                await self._opened()
                self._tell(await self._do(conductor.look))
                if time.monotonic() - self._renewed_s >= _RENEW_EVERY_S:
                    await self._renew(conductor)
        except UnknownListenerError:  # erased by another program
            self.conductor = None
            await self._do(conductor.close)
        except MoodarcError as error:
            _LOG.error("a session could not be looked after", exc_info=error)

    def _tell(self, told: Sequence[Told]) -> None:
        for one in told:
            for tab in [*self.tabs]:
                tab.tell(one.text)

    async def _do(self, work: Callable[..., _Value], *args: Any) -> _Value:  # noqa: ANN401 - those of the work
        return await self._rooms.do(work, *args)


def invalid(error: ValidationError) -> TellProblem:
    """What is told of a message that is none."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(place)[:40] for place in first["loc"]) or "the message"
    refusal = Refusal(422, "invalid-message", f"{where}: {first['msg'][:300]}")
    return TellProblem.made(problem=problem_of(refusal))


def _done(conductor: Conductor, message: ClientMessage) -> list[Told]:
    told: list[Told] = []
    match message:
        case AskStart(goal=goal, minutes=minutes, seed_track_id=seed):
            wanted = None if goal is None else goal.record()
            told = conductor.start(wanted, minutes=minutes, seed_track_id=seed)
        case AskGoal(goal=goal):
            told = conductor.aim(goal.record())
        case AskReading(reading=said):
            told = conductor.reading(said)
        case AskEvent():
            told = conductor.event(message)
        case AskTake():
            told = conductor.take()
        case AskStop():
            told = conductor.stop()
    return told


def _text(message: Answer) -> str:
    return message.model_dump_json()
