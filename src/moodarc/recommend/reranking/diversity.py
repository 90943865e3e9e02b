r"""Maximal marginal relevance: good, and unlike what is already on the list.

Carbonell & Goldstein, SIGIR 1998. One after another the track is taken that
maximises

$$\lambda\, r_i - (1 - \lambda) \max_{j \in \text{list}} \cos(x_i, x_j).$$

Relevance is stretched to [0, 1] over the shortlist (`stretched`), as cosines have that size. The
first track is the most relevant; the maximum over no track is 0.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError
from moodarc.recommend.reranking.lambda_mix import stretched

__all__ = ["diversified"]


def diversified(
    relevance: ArrayLike, vectors: ArrayLike, *, weight: float = 0.7, n: int | None = None
) -> NDArray[np.int64]:
    """The order in which tracks are taken; equal ones by row.

    Args:
        relevance: (n_tracks,), higher is better, in any unit.
        vectors: (n_tracks, size), what likeness is told of; a vector of zeros is like nothing.
        weight: lambda, in [0, 1]; 1 = relevance alone.
        n: how many to take; None = all.

    Returns:
        int64 (n,), rows of the shortlist, none twice.

    Raises:
        InputError: a weight outside [0, 1].

    >>> diversified([1.0, 0.9, 0.5], [[1, 0], [1, 0], [0, 1]], weight=0.5).tolist()
    [0, 2, 1]
    """
    if not 0.0 <= weight <= 1.0:
        msg = f"the weight is {weight}; expected 0 (diversity alone) to 1 (relevance alone)"
        raise InputError(msg)
    gain = weight * stretched(relevance)
    likeness = _cosines(np.asarray(vectors, dtype=np.float64)) * (1.0 - weight)
    taken = np.empty(len(gain) if n is None else min(n, len(gain)), dtype=np.int64)
    nearest = np.zeros(len(gain))
    for place in range(len(taken)):
        best = int(np.argmax(gain - nearest))
        taken[place] = best
        gain[best] = -np.inf
        nearest = likeness[best].copy() if place == 0 else np.maximum(nearest, likeness[best])
    return taken


def _cosines(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0.0)
    cosines: NDArray[np.float64] = unit @ unit.T
    return cosines
