"""How many of people's answers lie inside the bands that `moodarc forecast` shows.

People are left out in folds: rates, strength and scatter are learned of the others. Each person's
own model is of the first half of their days; every moment of the later half that has a time is
forecast at the hours that truly passed until the next moment, or the one after.
"""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import FeltMoments
from moodarc.evaluation.felt_steps import (
    FeltPopulation,
    felt_shares,
    fit_population,
    following,
    steps_of,
)
from moodarc.evaluation.quadrant_forecasts import forecast_quadrants, later_half
from moodarc.listener import FELT_STEP_H, EmotionSteps, MentalModel, answer_bands, fit_scatter
from moodarc.protocols import group_folds
from moodarc.randomness import derive_rng

__all__ = ["ROUNDING", "HeldOutBands", "held_out_bands"]

_Values = NDArray[np.float64]

ROUNDING: Final = 0.005
"""A share counts as inside a band from this far away: bands are shown in whole per cent, and an
emotion that is not felt at all has a share of exactly 0."""

_DRAWS: Final = 1000


@dataclass(frozen=True, slots=True, eq=False)
class HeldOutBands:
    """Bands of n answers of people whom nothing was learned of but their own past.

    Attributes:
        truth: float64 (n, 4) what was felt.
        expected: float64 (n, 4) what was expected.
        ends: float64 (n, 2, 4) lower and upper end of each band.
        subjects: (n,) whose.
    """

    truth: _Values
    expected: _Values
    ends: _Values
    subjects: NDArray[np.int64]

    @property
    def inside(self) -> _Values:
        """1 where the answer lies in its band, else 0; float64 (n, 4)."""
        low, high = self.ends[:, 0] - ROUNDING, self.ends[:, 1] + ROUNDING
        return ((self.truth >= low) & (self.truth <= high)).astype(np.float64)


def held_out_bands(
    moments: FeltMoments, *, ahead: int = 1, seed: int = 0, n_folds: int = 5
) -> HeldOutBands:
    """Bands of the later half of everybody's days, by models of other people and their own past.

    Args:
        moments: of n_folds people or more.
        ahead: 1 or 2 moments.
        seed: of folds and draws.
        n_folds: at least 2.

    Raises:
        InputError: fewer people than folds, or too little was felt to learn from.
    """
    alike = np.zeros(len(moments), dtype=int)
    folds = group_folds(
        alike, moments.subjects, n_folds=n_folds, rng=derive_rng(seed, "band folds")
    )
    found = []
    for fold in range(n_folds):
        test = folds == fold
        teachers = _teach(moments, ~test)
        for person in np.unique(moments.subjects[test]):
            rng = derive_rng(seed, "bands", int(person))
            found.append(_bands_of(moments, person, teachers, ahead=ahead, rng=rng))
    columns = (field.name for field in fields(HeldOutBands))
    return HeldOutBands(
        *(np.concatenate([getattr(one, name) for one in found]) for name in columns)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Teachers:
    """What the people outside a fold teach."""

    population: FeltPopulation
    scatter: float


def _teach(moments: FeltMoments, chosen: NDArray[np.bool_]) -> _Teachers:
    people = np.unique(moments.subjects[chosen]).tolist()
    population = fit_population(moments, people, step_h=FELT_STEP_H)
    forecasts = forecast_quadrants(moments, prior=population.prior)
    rows = chosen & forecasts.scored(1)
    told = forecasts.told["pmm_smoothed", 1]
    return _Teachers(population, fit_scatter(forecasts.truth[1][rows], told[rows]))


def _bands_of(
    moments: FeltMoments,
    person: int,
    teachers: _Teachers,
    *,
    ahead: int,
    rng: np.random.Generator,
) -> HeldOutBands:
    own = moments.subjects == person
    later = later_half(moments)
    model = _own_model(moments, np.flatnonzero(own & ~later), teachers.population)
    then = following(moments, ahead)
    rows = np.flatnonzero(own & later & (then >= 0))
    hours = moments.hours[then[rows]] - moments.hours[rows]
    rows, hours = rows[hours > 0.0], hours[hours > 0.0]
    vectors = felt_shares(moments)
    expected, ends = np.empty((len(rows), 4)), np.empty((len(rows), 2, 4))
    for place, (row, hour) in enumerate(zip(rows, hours, strict=True)):
        matrix = model.transitions(float(hour))
        expected[place] = vectors[row] @ matrix
        starts = np.repeat(vectors[row][None], _DRAWS, axis=0)
        ends[place] = answer_bands(
            starts, matrix, model.evidence, scatter=teachers.scatter, rng=rng
        )
    return HeldOutBands(vectors[then[rows]], expected, ends, moments.subjects[rows])


def _own_model(
    moments: FeltMoments, rows: NDArray[np.int64], population: FeltPopulation
) -> MentalModel:
    steps = steps_of(moments, rows)
    timed = np.isfinite(steps.hours)
    known = EmotionSteps(steps.before[timed], steps.after[timed], steps.hours[timed])
    prior = population.prior
    return MentalModel.of_steps(known, rates=population.rates, strength=prior.strength)
