"""The nearest columns of a sparse matrix, block by block: similarities that are never dense.

    s(i, j) = <x_i, x_j> / (|x_i|^(2 a) |x_j|^(2 (1 - a)) + shrinkage)

With a = 1/2 that is the cosine; a < 1/2 forgives j its popularity less and i more (asymmetric
cosine, Aiolli 2013). Shrinkage keeps pairs that met only a few times from being certain neighbours
(Bell and Koren 2007).
"""

from typing import Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

__all__ = ["largest_of_rows", "nearest_columns"]

_PRODUCTS: Final = 4_000_000
"""multiplications of one block, which bounds its memory to some hundred megabytes"""


def nearest_columns(
    matrix: sp.csr_array, neighbours: int, *, shrinkage: float = 0.0, asymmetry: float = 0.5
) -> sp.csr_array:
    """float32 (n_columns, n_columns): s(i, j) where i is among the `neighbours` nearest of j.

    Args:
        matrix: (n_rows, n_columns), values >= 0.
        neighbours: kept for each column j, without itself.
        shrinkage: >= 0.
        asymmetry: a, in [0, 1].
    """
    squares = np.asarray(matrix.multiply(matrix).sum(axis=0)).ravel().astype(np.float64)
    by_column = sp.csr_array(matrix.T)
    blocks = [
        _nearest(by_column[start:end] @ matrix, (start, squares), (shrinkage, asymmetry))
        for start, end in _blocks(matrix, by_column)
    ]
    kept = [largest_of_rows(block, neighbours) for block in blocks]
    shape = (matrix.shape[1], matrix.shape[1])
    stacked = sp.vstack(kept, format="csr") if kept else sp.csr_array(shape)
    return sp.csr_array(stacked.T, dtype=np.float32)


def largest_of_rows(matrix: sp.csr_array, n: int) -> sp.csr_array:
    """The same matrix with no more than the n largest values of each row; the first of equals.

    >>> largest_of_rows(sp.csr_array([[3.0, 1.0, 2.0]]), 2).toarray().tolist()
    [[3.0, 0.0, 2.0]]
    """
    lengths = np.diff(matrix.indptr)
    if not (lengths > n).any():
        return matrix
    row = np.repeat(np.arange(matrix.shape[0]), lengths)
    order = np.lexsort((matrix.indices, -matrix.data, row))
    place = np.arange(matrix.nnz) - np.repeat(matrix.indptr[:-1], lengths)
    kept = np.sort(order[place < n])
    indptr = np.concatenate([[0], np.cumsum(np.minimum(lengths, n))])
    parts = (matrix.data[kept], matrix.indices[kept], indptr)
    return sp.csr_array(parts, shape=matrix.shape)


def _nearest(
    products: sp.csr_array,
    columns: tuple[int, NDArray[np.float64]],
    settings: tuple[float, float],
) -> sp.csr_array:
    """Similarities of a block of columns j (rows here) with all i, without i = j."""
    (start, squares), (shrinkage, asymmetry) = columns, settings
    j = np.repeat(np.arange(products.shape[0]), np.diff(products.indptr)) + start
    i = products.indices
    below = squares[i] ** asymmetry * squares[j] ** (1.0 - asymmetry) + shrinkage
    values = np.where(i == j, 0.0, products.data / np.maximum(below, 1e-12))
    found = sp.csr_array((values, i, products.indptr), shape=products.shape)
    found.eliminate_zeros()
    return found


def _blocks(matrix: sp.csr_array, by_column: sp.csr_array) -> list[tuple[int, int]]:
    """Runs of columns whose products with all others stay below `_PRODUCTS`."""
    lengths = np.diff(matrix.indptr)
    spent = np.concatenate([[0], np.cumsum(lengths[by_column.indices])])[by_column.indptr]
    number = spent[:-1] // _PRODUCTS
    bounds = np.concatenate([[0], np.flatnonzero(np.diff(number)) + 1, [matrix.shape[1]]])
    return list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))
