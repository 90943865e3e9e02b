"""From scores to a ranking: the best rows first, ties by row, nothing that was ruled out."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["contenders", "highest", "least_of_best", "rank"]

_BLOCKS = 8
"""for each row that is asked for; more of them leave fewer contenders"""


def rank(scores: ArrayLike, n: int, *, exclude: ArrayLike = ()) -> NDArray[np.int64]:
    """The rows of the `n` highest scores, best first.

    Equal scores stand in row order, so that runs repeat. Rows in `exclude` never appear, nor do
    rows whose score is NaN (nothing known) or -inf (ruled out); the ranking is then shorter.

    Args:
        scores: (n_items,), higher is better.
        n: how many rows at most, >= 0.
        exclude: row numbers to leave out.

    Returns:
        int64 (m,), m <= n.

    >>> rank([0.2, 0.9, 0.9, 0.5], 3, exclude=[1]).tolist()
    [2, 3, 0]
    """
    values = np.array(scores, dtype=np.float64)
    values[np.asarray(exclude, dtype=np.int64)] = -np.inf
    values[np.isnan(values)] = -np.inf
    return highest(values, n)


def highest(values: NDArray[np.floating], n: int) -> NDArray[np.int64]:
    """`rank` of values among which there is no NaN, without a copy of them."""
    rows = contenders(values, n)
    own = values[rows]
    order = np.argsort(-own, kind="stable")[:n]
    return rows[order[own[order] > -np.inf]]


def contenders(values: NDArray[np.floating], n: int) -> NDArray[np.int64]:
    """Rows that hold the `n` highest values and all that equal the lowest of these, ascending.

    There may be a few more.

    Args:
        values: (n_items,), no NaN.
        n: how many, >= 0.
    """
    return np.flatnonzero(values >= least_of_best(values, n))


def least_of_best(values: NDArray[np.floating], n: int) -> float:
    """A value that none of the `n` highest is below, and that few others reach.

    Values are cut into blocks; as many blocks as `n` have a maximum that is no lower than the n-th
    highest maximum, so the n-th highest value is no lower either.
    """
    if not 0 < n < len(values):
        return -np.inf
    block = len(values) // (_BLOCKS * n)
    if block < 2:
        return float(np.partition(values, -n)[-n])
    even = len(values) // block * block
    highest_of = values[:even].reshape(block, -1).max(axis=0)
    return float(np.partition(highest_of, -n)[-n])
