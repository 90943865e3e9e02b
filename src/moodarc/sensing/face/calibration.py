"""One temperature a head, so that stated certainty is kept (Guo et al. 2017)."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from moodarc.errors import InputError

__all__ = ["fitted_temperature"]

_LIMITS: Final = (0.05, 20.0)


def fitted_temperature(logits: NDArray[np.float32], truth: NDArray[np.int64]) -> float:
    """The T that makes softmax(logits / T) likeliest on answers it was not trained on.

    Args:
        logits: (n, c), n >= 1.
        truth: (n,) in [0, c).

    Raises:
        InputError: no answers, or unequal numbers.

    >>> round(fitted_temperature(np.array([[2.0, 0.0]] * 4), np.array([0, 0, 0, 1])), 3)
    1.82
    """
    if not len(logits) or len(logits) != len(truth):
        msg = f"{len(logits)} logits for {len(truth)} answers; expected one each, and some"
        raise InputError(msg)
    rows = np.arange(len(truth))

    def loss(log_temperature: float) -> float:
        told = log_softmax(logits.astype(np.float64) / math.exp(log_temperature), axis=1)
        return -float(told[rows, truth].mean())

    bounds = (math.log(_LIMITS[0]), math.log(_LIMITS[1]))
    found = minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-6})
    return math.exp(float(found.x))
