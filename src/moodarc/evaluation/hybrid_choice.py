"""Which lambda, the share of preference in LIN's hybrid, the validation part speaks for."""

from collections.abc import Mapping

import numpy as np

__all__ = ["accurate_share", "balanced_share"]


def balanced_share(ndcg: Mapping[float, float], match: Mapping[float, float]) -> float:
    """The lambda of the greatest harmonic mean of accuracy and match, each over its greatest.

    Args:
        ndcg: by lambda, >= 0.
        match: likewise, in the same order.

    >>> balanced_share({0.0: 0.1, 0.5: 0.3, 1.0: 0.4}, {0.0: 0.6, 0.5: 0.5, 1.0: 0.2})
    0.5
    """
    found, near = (np.array(list(one.values())) for one in (ndcg, match))
    found, near = (one / max(float(one.max()), 1e-12) for one in (found, near))
    means = found * near / np.maximum(found + near, 1e-12)
    return list(ndcg)[int(means.argmax())]


def accurate_share(ndcg: Mapping[float, float], errors: Mapping[float, float]) -> float:
    """The smallest lambda whose accuracy is within one standard error of the best.

    Breiman et al., *Classification and Regression Trees*, 1984: of what cannot be told apart, the
    simplest; here the one with the most emotion.

    Args:
        ndcg: by lambda.
        errors: standard error of each.

    >>> accurate_share({0.0: 0.1, 0.5: 0.37, 1.0: 0.4}, dict.fromkeys((0.0, 0.5, 1.0), 0.04))
    0.5
    """
    best = max(ndcg, key=lambda share: ndcg[share])
    return min(share for share, one in ndcg.items() if one >= ndcg[best] - errors[best])
