"""People's felt moments as steps: what is before, what is after, and what may be learned from.

A moment's shares are its eighteen scores summed by quadrant over the sum of all (BAEK eq. 10, the
words of `datasets.FELT_EMOTIONS`). A step leads to the next moment of the same day, never across
the night: the first moment of a day begins no step from yesterday, but is itself forecast from.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import Quadrant
from moodarc.datasets import FELT_EMOTIONS, FeltMoments
from moodarc.listener import EmotionSteps, TransitionPrior, fit_generator, fit_prior

__all__ = ["FeltPopulation", "felt_shares", "fit_population", "following", "steps_of"]

_WEIGHTLESS = 1e-6


class FeltPopulation(NamedTuple):
    """What people teach: the prior of a step, and rates per hour (4, 4)."""

    prior: TransitionPrior
    rates: NDArray[np.float64]


def felt_shares(moments: FeltMoments) -> NDArray[np.float64]:
    """Shares of the four quadrants, float64 (n, 4), rows sum to 1."""
    quadrant_of_word = np.array([list(Quadrant).index(q) for q in FELT_EMOTIONS.values()])
    amounts = moments.scores @ np.eye(4)[quadrant_of_word]
    return np.asarray(amounts / amounts.sum(axis=1, keepdims=True))


def following(moments: FeltMoments, ahead: int) -> NDArray[np.int64]:
    """Row of the moment that many later on the same day, int64 (n,); -1 where there is none."""
    n = len(moments)
    rows = np.arange(n) + ahead
    there = np.minimum(rows, n - 1)
    same = (rows < n) & (moments.subjects[there] == moments.subjects)
    return np.where(same & (moments.days[there] == moments.days), rows, -1)


def steps_of(moments: FeltMoments, rows: NDArray[np.int64]) -> EmotionSteps:
    """The steps that begin at these rows; a row that begins none is left out."""
    vectors, after = felt_shares(moments), following(moments, 1)
    begins = rows[after[rows] >= 0]
    ends = after[begins]
    hours = moments.hours[ends] - moments.hours[begins]
    return EmotionSteps(vectors[begins], vectors[ends], np.where(hours > 0.0, hours, np.nan))


def fit_population(moments: FeltMoments, people: Iterable[int], *, step_h: float) -> FeltPopulation:
    """The prior and the rates of some people, by whom others can be forecast.

    Raises:
        InputError: some emotion was never left by any of them.
    """
    by_person = [steps_of(moments, np.flatnonzero(moments.subjects == one)) for one in people]
    prior = fit_prior(by_person)
    steps = EmotionSteps.joined(by_person)
    timed = np.isfinite(steps.hours)
    known = EmotionSteps(steps.before[timed], steps.after[timed], steps.hours[timed])
    faint = TransitionPrior(prior.matrix, _WEIGHTLESS)
    return FeltPopulation(prior, fit_generator(known, faint, step_h=step_h))
