r"""What one correction says of one track, as a Gaussian of each axis.

A placed point is one already: $N(f; y, \sigma_p^2)$. A word is not:

- "it is sad" is $\Phi(-V/\sigma_w) \Phi(-A/\sigma_w)$: the listener means the side, and may name it
  from a little way across the axis;
- "it is not sad" is $1 - \Phi(-V/\sigma_w) \Phi(-A/\sigma_w)$.

Expectation propagation (Minka 2001) puts in its place the Gaussian with which the track's belief
without it (the cavity) gets the same mean and variance as with it: for the first the moments of a
truncated Gaussian (Rasmussen & Williams 2006, eq. 3.58), for the second those of a mixture of two,
of which the covariance of the two axes is left out. "Not sad" may leave a track less sure than it
was; then only its mean is moved, so that no correction takes surety away.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from moodarc.music.corrections.evidence import Evidence

__all__ = ["Sites", "log_odds_told", "matched", "point_sites"]

Array = NDArray[np.float64]

_HALF_LOG_2PI: Final = 0.5 * float(np.log(2.0 * np.pi))
_LEAST_SHARE: Final = 1e-6
"""of the cavity's variance that is left, whatever rounding says"""


class Sites(NamedTuple):
    """Gaussians in natural parameters.

    Attributes:
        precision: (k, 2), >= 0.
        moment: (k, 2), precision times mean; without precision it moves the mean alone.
    """

    precision: Array
    moment: Array


class _Side(NamedTuple):
    """A Gaussian met with a soft side of an axis."""

    log_mass: Array
    mean: Array
    variance: Array


def point_sites(said: Evidence, point_variance: float) -> Sites:
    """Of the placed points; nothing where a quadrant was named."""
    placed = said.placed[:, None]
    precision = np.broadcast_to(np.where(placed, 1.0 / point_variance, 0.0), said.points.shape)
    return Sites(precision.copy(), np.where(placed, said.points, 0.0) * precision)


def matched(said: Evidence, mean: Array, variance: Array, *, deviation: float) -> Sites:
    """The words' sites by the cavities' moments.

    Args:
        said: k words.
        mean: (k, 2), of the cavities.
        variance: (k, 2).
        deviation: of a word.
    """
    inside = _side(mean, variance, said.signs, deviation=deviation)
    told_mean, told_variance = inside.mean, inside.variance
    if not said.holds.all():
        outside = _side(mean, variance, -said.signs, deviation=deviation)
        without = _excluded(inside, outside)
        holds = said.holds[:, None]
        told_mean = np.where(holds, told_mean, without[0])
        told_variance = np.where(holds, told_variance, without[1])
    precision = 1.0 / told_variance - 1.0 / variance
    surer = precision > 0.0
    moment = np.where(
        surer, told_mean / told_variance - mean / variance, (told_mean - mean) / variance
    )
    return Sites(np.maximum(precision, 0.0), moment)


def log_odds_told(said: Evidence, mean: Array, variance: Array, *, deviation: float) -> Array:
    """(k,), the log probability of each word under beliefs about its track."""
    log_mass = _side(mean, variance, said.signs, deviation=deviation).log_mass.sum(axis=1)
    not_so = np.log1p(-np.exp(np.minimum(log_mass, -1e-12)))
    return np.asarray(np.where(said.holds, log_mass, not_so))


def _side(mean: Array, variance: Array, sign: Array, *, deviation: float) -> _Side:
    """N(mean, variance) times Phi(sign f / deviation): its mass and its first two moments."""
    width = np.sqrt(deviation**2 + variance)
    z = sign * mean / width
    log_mass = log_ndtr(z)
    ratio = np.exp(-0.5 * z**2 - _HALF_LOG_2PI - log_mass)
    shrunk = 1.0 - variance * ratio * (z + ratio) / width**2
    return _Side(
        log_mass,
        mean + sign * variance * ratio / width,
        variance * np.clip(shrunk, _LEAST_SHARE, 1.0),
    )


def _excluded(inside: _Side, outside: _Side) -> tuple[Array, Array]:
    """Mean and variance of each axis where not both lie inside.

    Either this axis lies outside, or it lies inside and the other one does not.
    """
    out = np.exp(outside.log_mass)
    other_out = out[:, ::-1]
    share = np.exp(inside.log_mass) * other_out
    share = share / np.maximum(share + out, np.finfo(float).tiny)
    mean = share * inside.mean + (1.0 - share) * outside.mean
    square = share * (inside.variance + inside.mean**2)
    square = square + (1.0 - share) * (outside.variance + outside.mean**2)
    return mean, np.maximum(square - mean**2, _LEAST_SHARE)
