"""How a listener's emotions follow each other: BAEK's mental model, a Markov chain of four.

A model is a transition matrix, float64 (4, 4), rows and columns happy, angry, sad, peaceful: row i
says where emotion i goes in one step (BAEK: one hour). A row sums to 1, or to 0 where the emotion
was never seen (BAEK-6 keeps it so).
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.affect import EmotionVector, Quadrant, shares
from moodarc.errors import InputError

__all__ = ["POPULATION_MODEL", "forecast", "interpolate", "personal_model"]

POPULATION_MODEL: NDArray[np.float64] = np.array(
    [
        [0.34, 0.16, 0.14, 0.36],
        [0.17, 0.35, 0.34, 0.14],
        [0.15, 0.29, 0.41, 0.15],
        [0.35, 0.13, 0.13, 0.39],
    ]
)
"""MMM, what people in general expect of each other (BAEK eq. 23, after Thornton and Tamir 2017)."""
POPULATION_MODEL.setflags(write=False)


def personal_model(history: ArrayLike) -> NDArray[np.float64]:
    """The listener's own matrix (BAEK-6, eq. 13-14).

    tp_ij = sum over steps of E_i(t - 1) E_j(t), each row divided by its sum; an emotion never left
    keeps a row of zeros.

    Args:
        history: (t, 4) emotion vectors at equal steps, oldest first, t >= 2.

    Raises:
        InputError: fewer than two vectors, or values that are no shares.

    >>> personal_model([(1, 0, 0, 0), (0.5, 0, 0, 0.5)])[0].tolist()
    [0.5, 0.0, 0.0, 0.5]
    """
    steps = np.asarray(history, dtype=np.float64)
    if steps.ndim != 2 or steps.shape[1] != 4 or len(steps) < 2:
        msg = f"history has shape {steps.shape}; expected (t, 4) with t >= 2, oldest first"
        raise InputError(msg)
    if not ((steps >= 0.0) & (steps <= 1.0)).all():
        msg = "history holds a value outside [0, 1]; expected emotion vectors (shares)"
        raise InputError(msg)
    counts = steps[:-1].T @ steps[1:]
    totals = counts.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(counts, totals, out=np.zeros((4, 4)), where=totals > 0.0))


def forecast(vector: EmotionVector, model: ArrayLike, steps: float) -> EmotionVector:
    """V(t + n) = V(t) P^n (BAEK-7, eq. 16); between whole steps by `interpolate` (eq. 19).

    What falls on a row of zeros is lost, and the rest is made to sum to 1 again; where all is lost
    nothing is known, and every share is 0.

    Args:
        vector: now.
        model: (4, 4).
        steps: how far ahead, in the model's step, >= 0.

    Raises:
        InputError: steps below 0 or not finite, or a model of another shape.

    >>> [round(share, 2) for share in forecast(EmotionVector(1, 0, 0, 0), POPULATION_MODEL, 2)]
    [0.29, 0.2, 0.21, 0.31]
    """
    matrix = np.asarray(model, dtype=np.float64)
    if matrix.shape != (4, 4) or not 0.0 <= steps < math.inf:
        msg = f"{steps!r} steps of a model of shape {matrix.shape}; expected >= 0 and (4, 4)"
        raise InputError(msg)
    whole = math.floor(steps)
    before = _after(vector, matrix, whole)
    if whole == steps:
        return before
    return interpolate(before, _after(vector, matrix, whole + 1), steps - whole)


def interpolate(first: EmotionVector, second: EmotionVector, fraction: float) -> EmotionVector:
    """The vector on the straight line between two (BAEK-8, eq. 19); one unknown leaves the other.

    Args:
        first: at fraction 0.
        second: at fraction 1.
        fraction: of the time between them that has passed, in [0, 1].

    Raises:
        InputError: a fraction outside [0, 1].

    >>> interpolate(EmotionVector(1, 0, 0, 0), EmotionVector(0, 0, 0, 1), 0.25)
    EmotionVector(happy=0.75, angry=0.0, sad=0.0, peaceful=0.25)
    """
    if not 0.0 <= fraction <= 1.0:
        msg = f"fraction is {fraction!r}; expected a number in [0, 1]"
        raise InputError(msg)
    between = (1.0 - fraction) * np.asarray(first) + fraction * np.asarray(second)
    return shares(dict(zip(Quadrant, between.tolist(), strict=True)))


def _after(vector: EmotionVector, matrix: NDArray[np.float64], steps: int) -> EmotionVector:
    amounts = np.asarray(vector) @ np.linalg.matrix_power(matrix, steps)
    return shares(dict(zip(Quadrant, amounts.tolist(), strict=True)))
