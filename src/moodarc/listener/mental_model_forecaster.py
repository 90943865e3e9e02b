"""The mental model as a `Forecaster`: the listener's own, the population's, or one typed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.affect import (
    AffectBelief,
    AffectReading,
    AffectState,
    EmotionVector,
    Quadrant,
    shares,
)
from moodarc.errors import InputError
from moodarc.listener.forecaster import AffectForecast, state_of_shares
from moodarc.listener.mental_model import POPULATION_MODEL, typed_model
from moodarc.listener.mental_model_bands import DRAWS, answer_bands, start_draws
from moodarc.listener.mental_model_population import (
    FELT_PRIOR,
    FELT_RATES,
    FELT_SCATTER,
    FELT_STEP_H,
)
from moodarc.listener.mental_model_prior import TransitionPrior
from moodarc.listener.mental_model_steps import EmotionSteps, felt_moments
from moodarc.listener.mental_model_time import fit_generator, transitions_after
from moodarc.randomness import derive_rng

__all__ = ["FURTHEST_H", "MentalModel", "MentalModelForecaster"]

_Values = NDArray[np.float64]
FURTHEST_H: Final = 1000.0
"""Hours; long before them every chain is at its end."""


@dataclass(frozen=True, slots=True, eq=False)
class MentalModel:
    """A Markov chain of the four quadrants, and how well it is known.

    Attributes:
        name: "personal", "population", "mmm" or "typed".
        matrix: float64 (4, 4), one step; rows sum to 1.
        step_h: hours of that step.
        rates: float64 (4, 4) per hour where it runs in continuous time; None where it runs by
            steps, with straight lines between them (eq. 19).
        evidence: float64 (4,) how many steps stand behind each row; None where it is certain.
        n_steps: how many of them were the listener's own.
    """

    name: str
    matrix: _Values
    step_h: float = 1.0
    rates: _Values | None = None
    evidence: _Values | None = None
    n_steps: int = 0

    @classmethod
    def population(cls) -> "MentalModel":
        """People as they were seen to move (`FELT_RATES`)."""
        evidence = np.full(4, FELT_PRIOR.strength)
        return cls(
            "population", transitions_after(FELT_RATES, 1.0), rates=FELT_RATES, evidence=evidence
        )

    @classmethod
    def mmm(cls) -> "MentalModel":
        """People as they expect each other to move (BAEK eq. 23)."""
        return cls("mmm", POPULATION_MODEL)

    @classmethod
    def typed(cls, percentages: ArrayLike, *, step_h: float = 1.0) -> "MentalModel":
        """As the listener typed it in.

        Raises:
            InputError: as `typed_model`, or a step that is not above 0.
        """
        if not 0.0 < step_h <= FURTHEST_H:
            msg = f"a step of {step_h!r} hours; expected a number above 0, up to {FURTHEST_H:g}"
            raise InputError(msg)
        return cls("typed", typed_model(percentages), step_h=step_h)

    @classmethod
    def personal(cls, readings: Sequence[AffectReading]) -> "MentalModel":
        """The listener's own, drawn towards the population; without two moments it is theirs."""
        vectors, hours = felt_moments(readings)
        if len(vectors) < 2:
            return cls.population()
        return cls.of_steps(EmotionSteps.between(vectors, hours))

    @classmethod
    def of_steps(
        cls,
        steps: EmotionSteps,
        *,
        rates: ArrayLike = FELT_RATES,
        strength: float = FELT_PRIOR.strength,
    ) -> "MentalModel":
        """The model of one listener's steps of known length, drawn towards a population.

        Args:
            steps: may be none.
            rates: (4, 4) of the population, per hour.
            strength: how many steps of `FELT_STEP_H` from each emotion the population weighs.
        """
        prior = TransitionPrior(transitions_after(rates, FELT_STEP_H), strength)
        own = fit_generator(steps, prior, step_h=FELT_STEP_H)
        return cls(
            "personal",
            transitions_after(own, 1.0),
            rates=own,
            evidence=strength + steps.before.sum(axis=0),
            n_steps=len(steps),
        )

    def transitions(self, hours: float) -> _Values:
        """P(d), float64 (4, 4), rows sum to 1.

        Raises:
            InputError: hours below 0 or above `FURTHEST_H`.
        """
        if not 0.0 <= hours <= FURTHEST_H:
            msg = f"{hours!r} hours ahead; expected 0 to {FURTHEST_H:g}"
            raise InputError(msg)
        if self.rates is not None:
            return transitions_after(self.rates, hours)
        steps = hours / self.step_h
        whole = int(steps)
        before = np.linalg.matrix_power(self.matrix, whole)
        after: _Values = before @ self.matrix
        return np.asarray((1.0 - steps + whole) * before + (steps - whole) * after)


@dataclass(frozen=True, slots=True)
class MentalModelForecaster:
    """V(t + d) = V(t) P(d) with bands (BAEK-7).

    Attributes:
        model: which chain; None = the listener's own, from the readings handed in.
        seed: of the bands' draws.
    """

    model: MentalModel | None = None
    seed: int = 0

    @property
    def name(self) -> str:
        """In a word, which model this is."""
        return "personal" if self.model is None else self.model.name

    def forecast(
        self, readings: Sequence[AffectReading], belief: AffectBelief, hours: Sequence[float]
    ) -> tuple[AffectForecast, ...]:
        """One forecast for each of the hours; see `Forecaster`."""
        now = belief.state.at
        past = [reading for reading in readings if reading.state.at <= now]
        model = MentalModel.personal(past) if self.model is None else self.model
        return tuple(self._ahead(model, belief, hour) for hour in hours)

    def _ahead(self, model: MentalModel, belief: AffectBelief, hour: float) -> AffectForecast:
        matrix = model.transitions(hour)
        rng = derive_rng(self.seed, "forecast", round(hour * 3600.0))
        told = _shares(_known(belief.emotion_vector) @ matrix)
        if hour == 0.0:
            return _now(belief, told, rng)
        state = state_of_shares(told, belief.state.at + timedelta(hours=hour))
        starts = start_draws(belief, DRAWS, rng)
        ends = answer_bands(starts, matrix, model.evidence, scatter=FELT_SCATTER, rng=rng)
        return _told(state, told, ends)


def _now(belief: AffectBelief, told: EmotionVector, rng: np.random.Generator) -> AffectForecast:
    """What is felt now: as given where shares were, else with the scatter of an answer."""
    if belief.vector is not None:
        return _told(belief.state, told, np.array([told, told]))
    starts = np.repeat(np.array([told]), DRAWS, axis=0)
    ends = answer_bands(starts, np.eye(4), None, scatter=FELT_SCATTER, rng=rng)
    return _told(belief.state, told, ends)


def _told(state: AffectState, vector: EmotionVector, ends: _Values) -> AffectForecast:
    low, high = (tuple(side) for side in ends.tolist())
    return AffectForecast(state=state, vector=vector, low=low, high=high)


def _known(vector: EmotionVector) -> _Values:
    """The shares; of a listener of whom nothing is known, a quarter each."""
    return np.array(vector) if any(vector) else np.full(4, 0.25)


def _shares(amounts: _Values) -> EmotionVector:
    return shares(dict(zip(Quadrant, amounts.tolist(), strict=True)))
