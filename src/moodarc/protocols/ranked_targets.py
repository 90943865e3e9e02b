"""The place of what came next among all items, or among negatives: what ranking figures rest on.

With one target a history, its place says all: hit rate at n is whether it is at most n, NDCG at n
is 1 / log2(1 + place) within n, the reciprocal rank is 1 / place. Equal scores share their places
fairly: the target stands in the middle of those that equal it, so that a model that knows nothing
is no better than chance and no worse.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["place_among", "place_in_catalogue"]


def place_in_catalogue(
    scores: NDArray[np.floating[Any]],
    target: NDArray[np.int32],
    left_out: NDArray[np.bool_] | None,
) -> NDArray[np.float64]:
    """Places of the targets in the full catalogue, from 1.

    Args:
        scores: (n, n_items).
        target: (n,) item rows.
        left_out: (n, n_items), items that are no candidates; a target always is one.

    >>> scores = np.array([[0.1, 0.9, 0.5], [1.0, 1.0, 1.0]], dtype=np.float32)
    >>> place_in_catalogue(scores, np.array([2, 0], np.int32), None).tolist()
    [2.0, 2.0]
    """
    own = np.take_along_axis(scores, target[:, None].astype(np.int64), axis=1)
    above, level = scores > own, scores == own
    if left_out is not None:
        above &= ~left_out
        level &= ~left_out
    np.put_along_axis(level, target[:, None].astype(np.int64), values=False, axis=1)
    places: NDArray[np.float64] = 1.0 + above.sum(axis=1) + 0.5 * level.sum(axis=1)
    return places


def place_among(
    scores: NDArray[np.floating[Any]], target: NDArray[np.int32], negatives: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Places of the targets among given negatives, from 1 to n_negatives + 1.

    Args:
        scores: (n, n_items).
        target: (n,) item rows.
        negatives: (n, n_negatives) item rows.
    """
    own = np.take_along_axis(scores, target[:, None].astype(np.int64), axis=1)
    others = np.take_along_axis(scores, negatives.astype(np.int64), axis=1)
    level = (others == own).sum(axis=1)
    places: NDArray[np.float64] = 1.0 + (others > own).sum(axis=1) + 0.5 * level
    return places
