"""The population's affect dynamics, learned from moments of everyday life.

What ships is learned from the eighteen raw scores, not from the table's word norms: each emotion is
given the place of the Thayer term nearest in meaning (`FELT_TERMS`), and a moment is the mean of
its emotions' points weighted by their scores (BAEK eq. 1-3, as `affect.terms_point`).

One Ornstein-Uhlenbeck process a dimension with a home base of each person's own (home base normal
between people) and fresh noise is fitted to all people by maximum likelihood; then each person's
own log S and log T by maximum a posteriori, whose spread, with what each leaves open, is the
spread between people (empirical Bayes). Times are local clock times, nights included.

Held-out people: five folds of people; a model fitted on four folds foretells each reading of the
fifth from that person's readings before it. Each person's first reading is left out, as a random
walk has no place to start from. Log density per reading, in nats:

- `independent`: home base and noise, no dynamics;
- `random_walk`: no home base to return to (T = 10^5 h) with noise;
- `ornstein_uhlenbeck`: the model.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from moodarc.datasets import FeltMoments
from moodarc.errors import DatasetError
from moodarc.evaluation.felt_points import felt_points
from moodarc.listener.dynamics import OrnsteinUhlenbeck
from moodarc.listener.dynamics_fit import (
    DynamicsPrior,
    Series,
    fit_process,
    log_likelihood,
    series_of,
)

__all__ = [
    "LearnedDynamics",
    "held_out",
    "learn_dynamics",
    "person_series",
    "personal_gain",
]

_FOLDS: Final = 5
_ROUNDS: Final = 20
_NEVER_H: Final = 1e5
_BOUNDS: Final = (
    (-1.0, 1.0),
    (math.log(1e-6), 0.0),
    (math.log(1e-5), math.log(1e4)),
    (math.log(0.05), math.log(_NEVER_H)),
    (math.log(1e-4), 0.0),
)
"""of home, log home variance, log S, log T, log noise"""
_START: Final = (0.1, math.log(0.04), math.log(0.1), math.log(3.0), math.log(0.05))
_FREE: Final = {
    "independent": (0, 1, 4),
    "random_walk": (0, 2, 4),
    "ornstein_uhlenbeck": (0, 1, 2, 3, 4),
}
_FIXED: Final = {
    "independent": {2: math.log(1e-5), 3: 0.0},
    "random_walk": {1: math.log(1e-6), 2: math.log(100.0), 3: math.log(_NEVER_H)},
    "ornstein_uhlenbeck": {},
}


@dataclass(frozen=True, slots=True)
class LearnedDynamics:
    """Of one dimension.

    Attributes:
        process: what people are like.
        noise: variance of a reading about the felt affect.
        log_variance_sd: spread of log S between people.
        log_time_constant_sd: spread of log T.
    """

    process: OrnsteinUhlenbeck
    noise: float
    log_variance_sd: float
    log_time_constant_sd: float


def person_series(moments: FeltMoments, dimension: int) -> list[Series]:
    """Each person's readings in order of time, with variance 1; moments without a time left out.

    Args:
        moments: of all people.
        dimension: 0 valence, 1 arousal.

    Raises:
        DatasetError: nobody has two moments with a time.
    """
    values = felt_points(moments)[:, dimension]
    people = []
    for person in np.unique(moments.subjects):
        rows = np.flatnonzero((moments.subjects == person) & np.isfinite(moments.hours))
        rows = rows[np.argsort(moments.hours[rows], kind="stable")]
        if len(rows) > 1:
            people.append(series_of(moments.hours[rows], values[rows], np.ones(len(rows))))
    if not people:
        msg = "nobody has two moments with a time; expected the column ts of the published table"
        raise DatasetError(msg)
    return people


def learn_dynamics(people: Sequence[Series]) -> LearnedDynamics:
    """What people are like in one dimension."""
    shared = _fit(people, "ornstein_uhlenbeck")
    centre, spread = np.log([shared.variance, shared.time_constant_h]), np.array([0.5, 0.5])
    for _ in range(_ROUNDS):
        modes, open_ = zip(
            *(_own(one, shared, centre=centre, spread=spread) for one in people), strict=True
        )
        apart = np.mean((np.array(modes) - centre) ** 2, axis=0)
        spread = np.sqrt(apart + np.mean(open_, axis=0))
    process = replace(shared, noise_scale=1.0)
    return LearnedDynamics(process, shared.noise_scale, *spread.tolist())


def held_out(people: Sequence[Series], *, seed: int = 0) -> dict[str, NDArray[np.float64]]:
    """Mean log density of each held-out person's readings but the first, by model, (n_people,)."""
    scores = {model: np.empty(len(people)) for model in _FREE}
    for fold, rest in _people_apart(len(people), seed):
        others = [people[i] for i in rest]
        for model, score in scores.items():
            process = _fit(others, model)
            for i in fold:
                score[i] = log_likelihood(people[i], process)[1:].mean()
    return scores


