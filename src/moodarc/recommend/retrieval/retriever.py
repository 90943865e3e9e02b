"""What every retriever is: queries in, the rows of the best items out.

The score of an item is the inner product of its vector with the query, plus its bias where items
have one. Two things hold of every retriever, and the contract tests ask for both: a row that was
ruled out is never returned, and as many rows are returned as there are to return.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["NOTHING", "Nearest", "Retriever"]

NOTHING = -1
"""Stands where a row would, if fewer than n items are left; its score is -inf."""


class Nearest(NamedTuple):
    """The best items of each query, best first; equal scores stand in row order."""

    rows: NDArray[np.int64]
    """(n_queries, n); `NOTHING` where no item is left"""
    scores: NDArray[np.float32]
    """(n_queries, n)"""


class Retriever(Protocol):
    """Finds the items of the highest scores."""

    def __len__(self) -> int:
        """How many items there are."""
        ...

    def nearest(
        self,
        queries: ArrayLike,
        n: int,
        *,
        candidates: ArrayLike | None = None,
        exclude: Sequence[ArrayLike] | None = None,
    ) -> Nearest:
        """The `n` best items of each query.

        Args:
            queries: (n_queries, size).
            n: how many, >= 1.
            candidates: the only items there are, such as a library or a quadrant: a boolean mask
                (n_items,), or their rows; None = all.
            exclude: for each query the rows to leave out, such as tracks already heard; None =
                none.

        Raises:
            InputError: a shape that does not fit, or a row that no item has.
        """
        ...
