"""Dense algebra over pairs of items: what linear models solve, and where that ends.

A square of all items in float32 takes 4 n^2 bytes and solving it some n^3 operations: 10,000 items
are 0.4 GB and a minute on two cores, 20,000 are 1.6 GB and eight minutes. Beyond that
nearest neighbours, whose matrices stay sparse, are the way.
"""

from typing import Final

import numpy as np
import scipy.linalg as sl
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.errors import InputError

__all__ = ["MOST_ITEMS", "check_items", "inverse", "products", "solved"]

MOST_ITEMS: Final = 20_000
"""what fits in 4 GB with the copy that solving needs"""
_ROWS: Final = 1024


def check_items(n_items: int, name: str) -> None:
    """Go on only with a number of items that dense algebra can bear.

    Raises:
        InputError: there are more than 20,000.
    """
    if n_items > MOST_ITEMS:
        msg = (
            f"{name} inverts a dense matrix over all items and {n_items:,} are too many; expected "
            f"at most {MOST_ITEMS:,}: leave out rarely played items, or use item_knn"
        )
        raise InputError(msg)


def products(left: sp.csr_array, right: sp.csr_array) -> NDArray[np.float32]:
    """float32 (n_items, n_items), left^T right, dense; made of blocks of rows."""
    by_item = sp.csr_array(left.T)
    found = np.empty((by_item.shape[0], right.shape[1]), dtype=np.float32, order="F")
    for start in range(0, len(found), _ROWS):
        found[start : start + _ROWS] = (by_item[start : start + _ROWS] @ right).toarray()
    return found


def inverse(gram: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of a symmetric positive definite matrix, which is overwritten; by Cholesky, n^3 operations.

    Raises:
        InputError: the matrix is not positive definite.
    """
    factor, failed = sl.lapack.spotrf(gram, lower=1, overwrite_a=1)
    _check_factor(failed)
    lower, _ = sl.lapack.spotri(factor, lower=1, overwrite_c=1)
    for start in range(0, len(lower), _ROWS):  # the upper half, without another square
        end = min(start + _ROWS, len(lower))
        corner = np.tril(lower[start:end, start:end])
        lower[start:end, start:end] = corner + np.tril(corner, -1).T
        lower[start:end, end:] = lower[end:, start:end].T
    return np.asarray(lower.T)  # the same, by rows


def solved(gram: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """gram^-1 right for a symmetric positive definite `gram`; both are overwritten.

    Raises:
        InputError: the matrix is not positive definite.
    """
    factor, failed = sl.lapack.spotrf(gram, lower=1, overwrite_a=1)
    _check_factor(failed)
    found, _ = sl.lapack.spotrs(factor, right, lower=1, overwrite_b=1)
    return np.ascontiguousarray(found)


def _check_factor(failed: int) -> None:
    if failed:
        msg = "the penalty is too small for these plays; expected above 0, such as 100"
        raise InputError(msg)
