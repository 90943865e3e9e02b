"""The beliefs of many listeners at once: the filter of `belief_kalman` over arrays."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError
from moodarc.listener.belief_kalman import Array, Process, affect, drift, measure
from moodarc.listener.belief_sensors import evidences
from moodarc.listener.dynamics import AffectDynamics

__all__ = ["BeliefBatch", "ReadingBatch"]


class ReadingBatch(NamedTuple):
    """At most one reading of each of k listeners.

    Attributes:
        rows: (k,) int64, whose, each once.
        hours: (k,) when, from one origin for all.
        values: (k, 3) valence, arousal, dominance; NaN = absent.
        variances: (k, 3); NaN = absent.
        confidences: (k,) in [0, 1]; 0 for an invalid reading.
        sensors: (k,) int64, places in `SENSORS` (`sensor_place`).
    """

    rows: NDArray[np.int64]
    hours: Array
    values: Array
    variances: Array
    confidences: Array
    sensors: NDArray[np.int64]


class BeliefBatch:
    """Beliefs of n listeners, of each in order of time.

    Args:
        listeners: the dynamics of each.
        hour: a time not after the first reading.

    Raises:
        InputError: no listener.
    """

    def __init__(self, listeners: Sequence[AffectDynamics], *, hour: float = 0.0) -> None:
        if not listeners:
            msg = "a batch of no listeners; expected the dynamics of one or more"
            raise InputError(msg)
        shared = {id(one): Process.of(one) for one in listeners}
        self._process = Process.stack([shared[id(one)] for one in listeners])
        self._mean = self._process.start.copy()
        self._covariance = self._process.covariance()
        self._hours = np.full(len(listeners), hour)

    def __len__(self) -> int:
        return len(self._hours)

    def update(self, readings: ReadingBatch) -> None:
        """Count one reading of each listener named.

        Raises:
            InputError: a row of no listener, a listener named twice, or a reading older than that
                listener's last: two go one after the other, late ones through `BeliefFilter`.
        """
        rows = readings.rows
        if len(rows) and not 0 <= rows.min() <= rows.max() < len(self):
            msg = f"rows {rows.min()} to {rows.max()}; expected 0 to {len(self) - 1}"
            raise InputError(msg)
        if len(np.unique(rows)) != len(rows):
            msg = "a listener has two readings in one batch; give them one after the other"
            raise InputError(msg)
        process, mean, covariance = self._drifted(rows, readings.hours)
        seen, said = evidences(readings.values, readings.variances, readings.confidences)
        self._mean[rows], self._covariance[rows] = measure(
            mean,
            covariance,
            value=seen,
            precision=said / process.noise_scale,
            place=readings.sensors,
        )
        self._hours[rows] = readings.hours

    def at(self, hour: float) -> tuple[Array, Array]:
        """Mean and variance of every listener at a time, each (n, 3).

        Raises:
            InputError: a time before a reading.
        """
        rows = np.arange(len(self))
        _, mean, covariance = self._drifted(rows, np.full(len(self), hour))
        return affect(mean, covariance)

    def _drifted(self, rows: NDArray[np.int64], hours: Array) -> tuple[Process, Array, Array]:
        passed = hours - self._hours[rows]
        if (passed < 0.0).any():
            late = int(np.argmax(passed < 0.0))
            msg = (
                f"listener {rows[late]}: hour {hours[late]:g} lies before their last reading, "
                f"{self._hours[rows[late]]:g}; expected order of time (late ones: BeliefFilter)"
            )
            raise InputError(msg)
        process = Process(*(part[rows] for part in self._process))
        mean, covariance = drift(
            (self._mean[rows], self._covariance[rows]), passed[:, None, None], process
        )
        return process, mean, covariance
