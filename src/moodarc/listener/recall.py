"""The median of what a listener remembers: past moments, weighed by how much they still say.

Which value of the next moment has the least absolute error, if the next moment is like one of
those before? The weighted median of them. Recent moments weigh more, those of today still more,
and the present one most; moments of people in general stand in while a history is short. What a
listener felt *after* moments like the present one may weigh more, too.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Recall", "recalled", "weighted_median"]

_SPREAD: Final = np.array([0.4, 0.18])
"""deviation of valence and arousal between moments, by which likeness is measured"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """How memories are weighed."""

    prior: float = 3.0
    """how many moments the people in general count for"""
    present: float = 0.0
    """weight of the present moment, as a share of all past ones"""
    memory: float = 50.0
    """moments after which a memory weighs 1/e"""
    today: float = 1.0
    """factor of what is of the same day"""
    likeness: float = 0.0
    """factor - 1 of what followed a moment just like the present one"""


def recalled(
    values: NDArray[np.float64],
    days: NDArray[np.int64],
    population: NDArray[np.float64],
    *,
    how: Recall,
) -> NDArray[np.float64]:
    """The weighted median of each column, (2,).

    Args:
        values: (n, 2) moments so far, the present one last, n >= 1.
        days: (n,) of them.
        population: (m, 2) values of people in general, each of one m-th of the prior's weight.
        how: the weights.
    """
    n = len(values)
    weights = np.exp(np.arange(1 - n, 1) / how.memory)
    weights[days == days[-1]] *= how.today
    if how.likeness:
        weights[1:] *= 1.0 + how.likeness * _likeness(values, days)
    weights[-1] += how.present * weights.sum()
    prior = np.full(len(population), how.prior / len(population))
    atoms, together = np.concatenate([values, population]), np.concatenate([weights, prior])
    return np.array([weighted_median(column, together) for column in atoms.T])


def weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """The least value up to which lies half of the weight.

    >>> weighted_median(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 3.0]))
    2.0
    """
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order])
    return float(values[order[np.searchsorted(below, below[-1] / 2.0)]])


def _likeness(values: NDArray[np.float64], days: NDArray[np.int64]) -> NDArray[np.float64]:
    """Of each moment but the first, how like the present was the one before it, in [0, 1]."""
    apart = (((values[:-1] - values[-1]) / _SPREAD) ** 2).sum(axis=1)
    return np.asarray(np.where(days[1:] == days[:-1], np.exp(-2.0 * apart), 0.0))
