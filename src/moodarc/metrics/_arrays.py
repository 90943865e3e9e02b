"""What every metric asks of its arrays before it counts."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError


def labels(
    truth: ArrayLike, predicted: ArrayLike
) -> tuple[NDArray[np.generic], NDArray[np.generic]]:
    """Two label arrays (n,), n >= 1."""
    pair = np.asarray(truth), np.asarray(predicted)
    _check_lengths(*pair)
    return pair


def numbers(
    truth: ArrayLike, predicted: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two arrays (n,) of finite numbers, n >= 1."""
    pair = np.asarray(truth, dtype=np.float64), np.asarray(predicted, dtype=np.float64)
    _check_lengths(*pair)
    if not (np.isfinite(pair[0]).all() and np.isfinite(pair[1]).all()):
        msg = "a value is NaN or infinite; leave such rows out before measuring"
        raise InputError(msg)
    return pair


def _check_lengths(truth: NDArray[np.generic], predicted: NDArray[np.generic]) -> None:
    if truth.ndim != 1 or truth.shape != predicted.shape or truth.size == 0:
        msg = (
            f"arrays have shapes {truth.shape} and {predicted.shape}; "
            "expected one truth and one prediction a row, (n,) and (n,) with n >= 1"
        )
        raise InputError(msg)
