r"""A list whose emotions are mixed as the listener's are (calibrated recommendation).

Steck, RecSys 2018, with quadrants for genres. Let $p$ be the shares of
happy, angry, sad, peaceful that are wanted (of the listener's history, or of the belief), and $q$
the mean of the emotion vectors of the tracks on the list. One after another the track is taken that
maximises

$$(1 - \lambda) \sum_{i \in \text{list}} r_i - \lambda\, |\text{list}|\; D_{KL}(p \,\|\, \tilde q),
  \qquad \tilde q = (1 - \alpha)\, q + \alpha\, p, \quad \alpha = 0.01.$$

Two things are ours: relevance is stretched to [0, 1] over the shortlist, and the divergence counts
once a track, as relevance does, for else it would weigh ever less as the list grows.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError
from moodarc.recommend.reranking.lambda_mix import stretched

__all__ = ["calibrated", "quadrant_divergence"]

_ALPHA = 0.01
"""Steck, section 3: keeps the divergence finite where a share is not on the list"""


def calibrated(
    relevance: ArrayLike,
    shares: ArrayLike,
    wanted: ArrayLike,
    *,
    weight: float = 0.5,
    n: int | None = None,
) -> NDArray[np.int64]:
    """The order in which tracks are taken; equal ones by row.

    Args:
        relevance: (n_tracks,), higher is better, in any unit.
        shares: (n_tracks, 4), emotion vectors; zeros = unknown, they leave the mixture as it is.
        wanted: (4,), shares >= 0; zeros = unknown, then relevance alone counts.
        weight: lambda, in [0, 1]; 0 = relevance alone.
        n: how many to take; None = all. Once all are taken the order says little.

    Returns:
        int64 (n,), rows of the shortlist, none twice.

    Raises:
        InputError: a weight outside [0, 1].

    >>> calibrated([3.0, 2.0, 1.0], [[1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0]], [0.5, 0, 0.5, 0]
    ... ).tolist()
    [0, 2, 1]
    """
    if not 0.0 <= weight <= 1.0:
        msg = f"the weight is {weight}; expected 0 (relevance alone) to 1 (calibration alone)"
        raise InputError(msg)
    gain, vectors = stretched(relevance), np.asarray(shares, dtype=np.float64)
    left = np.ones(len(gain), dtype=bool)
    taken = np.empty(len(gain) if n is None else min(n, len(gain)), dtype=np.int64)
    total = np.zeros(4)
    for place in range(len(taken)):
        divergence = quadrant_divergence(wanted, total + vectors)
        value = (1.0 - weight) * gain - weight * (place + 1) * divergence
        best = int(np.argmax(np.where(left, value, -np.inf)))
        taken[place], left[best] = best, False
        total += vectors[best]
    return taken


def quadrant_divergence(wanted: ArrayLike, offered: ArrayLike) -> NDArray[np.float64]:
    """How far an offered mixture is from the wanted one: D_KL(p || q~), in nats.

    Args:
        wanted: (4,), weights >= 0 in any unit; all zero = nothing is wanted, the divergence is 0.
        offered: (..., 4), likewise; all zero = nothing is offered, the most there is.

    Returns:
        float64 (...), from 0 to log 100, where nothing that is wanted is offered.

    >>> quadrant_divergence([1, 1, 0, 0], [[5, 5, 0, 0], [0, 0, 1, 1]]).round(2).tolist()
    [0.0, 4.61]
    """
    p, q = _shares(wanted), _shares(offered)
    smoothed = (1.0 - _ALPHA) * q + _ALPHA * p
    ratio = np.divide(p, smoothed, out=np.ones(smoothed.shape), where=p > 0.0)
    divergence: NDArray[np.float64] = np.maximum(0.0, np.log(ratio) @ p)
    return divergence


def _shares(weights: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(weights, dtype=np.float64)
    total = values.sum(axis=-1, keepdims=True)
    parts: NDArray[np.float64] = np.zeros_like(values)
    np.divide(values, total, out=parts, where=total > 0.0)
    return parts
