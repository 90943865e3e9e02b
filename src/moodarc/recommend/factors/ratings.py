"""Ratings as a sparse matrix, and what a model leaves of them; a stored 0 is a rating of 0."""

from typing import Literal

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

__all__ = ["Rating", "choices", "rated", "unexplained"]

Rating = Literal["log", "as_is"]
"""log(1 + plays), or the weights as they are"""


def rated(plays: sp.csr_array, rating: Rating) -> sp.csr_array:
    """Ratings at the same places."""
    values = np.log1p(np.maximum(plays.data, 0.0)) if rating == "log" else plays.data
    parts = (values.astype(np.float32), plays.indices, plays.indptr)
    return sp.csr_array(parts, shape=plays.shape)


def choices(ratings: sp.csr_array) -> sp.csr_array:
    """1 / sqrt(|N(u)|) at every rating."""
    lengths = np.diff(ratings.indptr)
    values = np.repeat(1.0 / np.sqrt(np.maximum(lengths, 1)), lengths).astype(np.float32)
    return sp.csr_array((values, ratings.indices, ratings.indptr), shape=ratings.shape)


def unexplained(
    ratings: sp.csr_array,
    vectors: NDArray[np.float32],
    model: tuple[float, NDArray[np.float32], NDArray[np.float32]],
) -> sp.csr_array:
    """Ratings less mean, item bias and <vector of the row, vector of the item>.

    Args:
        ratings: (n, n_items).
        vectors: (n, factors).
        model: mean, biases (n_items,) and vectors (n_items, factors).
    """
    mean, bias, items = model
    row = np.repeat(np.arange(ratings.shape[0]), np.diff(ratings.indptr))
    meet = np.einsum("nf,nf->n", vectors[row], items[ratings.indices])
    values = ratings.data - np.float32(mean) - bias[ratings.indices] - meet
    return sp.csr_array((values, ratings.indices, ratings.indptr), shape=ratings.shape)
