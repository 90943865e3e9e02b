"""A listener's own dynamics from their readings: maximum a posteriori under the exact likelihood.

The state of a dimension is its home base h and its deviation d, both Gaussian; readings at any
times have the likelihood of the Kalman filter over (h, d), in which h is integrated out exactly.
Searched are log S, log T and the log of the factor k on the readings' variances (`dynamics`), each
with a normal prior about the population's, so that few readings give nearly the population.

Readings of one sensor that follow each other closely repeat its error (`belief_sensors`); they are
averaged here, and count as one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.affect import UNINFORMED_VARIANCE, AffectReading, Variance
from moodarc.errors import InputError
from moodarc.listener.belief_sensors import evidence, sensor_of
from moodarc.listener.dynamics import POPULATION_DYNAMICS, AffectDynamics, OrnsteinUhlenbeck

__all__ = [
    "DynamicsPrior",
    "Series",
    "fit_dynamics",
    "fit_process",
    "home_base",
    "log_likelihood",
    "series_of",
]

_BOUNDS: Final = (
    (math.log(1e-3), math.log(UNINFORMED_VARIANCE)),
    (math.log(0.05), math.log(1000.0)),
    (math.log(0.05), math.log(20.0)),
)
"""of log S, log T in hours, log k: far outside anybody, so that the search stays finite"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamicsPrior:
    """What people are like before one is known.

    Attributes:
        dynamics: the population's.
        log_variance_sd: spread of log S between people; the mean of valence, 1.00, and arousal,
            1.27, as learned with `POPULATION_DYNAMICS`.
        log_time_constant_sd: of log T; likewise 1.60 and 2.21.
        log_noise_sd: of log k; judgement: most people's readings err by half to twice as stated.
    """

    dynamics: AffectDynamics = POPULATION_DYNAMICS
    log_variance_sd: float = 1.14
    log_time_constant_sd: float = 1.9
    log_noise_sd: float = 0.5


class Series(NamedTuple):
    """Readings of one dimension, each (n,): hours from any origin, ascending; values; variances."""

    hours: list[float]
    values: list[float]
    noise: list[float]


class _Filtered(NamedTuple):
    log_densities: list[float]
    home: float
    home_variance: float


def log_likelihood(series: Series, process: OrnsteinUhlenbeck) -> NDArray[np.float64]:
    """Log density of each reading given those before it, (n,); their sum is the likelihood."""
    return np.asarray(_filtered(series, process).log_densities)


def home_base(series: Series, process: OrnsteinUhlenbeck) -> tuple[float, float]:
    """Mean and variance of the home base given all readings."""
    found = _filtered(series, process)
    return found.home, found.home_variance


def fit_dynamics(
    history: Sequence[AffectReading], prior: DynamicsPrior | None = None
) -> AffectDynamics:
    """The listener's dynamics; the prior's own where nothing was measured.

    Args:
        history: valid or not, in any order.
        prior: of the population if None.
    """
    known = prior or DynamicsPrior()
    fitted = {
        name: fit_process(_series(history, place), process, known)
        for place, (name, process) in enumerate(zip(Variance._fields, known.dynamics, strict=True))
    }
    return AffectDynamics(**fitted)


def series_of(hours: ArrayLike, values: ArrayLike, noise: ArrayLike) -> Series:
    """A series from arrays.

    Raises:
        InputError: lengths that differ, hours that go back, or a variance not above 0.
    """
    columns = [np.asarray(column, dtype=np.float64) for column in (hours, values, noise)]
    lengths = {column.shape for column in columns}
    if len(lengths) != 1 or columns[0].ndim != 1:
        msg = f"a series of shapes {sorted(lengths)}; expected three of one length"
        raise InputError(msg)
    if (np.diff(columns[0]) < 0).any() or not (columns[2] > 0).all():
        msg = "hours go back or a variance is not above 0; expected ascending hours"
        raise InputError(msg)
    return Series(*(column.tolist() for column in columns))


