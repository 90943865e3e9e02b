"""From scores to a ranking: the best rows first, ties by row, nothing that was ruled out."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["rank"]


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
    worst = np.partition(values, -n)[-n] if 0 < n < len(values) else -np.inf
    rows = np.flatnonzero((values >= worst) & (values > -np.inf))
    return rows[np.argsort(-values[rows], kind="stable")][:n]
