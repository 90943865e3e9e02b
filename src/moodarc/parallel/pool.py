"""The parent's side of the pool: it hands out one item a worker and knows who has which.

A pool with one shared queue cannot say which item killed a worker; here each worker has its own
pipe and at most one item, so that a crash or a timeout has one culprit. The worker is replaced and
all other items go on.
"""

import math
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import connection as pipes
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler
from threading import Lock
from typing import Any

from moodarc.errors import WorkerError
from moodarc.parallel.outcome import Outcome
from moodarc.parallel.worker import serve

__all__ = ["Pool"]

# A fresh interpreter each: forking a process that has threads may deadlock.
_SPAWN = multiprocessing.get_context("spawn")

# The workers are the parallelism; BLAS threads inside each would only compete.
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
_STARTS_TRIED = 3
_PATIENCE_S = 2.0
_starting = Lock()


@dataclass(slots=True, eq=False)
class _Worker:
    """One process; `task` is the (place, item) it works on, if it does."""

    process: SpawnProcess
    pipe: "Connection[Any, Any]"
    ready: bool = False
    task: tuple[int, Any] | None = None
    deadline: float = math.inf

    @property
    def waits(self) -> bool:
        return self.ready and self.task is None

    def stop(self) -> str:
        """End the process, at once unless it waits for work; how it ended, in words."""
        self.pipe.close()
        if not self.waits and self.process.is_alive():
            self.process.kill()
        self.process.join(_PATIENCE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        code = self.process.exitcode or 0
        self.process.close()
        return f"signal {-code}, {signal.strsignal(-code)}" if code < 0 else f"exit code {code}"


@dataclass(slots=True, eq=False)
class Pool:
    """Workers that run one function; used once, by `run`.

    Attributes:
        function: from item to value; it must be importable by name.
        initialiser: what each worker does first.
        size: number of workers at most.
        in_flight: number of items held at most, at least `size`.
        timeout_s: time that one item may take.
    """

    function: Callable[[Any], Any]
    initialiser: Callable[[], object] | None
    size: int
    in_flight: int
    timeout_s: float
    _workers: list[_Worker] = field(default_factory=list)
    _queue: deque[tuple[int, Any]] = field(default_factory=deque)
    _held: dict[int, Outcome[Any, Any]] = field(default_factory=dict)
    _taken: int = 0
    _given: int = 0
    _failed_starts: int = 0

    def run(self, items: Iterable[Any], *, ordered: bool) -> Iterator[Outcome[Any, Any]]:
        """The outcome of every item, in their order or as they are done.

        Raises:
            WorkerError: workers cannot be started.
        """
        source = iter(items)
        try:
            while True:
                self._advance(source)
                if self._taken == self._given:
                    return
                self._collect()
                # The workers go on while the caller looks at what is yielded.
                self._advance(source)
                yield from self._due(ordered=ordered)
        finally:
            for worker in self._workers:
                worker.stop()

    def _advance(self, source: Iterator[Any]) -> None:
        busy = sum(worker.task is not None for worker in self._workers)
        room = self.in_flight - (self._taken - self._given)
        for item in islice(source, max(0, min(room, self.size - busy - len(self._queue)))):
            self._queue.append((self._taken, item))
            self._taken += 1
        for worker in [worker for worker in self._workers if worker.waits][: len(self._queue)]:
            self._hand_out(worker, *self._queue.popleft())
        starting = sum(not worker.ready for worker in self._workers)
        missing = min(len(self._queue) - starting, self.size - len(self._workers))
        for _ in range(missing):
            self._workers.append(self._start())

    def _hand_out(self, worker: _Worker, place: int, item: Any) -> None:  # noqa: ANN401 - anything
        try:
            message = ForkingPickler.dumps(item)
        except Exception as error:  # noqa: BLE001 - the item's own code decides what is raised here
            self._held[place] = Outcome(item, error=error)
            return
        try:
            worker.pipe.send_bytes(message)
        except OSError:
            # It was gone before it had the item, which is therefore not to blame.
            self._queue.appendleft((place, item))
            self._dismiss(worker)
            return
        worker.task = place, item
        worker.deadline = time.monotonic() + self.timeout_s

    def _start(self) -> _Worker:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(
            target=serve, args=(theirs, self.function, self.initialiser), daemon=True
        )
        with theirs, _starting, _one_thread_each(), _no_interrupt():
            process.start()
        return _Worker(process, ours)

    def _collect(self) -> None:
        """Wait until a worker reports, dies or is out of time, and take note of all that did."""
        active = [worker for worker in self._workers if not worker.waits]
        if not active:
            return
        patience = min(worker.deadline for worker in active) - time.monotonic()
        signs = {sign: w for w in active for sign in (w.pipe, w.process.sentinel)}
        seen = pipes.wait(list(signs), None if math.isinf(patience) else max(0.0, patience))
        for worker in dict.fromkeys(signs[sign] for sign in seen):  # type: ignore[index]
            self._hear(worker)
        # A worker that was lost just now has had its end already.
        for worker in [worker for worker in active if worker in self._workers]:
            if worker.task is not None and worker.deadline <= time.monotonic():
                self._fail(worker, f"took longer than {self.timeout_s:g} s and was stopped")
                self._dismiss(worker)

    def _hear(self, worker: _Worker) -> None:
        try:
            done, value = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker)
            return
        if not worker.ready:
            self._greet(worker, done=done, error=value)
        elif worker.task is not None:
            place, item = worker.task
            self._held[place] = Outcome(item, value) if done else Outcome(item, error=value)
            worker.task, worker.deadline = None, math.inf

    def _greet(self, worker: _Worker, *, done: bool, error: Exception) -> None:
        if not done:
            raise error
        worker.ready = True
        self._failed_starts = 0

    def _lose(self, worker: _Worker) -> None:
        # It is ending by itself; killing it now would hide how.
        worker.process.join(_PATIENCE_S)
        ending = self._dismiss(worker)
        if worker.ready:
            self._fail(worker, f"took its worker process down ({ending})")
            return
        self._failed_starts += 1
        if self._failed_starts >= _STARTS_TRIED:
            msg = f"{_STARTS_TRIED} worker processes ended before they were ready ({ending})"
            raise WorkerError(msg + "; work in process instead (workers=0)")

    def _fail(self, worker: _Worker, reason: str) -> None:
        if worker.task is not None:
            place, item = worker.task
            self._held[place] = Outcome(item, error=WorkerError(reason))

    def _dismiss(self, worker: _Worker) -> str:
        self._workers.remove(worker)
        return worker.stop()

    def _due(self, *, ordered: bool) -> Iterator[Outcome[Any, Any]]:
        while self._held:
            place = self._given if ordered else next(iter(self._held))
            if place not in self._held:
                return
            outcome = self._held.pop(place)
            self._given += 1
            yield outcome


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """The environment that a child inherits, for as long as it is started."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(_ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C kept from a child until it can ignore it by itself; children inherit the mask."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
