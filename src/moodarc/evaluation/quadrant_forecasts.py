"""Forecasts of people's emotion vectors at the next moment and the one after (BAEK-9).

Every forecast is made at a moment from it and what that person felt before, never from later:

- `persistence`: as now.
- `own_mean`: the mean of the person's moments so far, this one included (past days too).
- `mmm`: V P^n with the population's matrix as people expect each other (BAEK eq. 23).
- `pmm`: V P^n with the person's own matrix from their steps so far, exactly as printed. At a
  person's first moments, or where all of V falls on rows of zeros, it knows nothing and says what
  the MMM says (BAEK has the listener type in probabilities there; these people were not asked).
- `pmm_smoothed`: the same drawn towards other people (`listener.TransitionPrior`).

Steps are learned within a day only, as the targets are; a day's first moment is forecast from like
any other. Two protocols say of whom the prior is learned:

- `forward`: of the first half of each person's days; forecasts of the later half count.
- `unseen`: of other people, in folds; all forecasts count. A person's own past is used by both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import FeltMoments
from moodarc.errors import DatasetError
from moodarc.evaluation.felt_steps import felt_shares, following, steps_of
from moodarc.listener import (
    FELT_PRIOR,
    POPULATION_MODEL,
    EmotionSteps,
    TransitionPrior,
    fit_prior,
    normalised_rows,
)
from moodarc.metrics import mae, nrmse, rmse
from moodarc.protocols import group_folds

__all__ = [
    "HORIZONS",
    "MODELS",
    "QuadrantForecasts",
    "forecast_quadrants",
    "forward_forecasts",
    "later_half",
    "table_errors",
    "unseen_forecasts",
]

_Values = NDArray[np.float64]

MODELS: Final = ("persistence", "own_mean", "mmm", "pmm", "pmm_smoothed")
HORIZONS: Final = (1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class QuadrantForecasts:
    """Forecasts from n moments, at one or two moments ahead.

    Attributes:
        told: by model and horizon (1 or 2), float64 (n, 4), rows sum to 1.
        truth: by horizon, float64 (n, 4); NaN where the day holds no such moment.
        subjects: (n,) whose.
        counts: (n,) whether the protocol scores this moment.
        at_a_loss: (n,) whether the paper's own form knew nothing at the next moment.
    """

    told: dict[tuple[str, int], _Values]
    truth: dict[int, _Values]
    subjects: NDArray[np.int64]
    counts: NDArray[np.bool_]
    at_a_loss: NDArray[np.bool_]

    def scored(self, ahead: int) -> NDArray[np.bool_]:
        """The moments that count and have a truth that far ahead; bool (n,)."""
        return self.counts & np.isfinite(self.truth[ahead]).all(axis=1)


def forecast_quadrants(
    moments: FeltMoments, *, prior: TransitionPrior = FELT_PRIOR
) -> QuadrantForecasts:
    """All models from all moments, with one prior; the shipped one where none is given.

    The shipped prior is of Hoemann's 41 people: on them it is no honest test of `pmm_smoothed`.
    """
    vectors, counts = felt_shares(moments), _earlier_counts(moments)
    models = {
        "mmm": np.broadcast_to(POPULATION_MODEL, counts.shape),
        "pmm": normalised_rows(counts),
        "pmm_smoothed": prior.smooth(counts),
    }
    steady = {"persistence": vectors, "own_mean": _expanding_means(moments, vectors)}
    told = {(name, ahead): values for name, values in steady.items() for ahead in HORIZONS}
    for name, matrices in models.items():
        for ahead in HORIZONS:
            told[name, ahead] = _ahead(vectors, matrices, ahead)
    lost = np.isnan(told["pmm", 1][:, 0])
    for ahead in HORIZONS:
        known = np.isfinite(told["pmm", ahead]).all(axis=1, keepdims=True)
        told["pmm", ahead] = np.where(known, told["pmm", ahead], told["mmm", ahead])
    return QuadrantForecasts(
        told=told,
        truth={ahead: _truth(moments, vectors, ahead) for ahead in HORIZONS},
        subjects=moments.subjects,
        counts=np.ones(len(moments), dtype=bool),
        at_a_loss=lost,
    )


def forward_forecasts(moments: FeltMoments) -> QuadrantForecasts:
    """The prior is of everybody's first half of days, the forecasts of the rest count.

    Raises:
        DatasetError: nobody has two days, or too little was felt to learn from.
    """
    later = later_half(moments)
    if not later.any():
        msg = "every person has one day only; forward forecasts need two"
        raise DatasetError(msg)
    prior = fit_prior(_people(moments, ~later))
    found = forecast_quadrants(moments, prior=prior)
    return QuadrantForecasts(found.told, found.truth, found.subjects, later, found.at_a_loss)


def unseen_forecasts(
    moments: FeltMoments, *, rng: np.random.Generator, n_folds: int = 5
) -> QuadrantForecasts:
    """The prior is of other people only, fold by fold.

    Args:
        moments: of n_folds people or more.
        rng: lays the folds.
        n_folds: at least 2.

    Raises:
        InputError: fewer people than folds, or too little was felt to learn from.
    """
    folds = group_folds(np.zeros(len(moments), int), moments.subjects, n_folds=n_folds, rng=rng)
    found = forecast_quadrants(moments)
    told = found.told | {("pmm_smoothed", a): np.empty((len(moments), 4)) for a in HORIZONS}
    for fold in range(n_folds):
        test = folds == fold
        without = forecast_quadrants(moments, prior=fit_prior(_people(moments, ~test)))
        for ahead in HORIZONS:
            told["pmm_smoothed", ahead][test] = without.told["pmm_smoothed", ahead][test]
    return QuadrantForecasts(told, found.truth, found.subjects, found.counts, found.at_a_loss)


def table_errors(truth: _Values, told: _Values) -> dict[str, _Values]:
    """Errors by emotion as BAEK Tables 12-14, each float64 (4,); their mean is the "Avg." row.

    NRMSE is RMSE over a range of 1 (MISSION, BAEK-3), a fraction, not per cent.
    """
    errors: dict[str, Callable[[_Values, _Values], float]] = {
        "mse": lambda true, guess: rmse(true, guess) ** 2,
        "rmse": rmse,
        "mae": mae,
        "nrmse": lambda true, guess: nrmse(true, guess, value_range=1.0),
    }
    pairs = list(zip(truth.T, told.T, strict=True))
    return {
        name: np.array([error(true, guess) for true, guess in pairs])
        for name, error in errors.items()
    }


def _ahead(vectors: _Values, matrices: _Values, steps: int) -> _Values:
    """V P^n made to sum to 1, NaN where all of it is lost."""
    amounts = vectors
    for _ in range(steps):
        amounts = np.einsum("ni,nij->nj", amounts, matrices)
    totals = amounts.sum(axis=1, keepdims=True)
    lost = np.full_like(amounts, np.nan)
    return np.asarray(np.divide(amounts, totals, out=lost, where=totals > 1e-12))


def _earlier_counts(moments: FeltMoments) -> _Values:
    """Soft steps of the person that have ended by each moment, float64 (n, 4, 4)."""
    vectors, after = felt_shares(moments), following(moments, 1)
    ended = np.zeros((len(moments), 4, 4))
    begins = np.flatnonzero(after >= 0)
    ended[after[begins]] = vectors[begins][:, :, None] * vectors[after[begins]][:, None, :]
    return _running(moments, ended)


def _expanding_means(moments: FeltMoments, vectors: _Values) -> _Values:
    sums = _running(moments, vectors)
    return np.asarray(sums / _running(moments, np.ones((len(vectors), 1))))


def _running(moments: FeltMoments, values: _Values) -> _Values:
    """Sums so far within each person, this row included."""
    sums = np.empty_like(values)
    for person in np.unique(moments.subjects):
        rows = moments.subjects == person
        sums[rows] = np.cumsum(values[rows], axis=0)
    return sums


def _truth(moments: FeltMoments, vectors: _Values, ahead: int) -> _Values:
    rows = following(moments, ahead)
    return np.where((rows >= 0)[:, None], vectors[rows], np.nan)


def later_half(moments: FeltMoments) -> NDArray[np.bool_]:
    """Whether a moment lies in the second half of its person's days, bool (n,).

    Of an odd number of days the one in the middle belongs to the first half.
    """
    later = np.zeros(len(moments), dtype=bool)
    for person in np.unique(moments.subjects):
        rows = moments.subjects == person
        days = np.unique(moments.days[rows])
        later[rows] = np.isin(moments.days[rows], days[(len(days) + 1) // 2 :])
    return later


def _people(moments: FeltMoments, chosen: NDArray[np.bool_]) -> list[EmotionSteps]:
    return [
        steps_of(moments, np.flatnonzero(chosen & (moments.subjects == person)))
        for person in np.unique(moments.subjects[chosen])
    ]
