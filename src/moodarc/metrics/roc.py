"""How well a score tells two classes apart at any threshold: the area under the ROC curve."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.metrics._arrays import numbers

__all__ = ["roc_auc"]


def roc_auc(truth: ArrayLike, scores: ArrayLike) -> float:
    """Share of pairs (one of each class) whose scores are in order; ties count half; in [0, 1].

    Mann and Whitney's U over its greatest value. NaN where a class is absent.

    Args:
        truth: (n,) 0 or 1.
        scores: (n,) higher for 1.

    Raises:
        InputError: unequal or empty arrays, or a value that is not finite.

    >>> roc_auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    0.75
    """
    true, told = numbers(truth, scores)
    positive = true > 0.5
    n_positive, n_negative = int(positive.sum()), int((~positive).sum())
    if not n_positive or not n_negative:
        return float("nan")
    least = n_positive * (n_positive + 1) / 2.0
    return float((_mean_ranks(told)[positive].sum() - least) / (n_positive * n_negative))


def _mean_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2.0)[places])
