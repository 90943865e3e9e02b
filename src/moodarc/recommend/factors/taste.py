"""What one listener adds to a rating model, solved from their ratings: many listeners at once.

Given the vectors of items, a listener's own bias b and vector p minimise

    sum over their ratings (e_i - b - <q_i, p>)^2 + bias_penalty b^2 + penalty |p|^2,

a ridge regression of a few unknowns in closed form. It serves in learning, where listeners are
never stepped but always solved, and afterwards for somebody new: both are the same.
"""

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

__all__ = ["solve_listeners"]


def solve_listeners(
    errors: sp.csr_array, items: NDArray[np.float32], *, bias_penalty: float, penalty: float
) -> NDArray[np.float32]:
    """float32 (n_listeners, 1 + factors): bias, then vector; 0 without ratings.

    Args:
        errors: (n_listeners, n_items), what is left of each rating; a stored 0 is a rating.
        items: (n_items, factors).
        bias_penalty: > 0.
        penalty: of the vector, > 0.
    """
    n, size = errors.shape[0], items.shape[1] + 1
    ridge = np.diag([bias_penalty, *[penalty] * (size - 1)])
    gram = np.broadcast_to(ridge, (n, size, size)).copy()
    right = np.zeros((n, size))
    lengths = np.diff(errors.indptr)
    some = np.flatnonzero(lengths)
    if len(some):
        rated = np.ones((errors.nnz, size), dtype=np.float32)
        rated[:, 1:] = items[errors.indices]
        first = errors.indptr[some]
        products = rated[:, :, None] * rated[:, None, :]
        gram[some] += np.add.reduceat(products, first, axis=0)
        right[some] = np.add.reduceat(rated * errors.data[:, None], first, axis=0)
    return np.linalg.solve(gram, right[:, :, None])[:, :, 0].astype(np.float32)
