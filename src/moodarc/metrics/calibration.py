"""Whether a stated certainty is kept: of what is told with 80 %, 80 % should be right."""

import numpy as np
from numpy.typing import ArrayLike

from moodarc.errors import InputError
from moodarc.metrics._arrays import numbers

__all__ = ["expected_calibration_error"]


def expected_calibration_error(
    correct: ArrayLike, confidence: ArrayLike, *, bins: int = 15
) -> float:
    """Mean gap between accuracy and confidence over equal bins, weighted by count; in [0, 1].

    Bins are right-closed, ((b - 1)/bins, b/bins], and 0 belongs to the first (Guo et al. 2017).

    Args:
        correct: (n,) 1 or True where the answer was right, else 0.
        confidence: (n,) the certainty it was given with, in [0, 1].
        bins: number of bins.

    Raises:
        InputError: a value out of its range, unequal or empty arrays, or no bin.

    >>> round(expected_calibration_error([1, 0, 1, 1], [0.9, 0.9, 0.9, 0.9]), 3)
    0.15
    """
    right, stated = numbers(correct, confidence)
    if bins < 1 or not np.isin(right, (0.0, 1.0)).all() or stated.min() < 0 or stated.max() > 1:
        msg = "expected correct in {0, 1}, confidence in [0, 1] and at least one bin"
        raise InputError(msg)
    edges = np.linspace(0.0, 1.0, bins + 1)
    places = np.clip(np.searchsorted(edges, stated, side="left") - 1, 0, bins - 1)
    gaps = np.bincount(places, weights=right - stated, minlength=bins)
    return float(np.abs(gaps).sum() / right.size)
