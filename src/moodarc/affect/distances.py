"""How near two feelings lie: in the plane, and as emotion vectors.

All functions take one point or many: leading dimensions broadcast as NumPy's do, so that one
listener against n tracks is `affect_match(point, points)` with shapes (2,) and (n, 2).
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["affect_distance", "affect_match", "cosine_match"]

_PLANE_DIAGONAL = 2.0 * math.sqrt(2.0)


def affect_distance(first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """Euclidean distance of (valence, arousal) points, shape (..., 2) -> (...); in [0, 2 sqrt 2].

    >>> float(affect_distance([0.0, 0.0], [0.3, 0.4]))
    0.5
    """
    gap = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    return np.asarray(np.hypot(gap[..., 0], gap[..., 1]))


def affect_match(first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """1 - ||first - second|| / (2 sqrt 2), shape (..., 2) -> (...); 1 = the same, 0 = opposite.

    The soft form of emotion matching accuracy (MISSION, LIN).

    >>> float(affect_match([1.0, 1.0], [-1.0, -1.0]))
    0.0
    """
    return 1.0 - affect_distance(first, second) / _PLANE_DIAGONAL


def cosine_match(first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """Cosine of emotion vectors (BAEK-8, eq. 18), shape (..., 4) -> (...).

    In [0, 1] for shares, in [-1, 1] for raw intensities; 0 where one of the two is all 0.

    >>> float(cosine_match([1.0, 0.0, 0.0, 0.0], [0.6, 0.0, 0.8, 0.0]))
    0.6
    """
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    lengths = np.linalg.norm(one, axis=-1) * np.linalg.norm(other, axis=-1)
    products = np.sum(one * other, axis=-1)
    cosine = np.divide(products, lengths, out=np.zeros_like(products), where=lengths > 0.0)
    return np.asarray(np.clip(cosine, -1.0, 1.0))
