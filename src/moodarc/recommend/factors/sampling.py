"""Pairs to learn an order from: an item that was heard, and one that was not.

The negative is uniform over the items outside the listener's plays: what falls inside is drawn
again, a few times, and what is left then (somebody who heard nearly all) is dropped.
"""

from typing import Final, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

__all__ = ["Heard", "Pairs", "draw_pairs"]

_DRAWS: Final = 16


class Pairs(NamedTuple):
    """int (n,) each: who, what they heard, what they did not."""

    listener: NDArray[np.int64]
    item: NDArray[np.int64]
    unheard: NDArray[np.int64]


class Heard:
    """Whether a listener heard an item, asked for many at once by one binary search."""

    def __init__(self, plays: sp.csr_array) -> None:
        self.n_items = plays.shape[1]
        self.listener = np.repeat(np.arange(plays.shape[0]), np.diff(plays.indptr))
        self.item = plays.indices.astype(np.int64)
        self._keys = np.sort(self.listener * self.n_items + self.item)

    def __call__(self, listener: NDArray[np.int64], item: NDArray[np.int64]) -> NDArray[np.bool_]:
        """(n,) whether."""
        wanted = listener * self.n_items + item
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.asarray(self._keys[at] == wanted)


def draw_pairs(heard: Heard, rng: np.random.Generator) -> Pairs:
    """One pair for each distinct (listener, item), shuffled."""
    order = rng.permutation(len(heard.item))
    listener, item = heard.listener[order], heard.item[order]
    unheard = rng.integers(heard.n_items, size=len(order))
    wrong = np.flatnonzero(heard(listener, unheard))
    for _ in range(_DRAWS):
        if not len(wrong):
            break
        unheard[wrong] = rng.integers(heard.n_items, size=len(wrong))
        wrong = wrong[heard(listener[wrong], unheard[wrong])]
    kept = np.ones(len(order), dtype=bool)
    kept[wrong] = False
    return Pairs(listener[kept], item[kept], unheard[kept])
