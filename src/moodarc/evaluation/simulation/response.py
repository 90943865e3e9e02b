"""SIMULATION: what the hybrid believes that music does to a made listener.

It is told the true gains, as a response that was fitted on many people would know them; not what
liking adds, and not the listener's own bias, which it learns from what they say.
"""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.simulation.listeners import Parameters

__all__ = ["PopulationResponse"]

Array = NDArray[np.float64]

_PRIOR: Final = 20.0
"""tracks that "no bias" counts for"""


@dataclass(frozen=True, slots=True, eq=False)
class PopulationResponse:
    """After = before + gain (track - before) + bias; see `session.felt.FeltResponse`.

    Attributes:
        gain: (2,) valence and arousal.
        variance: (2,) of a prediction.
        surprise: (2,) sum of what was felt beyond the gain.
        n: tracks it was learned from.
    """

    gain: Array
    variance: Array
    surprise: Array
    n: float = 0.0

    @classmethod
    def of(cls, parameters: Parameters) -> Self:
        """Of people in general."""
        spread = np.array(parameters.bias) + parameters.response_noise
        spread += [parameters.liking_gain**2, 0.0]
        return cls(np.array(parameters.gain), spread, np.zeros(2))

    def predict(self, before: Array, track: Array) -> tuple[Array, Array]:
        """Mean and variance after a track, (..., 2) each."""
        mean = before + self.gain * (track - before) + self.surprise / (self.n + _PRIOR)
        return np.clip(mean, -1.0, 1.0), np.broadcast_to(self.variance, mean.shape)

    def updated(self, before: Array, track: Array, after: Array) -> Self:
        """With one more track."""
        beyond = after - before - self.gain * (track - before)
        return replace(self, surprise=self.surprise + beyond, n=self.n + 1.0)
