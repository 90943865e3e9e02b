"""The continuous-time Kalman filter behind the belief: its mathematics, for one listener or many.

Each dimension's hidden state is (h, d, u_1 ... u_5): home base, deviation from it (`dynamics`) and
the bias of each sensor in units of its own spread (`belief_sensors`), u ~ N(0, 1) and forgetful. A
reading of value y, variance R by a sensor s whose share of bias is p measures

    y = h + d + sqrt(p R) u_s + e        e ~ N(0, (1 - p) R)

so that a lone reading has variance R and a burst of one sensor's never less than p R. Dimensions
are independent. What is heard of one dimension says nothing of another.

Outliers: a reading whose surprise z (innovation over its standard deviation) exceeds `GATE` has its
innovation variance stretched by z / GATE, Huber's weight: its pull stays that of a reading at the
gate, so a slip moves the belief a little, and a change that persists gets through.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.listener.belief_sensors import SENSORS
from moodarc.listener.dynamics import AffectDynamics

__all__ = ["GATE", "Array", "Process", "affect", "drift", "measure"]

GATE: Final = 3.0
"""standard deviations; 0.3 % of readings lie beyond if the model holds"""

Array = NDArray[np.float64]

_LEAST_PRECISION: Final = 1e-9
"""below it a reading says nothing that a float could hold"""

_SIZE: Final = 2 + len(SENSORS)
_SHARED: Final = np.array([sensor.shared for sensor in SENSORS])
_EYE: Final = np.eye(_SIZE)


class Process(NamedTuple):
    """Dynamics as arrays, shapes (..., 3, 7) over dimensions and places of the hidden state.

    Attributes:
        rates: 1 / time constant in 1/h; 0 for the home base.
        stationary: variances far from any reading.
        start: means before any reading.
        noise_scale: (..., 3), factor on the variance of readings.
    """

    rates: Array
    stationary: Array
    start: Array
    noise_scale: Array

    @classmethod
    def of(cls, dynamics: AffectDynamics) -> "Process":
        """Of one listener; leading axes stack listeners."""
        forget = [1.0 / sensor.correlation_h for sensor in SENSORS]
        ones, zeros = [1.0] * len(SENSORS), [0.0] * (len(SENSORS) + 1)
        return cls(
            rates=np.array([[0.0, 1.0 / one.time_constant_h, *forget] for one in dynamics]),
            stationary=np.array([[one.home_variance, one.variance, *ones] for one in dynamics]),
            start=np.array([[one.home, *zeros] for one in dynamics]),
            noise_scale=np.array([one.noise_scale for one in dynamics]),
        )

    @classmethod
    def stack(cls, listeners: "list[Process]") -> "Process":
        """Of many listeners, shapes (n, ...)."""
        return cls(*(np.stack(column) for column in zip(*listeners, strict=True)))

    def covariance(self) -> Array:
        """Before any reading, (..., 3, 7, 7)."""
        return np.asarray(self.stationary[..., None] * _EYE)


def drift(held: tuple[Array, Array], hours: float | Array, process: Process) -> tuple[Array, Array]:
    """Mean and covariance a time later.

    Args:
        held: mean (..., 3, 7) and covariance (..., 3, 7, 7).
        hours: since then, >= 0, broadcast against (..., 3, 7).
        process: of the listeners.
    """
    mean, covariance = held
    kept = np.exp(-hours * process.rates)
    later = covariance * (kept[..., :, None] * kept[..., None, :])
    new = process.stationary * (1.0 - kept * kept)
    np.einsum("...ii->...i", later)[...] += new
    return mean * kept, later


def measure(
    mean: Array,
    covariance: Array,
    *,
    value: Array,
    precision: Array,
    place: int | NDArray[np.int64],
) -> tuple[Array, Array]:
    """Mean and covariance after one reading each.

    Args:
        mean: (..., 3, 7).
        covariance: (..., 3, 7, 7).
        value: (..., 3).
        precision: (..., 3), 0 where nothing was said.
        place: (...), of each reading's sensor in `SENSORS`.
    """
    known = precision > _LEAST_PRECISION
    noise = 1.0 / np.where(known, precision, 1.0)
    shared = _SHARED[place][..., None]
    bias = np.sqrt(shared * noise)
    seen = np.zeros(mean.shape)
    seen[..., :2] = 1.0
    if seen.ndim == 2:
        seen[:, 2 + place] = bias
    else:
        seen[np.arange(len(seen)), :, 2 + place] = bias
    spread = (covariance @ seen[..., None])[..., 0]
    variance = (spread * seen).sum(axis=-1) + (1.0 - shared) * noise
    error = value - (mean * seen).sum(axis=-1)
    surprise = np.abs(error) / np.sqrt(variance)
    weight = known / (variance * np.maximum(1.0, surprise / GATE))
    gain = spread * weight[..., None]
    return mean + gain * error[..., None], covariance - gain[..., :, None] * spread[..., None, :]


def affect(mean: Array, covariance: Array) -> tuple[Array, Array]:
    """Mean and variance of the affect itself, h + d, each (..., 3); the mean kept in [-1, 1]."""
    at = np.clip(mean[..., 0] + mean[..., 1], -1.0, 1.0)
    return at, covariance[..., 0, 0] + 2.0 * covariance[..., 0, 1] + covariance[..., 1, 1]
