r"""What a listener's readings say of one axis of their affect in the long run, as a filter.

A deviation $d$ from the listener's level drifts back to 0 (Ornstein-Uhlenbeck, Kuppens et al. 2010,
*Feelings change*, J. Pers. Soc. Psychol. 99), is moved by music, and is seen through noise:

    d(t + s) = r d(t) + N(0, (1 - r^2) S),   r = exp(-s / tau)     left alone
    d       <- d + u f . b                                        a share u of a track was heard
    y        = level + part(t) + d + N(0, 1 / w)                  a reading

with $f$ the track's traits. Level, day parts and responses b are unknown numbers with normal
priors, so the whole is linear and Gaussian, and a Kalman filter gives their exact joint posterior.
A response is thus what the feeling did **beyond** what drift alone would have done, noise of the
reading before included: somebody who reads as very sad is expected to read less sad next
time whatever played (regression to the mean), and no track is credited with it.

S and tau are not normal. The filter runs on a grid of them at once, each point weighed by its prior
and by how well it foretold the readings (Bayesian model averaging); so their doubt is in every
interval. All is a fold over the log: filtering on and filtering anew give the same.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["N_PARTS", "AxisFilter", "AxisPrior", "Estimate"]

N_PARTS: Final = 4
"""parts of the day"""

_FIRST_PART: Final = 2
_FIRST_TRAIT: Final = _FIRST_PART + N_PARTS
_REACH: Final = 3
"""standard deviations that the grid of spread and pace reaches to either side"""
_HALF_WIDTH: Final = 1.959963984540054
"""standard deviations on either side that hold 95 % of a normal distribution"""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisPrior:
    """What is believed of an axis before any reading.

    Attributes:
        level: mean and standard deviation of people's long-term levels.
        spread: mean of the square root of S over people, and the factor of one standard
            deviation of its logarithm.
        hours: tau in hours, likewise.
        part: standard deviation of a day part's deviation.
        response: standard deviation of the response to one whole track of one trait.
    """

    level: tuple[float, float]
    spread: tuple[float, float]
    hours: tuple[float, float]
    part: float
    response: float


@dataclass(frozen=True, slots=True, eq=False)
class AxisFilter:
    """The joint posterior after some readings, at each of g grid points.

    The state is (d, level, day parts, responses), k numbers.

    Attributes:
        spread: (g,) square root of S.
        hours: (g,) tau.
        weight: (g,) logarithm of each point's probability, up to a constant.
        mean: (g, k).
        covariance: (g, k, k).
    """

    spread: NDArray[np.float64]
    hours: NDArray[np.float64]
    weight: NDArray[np.float64]
    mean: NDArray[np.float64]
    covariance: NDArray[np.float64]

    @classmethod
    def before_any(cls, prior: AxisPrior, n_traits: int) -> Self:
        """The filter that has seen nothing."""
        steps = np.linspace(-_REACH, _REACH, 2 * _REACH + 1)
        spread, hours = (
            grid.ravel()
            for grid in np.meshgrid(
                prior.spread[0] * prior.spread[1] ** steps, prior.hours[0] * prior.hours[1] ** steps
            )
        )
        log_prior = -0.5 * np.add.outer(steps**2, steps**2).ravel()
        mean = np.zeros((len(spread), _FIRST_TRAIT + n_traits))
        mean[:, 1] = prior.level[0]
        deviations = [prior.level[1], *[prior.part] * N_PARTS, *[prior.response] * n_traits]
        covariance = np.zeros((*mean.shape, mean.shape[1]))
        diagonal = np.arange(1, mean.shape[1])
        covariance[:, diagonal, diagonal] = np.square(deviations)
        covariance[:, 0, 0] = spread**2
        return cls(spread, hours, log_prior, mean, covariance)

    def later(self, elapsed: timedelta) -> "AxisFilter":
        """After some time without music or reading."""
        retained = np.exp(-(elapsed / timedelta(hours=1)) / self.hours)
        mean, covariance = self.mean.copy(), self.covariance.copy()
        mean[:, 0] *= retained
        covariance[:, 0, :] *= retained[:, None]
        covariance[:, :, 0] *= retained[:, None]
        covariance[:, 0, 0] += (1.0 - retained**2) * self.spread**2
        return AxisFilter(self.spread, self.hours, self.weight, mean, covariance)

    def heard(self, traits: NDArray[np.float64], share: float = 1.0) -> "AxisFilter":
        """After a share of a track with these traits, (n_traits,)."""
        push = share * traits
        mean, covariance = self.mean.copy(), self.covariance.copy()
        mean[:, 0] += mean[:, _FIRST_TRAIT:] @ push
        covariance[:, 0, :] += push @ covariance[:, _FIRST_TRAIT:, :]
        covariance[:, :, 0] += covariance[:, :, _FIRST_TRAIT:] @ push
        return AxisFilter(self.spread, self.hours, self.weight, mean, covariance)

    def read(self, value: float, precision: float, part: int) -> "AxisFilter":
        """After a reading in a part of the day, 0 to 3; a precision of 0 says nothing."""
        if precision <= 0.0:
            return self
        seen = _seen(part)
        gain = self.covariance[:, :, seen].sum(axis=2)
        variance = gain[:, seen].sum(axis=1) + 1.0 / precision
        error = value - self.mean[:, seen].sum(axis=1)
        weight = self.weight - 0.5 * (error**2 / variance + np.log(variance))
        mean = self.mean + gain * (error / variance)[:, None]
        outer = gain[:, :, None] * gain[:, None, :]
        covariance = self.covariance - outer / variance[:, None, None]
        return AxisFilter(self.spread, self.hours, weight - weight.max(), mean, covariance)

    def expected(self, part: int) -> tuple[float, float]:
        """Mean and variance of what is felt now, in a part of the day."""
        seen = _seen(part)
        variance = self.covariance[:, seen][:, :, seen].sum(axis=(1, 2))
        return self._mixed(self.mean[:, seen].sum(axis=1), variance)

    @property
    def level(self) -> Estimate:
        """The long-term level, in [-1, 1]."""
        return self._normal(1, clip=True)

    @property
    def variability(self) -> Estimate:
        """Standard deviation of the feeling round its level."""
        return self._on_grid(self.spread)

    @property
    def inertia(self) -> Estimate:
        """Correlation of the feeling with that of an hour before, in [0, 1)."""
        return self._on_grid(np.exp(-1.0 / self.hours))

    @property
    def parts(self) -> tuple[Estimate, ...]:
        """What each day part adds to the level."""
        return tuple(self._normal(_FIRST_PART + part) for part in range(N_PARTS))

    @property
    def responses(self) -> tuple[Estimate, ...]:
        """What one whole track of each trait moved the feeling by, beyond drift."""
        return tuple(self._normal(k) for k in range(_FIRST_TRAIT, self.mean.shape[1]))

    @property
    def probability(self) -> NDArray[np.float64]:
        """Of each grid point, (g,)."""
        weights = np.exp(self.weight - self.weight.max())
        return np.asarray(weights / weights.sum())

    def _normal(self, k: int, *, clip: bool = False) -> Estimate:
        mean, variance = self._mixed(self.mean[:, k], self.covariance[:, k, k])
        half = _HALF_WIDTH * float(np.sqrt(variance))
        ends = mean, mean - half, mean + half
        return Estimate(*(float(np.clip(end, -1.0, 1.0)) if clip else end for end in ends))

    def _mixed(
        self, mean: NDArray[np.float64], variance: NDArray[np.float64]
    ) -> tuple[float, float]:
        """Mean and variance of the mixture over the grid."""
        p = self.probability
        centre = float(p @ mean)
        return centre, float(p @ (np.maximum(variance, 0.0) + (mean - centre) ** 2))

    def _on_grid(self, values: NDArray[np.float64]) -> Estimate:
        """Mean and the quantiles of a number that each grid point fixes."""
        order = np.argsort(values, kind="stable")
        p, ascending = self.probability, values[order]
        below = np.cumsum(p[order]) - 0.5 * p[order]
        low, high = np.interp([0.025, 0.975], below, ascending)
        return Estimate(float(p @ values), float(low), float(high))


def _seen(part: int) -> list[int]:
    """The numbers of the state that add up to what is felt."""
    return [0, 1, _FIRST_PART + part]
