r"""Preference and emotion match in one score, for many listeners at once (LIN-7).

One list is planned with the weights of `fusion.fused_policy`. For tables of many listeners the same
weights are read off here, row by row, and laid over arrays:

$$s_{ui} = \frac{\sum_k w_{uk}\, r_{uki}}{\sum_k w_{uk}}$$

with r the share of a row's other candidates that a part puts below item i, as `session.preference`
brings scores without a unit to one scale: so the parts are comparable whatever they were before.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError
from moodarc.session.fusion import Situation, fused_policy
from moodarc.session.policy import PathPolicy

__all__ = ["HYBRID_PARTS", "fuse", "hybrid_weights", "place_shares"]

HYBRID_PARTS: Final = ("affect", "preference")
"""what LIN's hybrid is made of"""


def place_shares(scores: ArrayLike, left_out: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The share of the other candidates below each; half of those that equal it count.

    Args:
        scores: (n, n_items), higher is better.
        left_out: (n, n_items), no candidates.

    Returns:
        float64 (n, n_items) in [0, 1]; 0 where left out, 1 for an only candidate.

    >>> place_shares([[7.0, 9.0, 8.0, 8.0]], np.array([[False, True, False, False]])).tolist()
    [[0.0, 0.0, 0.75, 0.75]]
    """
    import scipy.stats  # noqa: PLC0415 - slow to import; a list of one listener does without it

    values, shares = np.asarray(scores, dtype=np.float64), np.zeros(left_out.shape)
    for row, hidden in enumerate(left_out):
        kept = np.flatnonzero(~hidden)
        if len(kept) == 1:
            shares[row, kept] = 1.0
        elif len(kept):
            below = scipy.stats.rankdata(values[row, kept]) - 1.0
            shares[row, kept] = below / (len(kept) - 1)
    return shares


def hybrid_weights(
    situations: Sequence[Situation], *, preference: float
) -> dict[str, NDArray[np.float64]]:
    """The weights of the parts in each situation, float64 (n,) by name.

    Args:
        situations: of n listeners.
        preference: lambda, the share of preference before the situation moves it, in [0, 1].

    Raises:
        InputError: lambda is outside [0, 1].

    >>> strong = Situation(certainty=1.0, distance=1.0)
    >>> {part: w.tolist() for part, w in hybrid_weights([strong], preference=0.5).items()}
    {'affect': [0.75], 'preference': [0.25]}
    """
    if not 0.0 <= preference <= 1.0:
        msg = f"lambda is {preference}; expected 0 (emotion alone) to 1 (preference alone)"
        raise InputError(msg)
    policy = PathPolicy(affect=1.0 - preference, preference=preference)
    moved = [fused_policy(policy, situation) for situation in situations]
    return {part: np.array([getattr(one, part) for one in moved]) for part in HYBRID_PARTS}


def fuse(
    parts: Mapping[str, NDArray[np.float64]], weights: Mapping[str, ArrayLike]
) -> NDArray[np.float64]:
    """The weighted mean of the parts, float64 (n, n_items).

    Args:
        parts: (n, n_items) by name, on one scale.
        weights: (n,) or one number by name, >= 0; a row whose weights are all 0 comes out 0.

    Raises:
        InputError: parts and weights have different names.

    >>> fuse({"affect": np.array([[0.0, 1.0]]), "preference": np.array([[1.0, 0.0]])},
    ...      {"affect": 3.0, "preference": 1.0}).tolist()
    [[0.25, 0.75]]
    """
    if parts.keys() != weights.keys():
        msg = f"weights for {', '.join(weights)}; expected one for each of {', '.join(parts)}"
        raise InputError(msg)
    columns = {name: np.atleast_1d(np.asarray(w, np.float64)) for name, w in weights.items()}
    total = np.sum(list(columns.values()), axis=0)[:, None]
    mixed = np.sum([columns[name][:, None] * part for name, part in parts.items()], axis=0)
    fused: NDArray[np.float64] = mixed / np.where(total > 0.0, total, 1.0)
    return fused
