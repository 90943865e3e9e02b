"""From scores to a ranking: the best rows first, ties by row, nothing that was ruled out."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["contenders", "rank"]

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
    rows = contenders(values, n)
    rows = rows[values[rows] > -np.inf]
    return rows[np.argsort(-values[rows], kind="stable")][:n]


def contenders(values: NDArray[np.floating], n: int) -> NDArray[np.int64]:
    """Rows that hold the `n` highest values and ties of the lowest of these, ascending.

    There may be a few more. Values are cut into blocks; as many blocks as `n` have a maximum that
    is no lower than the n-th highest maximum, so no value below that is among the best.

    Args:
        values: (n_items,), no NaN.
        n: how many, >= 0.
    """
    block = len(values) // (_BLOCKS * max(n, 1))
    if block < 2:
        least = np.partition(values, -n)[-n] if 0 < n < len(values) else -np.inf
        return np.flatnonzero(values >= least)
    even = len(values) // block * block
    highest = values[:even].reshape(-1, block).max(axis=1)
    return np.flatnonzero(values >= np.partition(highest, -n)[-n])