def fit_process(
    series: Series, process: OrnsteinUhlenbeck, prior: DynamicsPrior
) -> OrnsteinUhlenbeck:
    """One dimension's process, searched from the population's; that itself without readings."""
    if not series.hours:
        return process
    from scipy.optimize import minimize  # noqa: PLC0415 - slow to import

    centre = np.log([process.variance, process.time_constant_h, process.noise_scale])
    spread = np.array([prior.log_variance_sd, prior.log_time_constant_sd, prior.log_noise_sd])

    def loss(at: NDArray[np.float64]) -> float:
        surprise = float((((at - centre) / spread) ** 2).sum()) / 2.0
        return surprise - math.fsum(_filtered(series, _with(process, at)).log_densities)

    best = minimize(loss, centre, method="L-BFGS-B", bounds=_BOUNDS, options={"maxiter": 40})
    found = _with(process, best.x)
    home, home_variance = home_base(series, found)
    return OrnsteinUhlenbeck(
        home=min(1.0, max(-1.0, home)),
        home_variance=home_variance,
        variance=found.variance,
        time_constant_h=found.time_constant_h,
        noise_scale=found.noise_scale,
    )


def _with(process: OrnsteinUhlenbeck, logs: NDArray[np.float64]) -> OrnsteinUhlenbeck:
    variance, time_constant_h, noise_scale = (math.exp(value) for value in logs)
    return OrnsteinUhlenbeck(
        home=process.home,
        home_variance=process.home_variance,
        variance=variance,
        time_constant_h=time_constant_h,
        noise_scale=noise_scale,
    )


def _filtered(series: Series, process: OrnsteinUhlenbeck) -> _Filtered:
    """The filter over (h, d), written out: this loop is what a fit spends its time on."""
    home, away = process.home, 0.0
    hh, hd, dd = process.home_variance, 0.0, process.variance
    scale, stationary, rate = process.noise_scale, process.variance, -1 / process.time_constant_h
    densities: list[float] = []
    exp, log = math.exp, math.log
    before = series.hours[0] if series.hours else 0.0
    for hour, value, noise in zip(*series, strict=True):
        kept = exp((hour - before) * rate)
        before = hour
        away *= kept
        hd *= kept
        dd = stationary + kept * kept * (dd - stationary)
        gain_h, gain_d = hh + hd, hd + dd
        total = gain_h + gain_d + scale * noise
        error = value - home - away
        densities.append(-0.5 * (log(6.283185307179586 * total) + error * error / total))
        home += gain_h * error / total
        away += gain_d * error / total
        hh -= gain_h * gain_h / total
        hd -= gain_h * gain_d / total
        dd -= gain_d * gain_d / total
    return _Filtered(densities, home, max(0.0, hh))


class _Burst:
    """Readings of one sensor that are too close together to count as more than one."""

    def __init__(self, began: float) -> None:
        self.began = began
        self.rows: list[tuple[float, float, float]] = []

    def row(self) -> tuple[float, float, float]:
        """Mean time, mean value and mean variance, weighed by precision."""
        weights = [1.0 / noise for _, _, noise in self.rows]
        total = math.fsum(weights)
        hour, value = (
            math.fsum(w * row[i] for w, row in zip(weights, self.rows, strict=True)) / total
            for i in (0, 1)
        )
        return hour, value, len(self.rows) / total


def _series(history: Sequence[AffectReading], place: int) -> Series:
    """What a dimension's readings are, one a burst of each sensor."""
    usable = sorted((r for r in history if r.is_valid), key=lambda reading: reading.state.at)
    open_bursts: dict[str, _Burst] = {}
    bursts: list[_Burst] = []
    for reading in usable:
        value, precision = evidence(reading)[place]
        if precision <= 0.0:
            continue
        hour = reading.state.at.timestamp() / 3600.0
        burst = open_bursts.get(reading.modality)
        if burst is None or hour - burst.began > sensor_of(reading.modality).correlation_h:
            burst = open_bursts[reading.modality] = _Burst(hour)
            bursts.append(burst)
        burst.rows.append((hour, value, 1.0 / precision))
    rows = sorted(burst.row() for burst in bursts)
    return Series(*([row[i] for row in rows] for i in range(3)))
