"""How a listener's emotions follow each other: BAEK's mental model, a Markov chain of four.

A model is a transition matrix, float64 (4, 4), rows and columns happy, angry, sad, peaceful: row i
says where emotion i goes in one step (BAEK: one hour). A row sums to 1, or in the paper's form to 0
where the emotion was never left. Steps of any length are in `mental_model_time`, gaps between
moments in `mental_model_gaps`, the prior of the population in `mental_model_prior`.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.affect import EmotionVector, Quadrant, shares
from moodarc.errors import InputError
from moodarc.listener.mental_model_population import FELT_PRIOR, POPULATION_MODEL
from moodarc.listener.mental_model_prior import TransitionPrior
from moodarc.listener.mental_model_steps import EmotionSteps

__all__ = [
    "POPULATION_MODEL",
    "forecast",
    "interpolate",
    "normalised_rows",
    "personal_model",
    "typed_model",
]


def personal_model(
    history: ArrayLike, *, paper: bool = False, prior: TransitionPrior = FELT_PRIOR
) -> NDArray[np.float64]:
    """The listener's own matrix (BAEK-6, eq. 13-14), smoothed towards the population.

    tp_ij = sum over steps of E_i(t - 1) E_j(t), plus the prior's imagined steps, each row divided
    by its sum. In the paper's form nothing is imagined, and an emotion never left keeps a row of
    zeros: what the listener feels there is lost from the forecast.

    Args:
        history: (t, 4) emotion vectors at equal steps, oldest first, t >= 2.
        paper: exactly as printed.
        prior: of the population, for one step; not used by the paper's form.

    Raises:
        InputError: fewer than two vectors, or values that are no shares.

    >>> personal_model([(1, 0, 0, 0), (0.5, 0, 0, 0.5)], paper=True)[0].tolist()
    [0.5, 0.0, 0.0, 0.5]
    """
    rows = np.asarray(history, dtype=np.float64)
    if rows.ndim != 2 or rows.shape[1] != 4 or len(rows) < 2:
        msg = f"history has shape {rows.shape}; expected (t, 4) with t >= 2, oldest first"
        raise InputError(msg)
    counts = EmotionSteps.between(rows).counts
    return normalised_rows(counts) if paper else prior.smooth(counts)


def normalised_rows(counts: ArrayLike) -> NDArray[np.float64]:
    """Rows of soft steps divided by their sums (eq. 14); (..., 4, 4), rows of zeros stay so."""
    amounts = np.asarray(counts, dtype=np.float64)
    totals = amounts.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(amounts, totals, out=np.zeros(amounts.shape), where=totals > 0.0))


def typed_model(percentages: ArrayLike) -> NDArray[np.float64]:
    """The matrix of probabilities that a new listener typed in (BAEK section 4.1, Fig. 6).

    Args:
        percentages: (4, 4), each 0 to 100; a row need not sum to 100, its proportions count.

    Raises:
        InputError: another shape, a value outside 0 to 100, or a row with nothing in it.

    >>> typed_model([(50, 0, 0, 50), (0, 100, 0, 0), (0, 0, 30, 30), (20, 20, 20, 20)])[2].tolist()
    [0.0, 0.0, 0.5, 0.5]
    """
    typed = np.asarray(percentages, dtype=np.float64)
    if typed.shape != (4, 4):
        msg = f"transition probabilities of shape {typed.shape}; expected 4 rows of 4 numbers"
        raise InputError(msg)
    for quadrant, row in zip(Quadrant, typed.tolist(), strict=True):
        if not all(0.0 <= value <= 100.0 for value in row):
            msg = f"from {quadrant} to others is {row}; expected four numbers from 0 to 100"
            raise InputError(msg)
        if not any(row):
            msg = f"from {quadrant} leads nowhere, all four are 0; give at least one above 0"
            raise InputError(msg)
    return normalised_rows(typed)


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
