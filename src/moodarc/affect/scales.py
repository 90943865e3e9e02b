"""From a printed range to [-1, 1] and back: the one place where scales change (BAEK-1)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError

__all__ = ["normalise", "to_unit_interval"]


def normalise(values: ArrayLike, low: float, high: float) -> NDArray[np.float64]:
    """Map [low, high] onto [-1, 1]: x' = 2 (x - low) / (high - low) - 1 (BAEK eq. 4).

    Args:
        values: any shape, in [low, high]; NaN stays NaN.
        low: what becomes -1: the end of the scale, or the least value of the data (as BAEK does).
        high: what becomes 1.

    Raises:
        InputError: low is not below high, or a value lies outside them.

    >>> normalise([1.0, 5.0, 9.0], 1.0, 9.0)
    array([-1.,  0.,  1.])
    """
    if not low < high:
        msg = f"the scale runs from {low!r} to {high!r}; its low end must lie below its high end"
        raise InputError(msg)
    printed = np.asarray(values, dtype=np.float64)
    outside = printed[(printed < low) | (printed > high)]
    if outside.size:
        msg = f"{float(outside[0])!r} is outside the scale [{low}, {high}]; was another one used?"
        raise InputError(msg)
    return 2.0 * (printed - low) / (high - low) - 1.0


def to_unit_interval(values: ArrayLike) -> NDArray[np.float64]:
    """Map [-1, 1] onto [0, 1], as the formats that others read want it.

    >>> to_unit_interval([-1.0, 0.5])
    array([0.  , 0.75])
    """
    return (np.asarray(values, dtype=np.float64) + 1.0) / 2.0
