"""Plays cut into windows that a network reads: two arrays of places, and batches by slicing.

A window is up to n + 1 plays in a row of one listener: the encoder reads all but the last, and each
item but the first is a target. Windows share one play, so that every step is a target once. Where
plays have sessions, a step from one session into the next is read but is no target, as nobody asks
for it. A batch holds windows of like length, so that little is computed for padding.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Interactions

__all__ = ["Windows", "windows_of"]

_JITTER = 2.0
"""plays; lengths are blurred by this before sorting, so that batches mix anew each epoch"""


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Windows over plays.

    Attributes:
        start: int64 (n,), row of the first play of each.
        end: int64 (n,), row after the last play.
        counts: bool (n_plays,), whether a play is a target where it is not the first.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    counts: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.start)

    def n_batches(self, size: int) -> int:
        """Batches of `size` windows on average."""
        return -(-len(self) // size)

    def batches(self, rng: np.random.Generator, size: int) -> Iterator[NDArray[np.int64]]:
        """Numbers of windows, in batches of about equally many plays."""
        steps = self.end - self.start - 1
        order = np.argsort(steps + rng.uniform(0.0, _JITTER, len(self)), kind="stable")
        n = self.n_batches(size)
        done = np.cumsum(steps[order]) - 1
        bounds = np.searchsorted(done * n // max(int(steps.sum()), 1), np.arange(n + 1))
        for batch in rng.permutation(n):
            chosen = order[bounds[batch] : bounds[batch + 1]]
            if len(chosen):
                yield chosen

    def places(self, chosen: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Rows of plays (n, length), and which of them are inside; 0 stands where none is."""
        start, end = self.start[chosen, None], self.end[chosen, None]
        rows = start + np.arange(int((end - start).max()))
        inside = rows < end
        return np.where(inside, rows, 0), inside

    def prefixes(self, chosen: NDArray[np.int64], rng: np.random.Generator) -> "Windows":
        """One prefix of each, ending at a target drawn from its own."""
        rows, inside = self.places(chosen)
        target = inside & self.counts[rows]
        target[:, 0] = False
        drawn = np.where(target, rng.random(target.shape), -1.0).argmax(axis=1)
        return Windows(self.start[chosen], self.start[chosen] + drawn + 1, self.counts)


def windows_of(plays: Interactions, n: int) -> Windows:
    """Windows of at most `n` steps, without those that hold no target.

    >>> plays = Interactions.of([0] * 6 + [1], range(7))
    >>> found = windows_of(plays, 3)
    >>> found.start.tolist(), found.end.tolist()
    ([0, 3], [4, 6])
    """
    follows = np.concatenate([[False], plays.listener[1:] == plays.listener[:-1]])[: len(plays)]
    counts = follows.copy()
    if plays.session is not None:
        counts[1:] &= plays.session[1:] == plays.session[:-1]
    starts = plays.starts()
    since = np.arange(len(plays)) - starts[plays.listener]
    start = np.flatnonzero(since % n == 0)
    end = np.minimum(start + n + 1, starts[plays.listener[start] + 1])
    before = np.concatenate([[0], np.cumsum(counts)])
    kept = before[end] > before[np.minimum(start + 1, end)]
    return Windows(start[kept], end[kept], counts)
