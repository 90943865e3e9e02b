"""How near predicted numbers come to the true ones; (n,) and (n,), one metric, one function.

Errors are in the unit of the values. A correlation with a constant is not defined: it is NaN, as
in SciPy, and never a number that looks like a result.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError
from moodarc.metrics._arrays import numbers

__all__ = ["ccc", "mae", "nrmse", "pearson", "r2", "rmse", "spearman"]


def rmse(truth: ArrayLike, predicted: ArrayLike) -> float:
    """Root of the mean squared error, >= 0.

    Raises:
        InputError: unequal or empty arrays, or a value that is not finite.

    >>> rmse([0.0, 0.0], [3.0, 3.0])
    3.0
    """
    true, told = numbers(truth, predicted)
    return float(np.sqrt(np.mean((true - told) ** 2)))


def nrmse(truth: ArrayLike, predicted: ArrayLike, *, value_range: float) -> float:
    """RMSE over the range of the values, >= 0; BAEK's NRMSE is over a range of 1 (Table 9).

    Raises:
        InputError: as `rmse`, or a range that is not above 0.
    """
    if not value_range > 0.0:
        msg = f"the range is {value_range!r}; expected a number above 0, such as 1 for shares"
        raise InputError(msg)
    return rmse(truth, predicted) / value_range


def mae(truth: ArrayLike, predicted: ArrayLike) -> float:
    """Mean absolute error, >= 0.

    Raises:
        InputError: as `rmse`.
    """
    true, told = numbers(truth, predicted)
    return float(np.abs(true - told).mean())


def r2(truth: ArrayLike, predicted: ArrayLike) -> float:
    """Share of the variance explained, 1 - SS_error / SS_total; at most 1, without lower bound.

    For a constant truth 1 where it is met exactly, else 0, as scikit-learn has it.

    Raises:
        InputError: as `rmse`.
    """
    true, told = numbers(truth, predicted)
    errors = float(((true - told) ** 2).sum())
    total = float(((true - true.mean()) ** 2).sum())
    if np.ptp(true) == 0.0 or total == 0.0:
        return 1.0 if errors == 0.0 else 0.0
    return 1.0 - errors / total


def ccc(truth: ArrayLike, predicted: ArrayLike) -> float:
    """Lin's concordance: 2 cov / (var + var + (difference of means)^2); in [-1, 1].

    Population moments (Lin 1989). 1 is agreement, not only correlation; 1 for two equal constants.

    Raises:
        InputError: as `rmse`.

    >>> ccc([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])
    1.0
    """
    true, told = numbers(truth, predicted)
    off_true, off_told = true - true.mean(), told - told.mean()
    spread = (off_true**2).mean() + (off_told**2).mean() + (true.mean() - told.mean()) ** 2
    return 1.0 if spread == 0.0 else float(2.0 * (off_true * off_told).mean() / spread)


def pearson(truth: ArrayLike, predicted: ArrayLike) -> float:
    """Linear correlation (BAEK eq. 7), in [-1, 1]; NaN where one side is constant.

    Raises:
        InputError: as `rmse`.
    """
    true, told = numbers(truth, predicted)
    if np.ptp(true) == 0.0 or np.ptp(told) == 0.0:
        return float("nan")
    off_true, off_told = true - true.mean(), told - told.mean()
    # Each side is scaled first, so that tiny values do not underflow in the product.
    off_true, off_told = off_true / np.abs(off_true).max(), off_told / np.abs(off_told).max()
    length = np.sqrt((off_true**2).sum()) * np.sqrt((off_told**2).sum())
    return float(np.clip((off_true * off_told).sum() / length, -1.0, 1.0))


def spearman(truth: ArrayLike, predicted: ArrayLike) -> float:
    """Pearson correlation of the ranks, ties at their mean rank; in [-1, 1], or NaN.

    Raises:
        InputError: as `rmse`.

    >>> round(spearman([1.0, 2.0, 3.0], [1.0, 10.0, 100.0]), 12)
    1.0
    """
    true, told = numbers(truth, predicted)
    return pearson(_ranks(true), _ranks(told))


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean ranks from 1; scipy.stats has them too, at the price of half a second of import."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    mean_ranks = np.cumsum(counts) - (counts - 1) / 2.0
    return np.asarray(mean_ranks[places])
