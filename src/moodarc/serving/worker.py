"""What one process of the service holds: database, library, keys, limits, jobs, counters.

It is made when the application starts and closed when it ends; nothing of it is global. What blocks
(database, files, NumPy) runs in threads through `do`, a bounded number at a time.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final, Self, TypeVar

import anyio
import anyio.to_thread
from starlette.requests import HTTPConnection

from moodarc.serving.consents import check_reading
from moodarc.serving.jobs import ScanJobs
from moodarc.serving.live.rooms import Rooms
from moodarc.serving.metrics import Metrics
from moodarc.serving.security.rate_limit import RateLimits
from moodarc.serving.security.tokens import TokenVerifier
from moodarc.serving.served_library import Libraries
from moodarc.session.shell import KnownListeners
from moodarc.settings import Settings
from moodarc.storage import Store, open_store

__all__ = ["Worker", "worker_of"]

_THREADS: Final = 8
_PLANNERS: Final = 2
"""lists that are planned at once: they compute, and more of them only take turns"""
_REST: Final = 10.0
"""times as long as a count took that the last one is told"""

Answer = TypeVar("Answer")


class Worker:
    """Of one process.

    Args:
        settings: of the program.
        store: open; closed with the worker.
        needs_token: whether every request must bring a key.

    Attributes:
        libraries: the library, prepared.
        tokens: checks keys.
        limits: how often one may ask.
        jobs: scans.
        metrics: counters.
        known: what lists need of the listeners' logs.
        rooms: live sessions.
    """

    def __init__(self, settings: Settings, store: Store, *, needs_token: bool = False) -> None:
        self.settings, self.store, self.needs_token = settings, store, needs_token
        self._threads = anyio.CapacityLimiter(_THREADS)
        self._planners = anyio.CapacityLimiter(_PLANNERS)
        self._totals, self._count_at_s = (0, 0), 0.0
        self.metrics = Metrics()
        self.libraries = Libraries(store, self.do)
        self.tokens = TokenVerifier()
        self.limits = RateLimits()
        self.known = KnownListeners(store)
        self.rooms = Rooms(
            settings,
            store,
            self.libraries,
            do=self.do,
            check=partial(check_reading, settings.data_dir),
        )
        self.jobs = ScanJobs(settings, store, on_file=self.metrics.scanned.inc)

    @classmethod
    async def open(cls, settings: Settings, *, needs_token: bool = False) -> Self:
        """With the database of the settings, made or migrated where needed."""
        store = await anyio.to_thread.run_sync(open_store, settings.db)
        worker = cls(settings, store, needs_token=needs_token)
        await worker.rooms.open()
        return worker

    async def do(self, work: Callable[..., Answer], /, *args: Any, **named: Any) -> Answer:  # noqa: ANN401 - those of the work
        """Run what blocks in a thread; whoever cancels does not stop it."""
        call = partial(work, *args, **named)
        return await anyio.to_thread.run_sync(call, limiter=self._threads, abandon_on_cancel=False)

    async def plan(self, work: Callable[..., Answer], /, *args: Any, **named: Any) -> Answer:  # noqa: ANN401 - likewise
        """As `do`, for what computes all the time; few at once, so that others get their turn."""
        call = partial(work, *args, **named)
        return await anyio.to_thread.run_sync(call, limiter=self._planners, abandon_on_cancel=False)

    async def totals(self) -> tuple[int, int]:
        """How many tracks there are, and how many analysed; counted a tenth of the time at most."""
        began_s = time.monotonic()
        if began_s >= self._count_at_s:
            self._totals = await self.do(self.store.tracks.totals)
            now_s = time.monotonic()
            self._count_at_s = now_s + _REST * (now_s - began_s)
        return self._totals

    async def close(self) -> None:
        """Stop what is under way and close the database."""
        await self.rooms.close()
        await anyio.to_thread.run_sync(self.jobs.close)
        await self.libraries.close()
        await anyio.to_thread.run_sync(self.store.close)


async def worker_of(connection: HTTPConnection) -> Worker:
    """The worker that a request or socket came to; a dependency of routes.

    It waits for nothing; FastAPI would take a plain function to a thread.
    """
    worker: Worker = connection.app.state.worker
    return worker
