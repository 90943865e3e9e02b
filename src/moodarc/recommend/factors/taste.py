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
    size = items.shape[1] + 1
    gram = np.zeros((errors.shape[0], size, size), dtype=np.float32)
    right = np.zeros((errors.shape[0], size, 1), dtype=np.float32)
    for rows in _alike(np.diff(errors.indptr)):
        rated, left = _padded(errors, rows, items)
        turned = rated.transpose(0, 2, 1)
        gram[rows], right[rows] = turned @ rated, turned @ left
    ridge = np.diag([bias_penalty, *[penalty] * (size - 1)])
    return np.linalg.solve(gram + ridge, right)[:, :, 0].astype(np.float32)


def _alike(lengths: NDArray[np.int32]) -> list[NDArray[np.intp]]:
    """Rows whose lengths have the same power of two above them, so that padding wastes little."""
    power = np.ceil(np.log2(np.maximum(lengths, 1)))
    return [np.flatnonzero((power == each) & (lengths > 0)) for each in np.unique(power)]


def _padded(
    errors: sp.csr_array, rows: NDArray[np.intp], items: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """1 and the vector of each rated item, (n, length, size), and what is left, (n, length, 1)."""
    lengths = np.diff(errors.indptr)[rows]
    place = np.arange(lengths.max(initial=0))
    inside = place < lengths[:, None]
    at = np.where(inside, errors.indptr[rows][:, None] + place, 0)
    rated = np.empty((*at.shape, items.shape[1] + 1), dtype=np.float32)
    rated[:, :, 0] = 1.0
    rated[:, :, 1:] = items[errors.indices[at]]
    rated *= inside[:, :, None]
    return rated, (errors.data[at] * inside)[:, :, None].astype(np.float32)
