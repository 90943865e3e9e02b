"""What a reading is worth to the belief, and how long a sensor repeats its own error.

A reading (m, v) is what its sensor believes that began by knowing nothing, N(0, S0) with
S0 = `UNINFORMED_VARIANCE`. What it saw is therefore y = (m / v) / (1/v - 1/S0), kept on the plane,
with the precision w = confidence (1/v - 1/S0): a reading at S0 says nothing, half the confidence
is half the weight, and a faint sensor that leans to one side pushes to that side however far from
0 we are already.

Two readings of one sensor are not two opinions: a face model that misreads this face in this light
misreads it again a second later. The share `shared` of a reading's variance is a bias that follows
an Ornstein-Uhlenbeck process of its own with time constant `correlation_h`, common to all
readings of that sensor; the rest is fresh noise. However many readings a sensor gives at
once, the variance it leaves is never below `shared` of one reading's.

No data at hand hold a sensor beside the truth over time, so the table is judgement: what looks at
the same signal through the same model is mostly bias; what a listener says twice within minutes is
half remembered.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import UNINFORMED_VARIANCE, AffectReading

__all__ = ["SENSORS", "Sensor", "evidence", "evidences", "sensor_of", "sensor_place"]


class Sensor(NamedTuple):
    """How a sensor errs.

    Attributes:
        modality: as `AffectReading.modality`; None stands for all that are not listed.
        shared: share of a reading's variance that its neighbours share, in [0, 1].
        correlation_h: hours in which that falls to 1/e.
    """

    modality: str | None
    shared: float
    correlation_h: float


SENSORS: Final = (
    Sensor("self_report", shared=0.5, correlation_h=1 / 6),
    Sensor("text", shared=0.5, correlation_h=1 / 2),
    Sensor("face", shared=0.8, correlation_h=1 / 2),
    Sensor("physiology", shared=0.8, correlation_h=1.0),
    Sensor(None, shared=0.8, correlation_h=1.0),
)
"""One place of the filter's state each; senses not listed share the last, the most cautious."""

_PLACES: Final = {sensor.modality: place for place, sensor in enumerate(SENSORS)}
_LAST: Final = len(SENSORS) - 1

_LEAST_VARIANCE: Final = 1e-6
"""a reading that claims certainty still weighs finitely"""

_LEAST_PRECISION: Final = 0.02
"""beyond nothing, below which what was seen is noise of the numbers"""

_NOTHING: Final = (0.0, 0.0)


def sensor_place(modality: str) -> int:
    """The sensor's place in `SENSORS`."""
    return _PLACES.get(modality, _LAST)


def sensor_of(modality: str) -> Sensor:
    """How readings of a modality err."""
    return SENSORS[sensor_place(modality)]


def evidence(reading: AffectReading) -> tuple[tuple[float, float], ...]:
    """(value, precision) of valence, arousal and dominance; precision 0 where nothing is said."""
    state, spread = reading.state, reading.state.variance
    confidence = reading.confidence
    return (
        _known(state.valence, spread.valence, confidence),
        _known(state.arousal, spread.arousal, confidence),
        _known(state.dominance, spread.dominance, confidence),
    )


def evidences(
    values: NDArray[np.float64], variances: NDArray[np.float64], confidences: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Values and precisions of many readings, each (n, 3), as `evidence`.

    Args:
        values: (n, 3), NaN = absent.
        variances: (n, 3), NaN = absent.
        confidences: (n,).
    """
    inverse = 1.0 / np.maximum(variances, _LEAST_VARIANCE)
    beyond = inverse - 1.0 / UNINFORMED_VARIANCE
    known = (beyond > _LEAST_PRECISION) & np.isfinite(values)
    seen = np.where(known, values * inverse / np.where(known, beyond, 1.0), 0.0)
    return np.clip(seen, -1.0, 1.0), np.where(known, beyond * confidences[:, None], 0.0)


def _known(value: float | None, variance: float | None, confidence: float) -> tuple[float, float]:
    if value is None or variance is None:
        return _NOTHING
    inverse = 1.0 / max(variance, _LEAST_VARIANCE)
    beyond = inverse - 1.0 / UNINFORMED_VARIANCE
    if beyond <= _LEAST_PRECISION:
        return _NOTHING
    return min(1.0, max(-1.0, value * inverse / beyond)), confidence * beyond
