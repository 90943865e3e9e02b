"""What a track expresses: perceived emotion, as one value and as a curve over its windows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moodarc.affect.quadrants import EmotionVector, Quadrant, emotion_vector
from moodarc.affect.state import Variance

__all__ = ["AffectCurve", "TrackAffect"]


@dataclass(frozen=True, slots=True)
class TrackAffect:
    """Perceived emotion of a whole track: valence and arousal in [-1, 1] with variance."""

    valence: float
    arousal: float
    variance: Variance

    @property
    def emotion_vector(self) -> EmotionVector:
        """Shares of the four quadrants (the Gaussian's mass in each)."""
        return emotion_vector(self.valence, self.arousal, self.variance)

    @property
    def quadrant(self) -> Quadrant | None:
        """The quadrant with the largest share; None where two tie."""
        return self.emotion_vector.quadrant


@dataclass(frozen=True, slots=True, eq=False)
class AffectCurve:
    """Perceived emotion over time.

    Attributes:
        start_s: float32 (n,), start of each window in seconds, ascending.
        window_s: length of a window in seconds.
        values: float32 (n, 2), valence and arousal in [-1, 1].
        variance: float32 (n, 2).
    """

    start_s: NDArray[np.float32]
    window_s: float
    values: NDArray[np.float32]
    variance: NDArray[np.float32]
