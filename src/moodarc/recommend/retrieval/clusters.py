"""Clusters of vectors by direction: spherical k-means (Dhillon & Modha, Machine Learning 2001).

A vector belongs to the centre whose direction has the largest product with it, so its length plays
no part. Products are taken of int8 codes: the row's own scale moves no maximum, and all centres
share one scale. On the 2 cores here that is twice as fast as float32's matrix product.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moodarc.recommend.retrieval.codes import Held, code_vectors

__all__ = ["add_by_cluster", "k_means", "nearest_centre"]

_ROWS = 64
"""multiplied at a time, so that the products stay in the cache until the largest is found"""
_SHARE = 2**14
"""rows that a thread takes at a time"""
_INT8_MAX = 127.0
_TINY = float(np.finfo(np.float32).tiny)

Floats = NDArray[np.float32]
Labels = NDArray[np.int32]


def k_means(
    vectors: Floats,
    n_clusters: int,
    *,
    iterations: int,
    rng: np.random.Generator,
    threads: int = 1,
) -> Floats:
    """Centres of length 1, float32 (n_clusters, size); one that lost all its rows stays.

    Args:
        vectors: (n, size), n >= n_clusters.
        n_clusters: how many.
        iterations: of assigning and averaging.
        rng: draws the rows to begin with.
        threads: that share the assigning; the outcome does not depend on them.
    """
    directions = _unit(vectors)
    codes = code_vectors(directions, Held.INT8).values
    centres = directions[np.sort(rng.choice(len(vectors), n_clusters, replace=False))]
    for _ in range(iterations):
        labels = nearest_centre(codes, centres, threads=threads)
        order = np.argsort(labels, kind="stable")
        sums = np.zeros(centres.shape)
        add_by_cluster(sums, directions[order], labels[order])
        moved = sums.any(axis=1)
        centres[moved] = _unit(sums[moved].astype(np.float32))
    return centres


def nearest_centre(codes: NDArray[np.int8], centres: Floats, *, threads: int = 1) -> Labels:
    """The centre of the largest product with each code: int32 (n,).

    >>> codes = np.array([[127, 0], [3, 127]], dtype=np.int8)
    >>> nearest_centre(codes, np.eye(2, dtype=np.float32)).tolist()
    [0, 1]
    """
    import numkong  # noqa: PLC0415 - see codes.products

    kernels: Any = numkong
    largest = float(np.abs(centres).max(initial=0.0)) or 1.0
    packed = kernels.dots_pack(np.rint(centres * (_INT8_MAX / largest)).astype(np.int8))
    labels = np.empty(len(codes), dtype=np.int32)

    def assign(start: int) -> None:
        for at in range(start, min(start + _SHARE, len(codes)), _ROWS):
            raw = np.asarray(kernels.dots_packed(codes[at : at + _ROWS], packed))
            labels[at : at + _ROWS] = raw.argmax(axis=1)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(assign, range(0, len(codes), _SHARE)))
    return labels


def add_by_cluster(sums: NDArray[np.float64], vectors: Floats, labels: Labels) -> None:
    """Add vectors, sorted by their labels, to the sums (n_clusters, size) of their clusters."""
    first = np.flatnonzero(np.diff(labels, prepend=-1))
    sums[labels[first]] += np.add.reduceat(vectors, first, axis=0)


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = vectors / np.maximum(length, _TINY)
    return unit