def personal_gain(people: Sequence[Series], *, seed: int = 0) -> NDArray[np.float64]:
    """What one's own S, T and noise add, (n_people,): mean log density in nats.

    Each person's first half gives their own dynamics, with the other folds' population as prior and
    the shipped spreads; their second half is foretold with them, and with the population's.
    """
    gains = np.empty(len(people))
    for fold, others in _people_apart(len(people), seed):
        population = _fit([people[i] for i in others], "ornstein_uhlenbeck")
        for i in fold:
            half = len(people[i].hours) // 2
            first = Series(*(column[:half] for column in people[i]))
            fitted = fit_process(first, population, DynamicsPrior())
            own = replace(fitted, home=population.home, home_variance=population.home_variance)
            gain = log_likelihood(people[i], own) - log_likelihood(people[i], population)
            gains[i] = gain[half:].mean()
    return gains


def _people_apart(n: int, seed: int) -> Iterator[tuple[NDArray[np.intp], list[int]]]:
    """Each fold of people, and the others."""
    order = np.random.default_rng(seed).permutation(n)
    for fold in np.array_split(order, min(_FOLDS, n)):
        yield fold, [int(i) for i in order if i not in fold]


def _process(model: str, free: NDArray[np.float64]) -> OrnsteinUhlenbeck:
    """Of the free parameters of a model; the readings' variance is the noise scale."""
    at = {**dict(zip(_FREE[model], free.tolist(), strict=True)), **_FIXED[model]}
    return OrnsteinUhlenbeck(
        home=at[0],
        home_variance=math.exp(at[1]),
        variance=math.exp(at[2]),
        time_constant_h=math.exp(at[3]),
        noise_scale=math.exp(at[4]),
    )


def _fit(people: Sequence[Series], model: str) -> OrnsteinUhlenbeck:
    """Maximum likelihood over all people; of a random walk without their first readings."""
    free = _FREE[model]
    start = np.array([_START[i] for i in free])
    if model == "random_walk":
        # Its step variance per hour is 2 S / T.
        return _fit_random_walk(people)

    def loss(at: NDArray[np.float64]) -> float:
        process = _process(model, at)
        return -sum(float(log_likelihood(one, process).sum()) for one in people)

    best = minimize(loss, start, method="L-BFGS-B", bounds=[_BOUNDS[i] for i in free])
    return _process(model, best.x)


def _fit_random_walk(people: Sequence[Series]) -> OrnsteinUhlenbeck:
    def process(at: NDArray[np.float64]) -> OrnsteinUhlenbeck:
        step, noise = np.exp(at).tolist()
        return OrnsteinUhlenbeck(
            home=0.0,
            home_variance=0.0,
            variance=step * _NEVER_H / 2.0,
            time_constant_h=_NEVER_H,
            noise_scale=noise,
        )

    def loss(at: NDArray[np.float64]) -> float:
        walk = process(at)
        return -sum(float(log_likelihood(one, walk)[1:].sum()) for one in people)

    bounds = [(math.log(1e-6), 0.0), (math.log(1e-4), 0.0)]
    best = minimize(loss, np.log([0.01, 0.1]), method="L-BFGS-B", bounds=bounds)
    return process(best.x)


def _own(
    series: Series,
    shared: OrnsteinUhlenbeck,
    *,
    centre: NDArray[np.float64],
    spread: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A person's log S and log T, and the variance that their readings leave open (Laplace)."""

    def loss(at: NDArray[np.float64]) -> float:
        process = OrnsteinUhlenbeck(
            home=shared.home,
            home_variance=shared.home_variance,
            variance=math.exp(at[0]),
            time_constant_h=math.exp(at[1]),
            noise_scale=shared.noise_scale,
        )
        surprise = float((((at - centre) / spread) ** 2).sum()) / 2.0
        return surprise - float(log_likelihood(series, process).sum())

    best = minimize(loss, centre, method="L-BFGS-B", bounds=[_BOUNDS[2], _BOUNDS[3]]).x
    return best, np.diag(np.linalg.inv(_curvature(loss, best)))


def _curvature(
    loss: Callable[[NDArray[np.float64]], float], at: NDArray[np.float64], step: float = 0.05
) -> NDArray[np.float64]:
    """Hessian of two parameters by central differences."""
    moves = np.eye(2) * step
    hessian = np.empty((2, 2))
    for i in range(2):
        for j in range(2):
            signs = ((1, 1), (1, -1), (-1, 1), (-1, -1))
            hessian[i, j] = sum(
                a * b * loss(at + a * moves[i] + b * moves[j]) for a, b in signs
            ) / (4.0 * step**2)
    return hessian
