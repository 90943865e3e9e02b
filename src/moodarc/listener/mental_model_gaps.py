"""Emotion vectors at times when nobody asked (BAEK-5): the paper's polynomial, and a safe curve.

The paper lays one polynomial through all moments, in Newton's divided-difference form (eq. 11).
Between unequal or many moments it swings beyond them (Runge 1901) and leaves [0, 1]. Ours is the
piecewise cubic of Fritsch and Carlson (PCHIP, 1980), which stays between its two neighbours, each
vector being made to sum to 1 again.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError

__all__ = ["divided_differences", "fill_gaps", "newton_interpolate"]

_Values = NDArray[np.float64]


def newton_interpolate(times: ArrayLike, vectors: ArrayLike, at: ArrayLike) -> _Values:
    """E(x) = a_1 + a_2 (x - x_1) + a_3 (x - x_1)(x - x_2) + ... for each emotion (eq. 11).

    Args:
        times: (n,) of the moments, in any one unit, all different.
        vectors: (n, 4) shares.
        at: (m,) when to look.

    Returns:
        float64 (m, 4). No shares: they may be negative or above 1, though each row sums to 1.

    Raises:
        InputError: times that are not finite or stand twice, or shapes that do not fit.

    >>> newton_interpolate([0, 2], [(1, 0, 0, 0), (0, 0, 0, 1)], [1]).tolist()
    [[0.5, 0.0, 0.0, 0.5]]
    """
    x, y, asked = _checked(times, vectors, at)
    coefficients = divided_differences(x, y)
    value = np.zeros((len(asked), y.shape[1]))
    for place in range(len(x) - 1, -1, -1):
        value = value * (asked - x[place])[:, None] + coefficients[place]
    return value


def divided_differences(times: ArrayLike, values: ArrayLike) -> _Values:
    """Newton's coefficients a_1 ... a_n by column; (n,) and (n, k) -> (n, k).

    >>> divided_differences([0, 1, 2], [[0.0], [1.0], [4.0]]).ravel().tolist()
    [0.0, 1.0, 1.0]
    """
    x, table = np.asarray(times, dtype=np.float64), np.array(values, dtype=np.float64)
    for order in range(1, len(x)):
        gaps = (x[order:] - x[:-order])[:, None]
        table[order:] = (table[order:] - table[order - 1 : -1]) / gaps
    return table


def fill_gaps(times: ArrayLike, vectors: ArrayLike, at: ArrayLike) -> _Values:
    """Shares between moments, by PCHIP; before the first and after the last moment, that moment's.

    Args:
        times: (n,) of the moments, in any one unit, all different.
        vectors: (n, 4) shares.
        at: (m,) when to look.

    Returns:
        float64 (m, 4), each >= 0 and each row summing to 1.

    Raises:
        InputError: times that are not finite or stand twice, or shapes that do not fit.

    >>> fill_gaps([0, 2], [(1, 0, 0, 0), (0, 0, 0, 1)], [1, 9]).tolist()
    [[0.5, 0.0, 0.0, 0.5], [0.0, 0.0, 0.0, 1.0]]
    """
    x, y, asked = _checked(times, vectors, at)
    order = np.argsort(x)
    inside = np.clip(asked, x[order[0]], x[order[-1]])
    if len(x) == 1:
        return np.repeat(y, len(asked), axis=0)
    from scipy.interpolate import PchipInterpolator  # noqa: PLC0415 - slow to import

    curve = np.clip(PchipInterpolator(x[order], y[order], axis=0)(inside), 0.0, 1.0)
    return np.asarray(curve / curve.sum(axis=1, keepdims=True))


def _checked(
    times: ArrayLike, vectors: ArrayLike, at: ArrayLike
) -> tuple[_Values, _Values, _Values]:
    x, y = np.asarray(times, dtype=np.float64), np.asarray(vectors, dtype=np.float64)
    asked = np.atleast_1d(np.asarray(at, dtype=np.float64))
    if x.ndim != 1 or y.shape != (len(x), 4) or not len(x) or asked.ndim != 1:
        msg = f"times {x.shape} and vectors {y.shape}; expected (n,) and (n, 4) with n >= 1"
        raise InputError(msg)
    if not np.isfinite(x).all() or not np.isfinite(asked).all() or len(np.unique(x)) != len(x):
        msg = "a time stands twice or is not finite; give each moment its own time"
        raise InputError(msg)
    if not ((y >= 0.0) & (y <= 1.0)).all() or not np.allclose(y.sum(axis=1), 1.0, atol=0.02):
        msg = "a moment is no emotion vector; expected shares in [0, 1] that sum to 1"
        raise InputError(msg)
    return x, y, asked
