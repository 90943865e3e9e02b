"""How a batch is run: callers hand a pure function and items, and read outcomes as they come.

Items and outcomes stream: of an endless source only a bounded number is held. A failing item is an
outcome with an error, whether its code raised, its process died or its time ran out; the rest goes
on. Stopping early (Ctrl-C, `break`, an error in the caller) ends every worker.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from moodarc.errors import SettingsError
from moodarc.parallel.outcome import Item, Outcome, Value
from moodarc.parallel.pool import Pool

__all__ = ["Executor", "available_cores"]


def available_cores() -> int:
    """Cores that this process may use."""
    affinity: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Executor:
    """Where and how items are worked on.

    Attributes:
        workers: number of processes; 0 = in this one. Each has its BLAS threads limited to 1.
        timeout_s: seconds that one item may take before its worker is killed; None = no limit.
            In this process nothing can be killed, so there it must be None.
        in_flight: number of items taken from the source and not yet given back, at most; None =
            four a worker. In order, it is how far the fast may run ahead of a slow one.
        initialiser: what each worker does first, such as loading a model into its module.

    Raises:
        SettingsError: values that contradict each other.

    >>> [outcome.value for outcome in Executor(workers=0).map(abs, [-1, 2])]
    [1, 2]
    """

    workers: int = field(default_factory=available_cores)
    timeout_s: float | None = None
    in_flight: int | None = None
    initialiser: Callable[[], object] | None = None

    def __post_init__(self) -> None:
        if self.workers < 0:
            msg = f"{self.workers} workers; expected 0 (in process) or more"
            raise SettingsError(msg)
        if self.timeout_s is not None and (self.workers == 0 or not self.timeout_s > 0.0):
            msg = f"timeout {self.timeout_s!r} s with {self.workers} workers; needs both above 0"
            raise SettingsError(msg)
        if self.in_flight is not None and self.in_flight < max(1, self.workers):
            msg = f"{self.in_flight} items in flight; expected at least one a worker"
            raise SettingsError(msg)

    def map(
        self, function: Callable[[Item], Value], items: Iterable[Item], *, ordered: bool = False
    ) -> Iterator[Outcome[Item, Value]]:
        """The outcome of every item.

        Args:
            function: from item to value. For processes it must be importable by name, and items
                and values must be picklable.
            items: any number, taken as they are needed.
            ordered: in the order of the items, else as they are done.

        Raises:
            WorkerError: worker processes cannot be started.
        """
        if self.workers == 0:
            return self._map_here(function, items)
        pool = Pool(
            function=function,
            initialiser=self.initialiser,
            size=self.workers,
            in_flight=self.in_flight or 4 * self.workers,
            timeout_s=float("inf") if self.timeout_s is None else self.timeout_s,
        )
        return pool.run(items, ordered=ordered)

    def _map_here(
        self, function: Callable[[Item], Value], items: Iterable[Item]
    ) -> Iterator[Outcome[Item, Any]]:
        if self.initialiser is not None:
            self.initialiser()
        for item in items:
            yield _outcome(function, item)


def _outcome(function: Callable[[Item], Value], item: Item) -> Outcome[Item, Value]:
    try:
        return Outcome(item, function(item))
    except Exception as error:  # noqa: BLE001 - whatever went wrong is the item's outcome
        return Outcome(item, error=error)
