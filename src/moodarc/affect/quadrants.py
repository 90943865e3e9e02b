"""The four quadrants of the valence-arousal plane, and how much of each a feeling holds.

Quadrants after Thayer as BAEK uses them (eq. 6): happy (V > 0, A > 0), angry (V < 0, A > 0),
sad (V < 0, A < 0), peaceful (V > 0, A < 0). A point on an axis belongs to none.

Three things that are easily mixed up are three types here: a `Quadrant` is a label, a
`QuadrantIntensity` the four raw values of a regression (any sign), an `EmotionVector` four shares.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from moodarc.affect.state import Variance
from moodarc.errors import InputError

__all__ = [
    "QUADRANT_CENTRES",
    "EmotionVector",
    "Quadrant",
    "QuadrantIntensity",
    "emotion_vector",
    "emotion_vectors",
    "quadrant_of",
    "shares",
]


class Quadrant(StrEnum):
    """The label of a quadrant, in BAEK's order (rows and columns of every matrix)."""

    HAPPY = "happy"
    ANGRY = "angry"
    SAD = "sad"
    PEACEFUL = "peaceful"


QUADRANT_CENTRES: dict[Quadrant, tuple[float, float]] = {
    Quadrant.HAPPY: (0.5, 0.5),
    Quadrant.ANGRY: (-0.5, 0.5),
    Quadrant.SAD: (-0.5, -0.5),
    Quadrant.PEACEFUL: (0.5, -0.5),
}
"""(valence, arousal) of the middle of each quadrant."""


class QuadrantIntensity(NamedTuple):
    """Four raw regression values (BAEK eq. 8); they may be negative and need not sum to 1."""

    happy: float
    angry: float
    sad: float
    peaceful: float


class EmotionVector(NamedTuple):
    """Four shares >= 0 that sum to 1, or all 0 where nothing is known (BAEK eq. 9, 12)."""

    happy: float
    angry: float
    sad: float
    peaceful: float

    @property
    def quadrant(self) -> Quadrant | None:
        """The strongest share's quadrant; None where nothing is known or two tie for it."""
        top = max(self)
        return None if self.count(top) > 1 else list(Quadrant)[self.index(top)]


def shares(amounts: Mapping[Quadrant, float]) -> EmotionVector:
    """Amounts by quadrant as shares of their sum; all 0 where there is nothing to share.

    Raises:
        InputError: an amount that is negative or not finite.

    >>> shares({Quadrant.HAPPY: 3.0, Quadrant.SAD: 1.0})
    EmotionVector(happy=0.75, angry=0.0, sad=0.25, peaceful=0.0)
    """
    values = np.array([amounts.get(quadrant, 0.0) for quadrant in Quadrant])
    if not (np.isfinite(values) & (values >= 0.0)).all():
        msg = f"amounts {values.tolist()} cannot be shares; expected finite numbers >= 0"
        raise InputError(msg)
    largest = values.max()
    if largest == 0.0:
        return EmotionVector(0.0, 0.0, 0.0, 0.0)
    scaled = values / largest
    return EmotionVector(*(float(value) for value in scaled / scaled.sum()))


def quadrant_of(valence: float, arousal: float) -> Quadrant | None:
    """The quadrant that a point lies in (BAEK eq. 6); None on an axis.

    >>> quadrant_of(-0.5, 0.5)
    <Quadrant.ANGRY: 'angry'>
    >>> quadrant_of(0.0, 0.5) is None
    True
    """
    if valence == 0.0 or arousal == 0.0:
        return None
    if arousal > 0.0:
        return Quadrant.HAPPY if valence > 0.0 else Quadrant.ANGRY
    return Quadrant.PEACEFUL if valence > 0.0 else Quadrant.SAD


def emotion_vector(valence: float, arousal: float, variance: Variance) -> EmotionVector:
    """Mass of the Gaussian N((valence, arousal), diag(variance)) in each quadrant.

    The one canonical map from an uncertain point to shares. With variance 0 it is the quadrant
    itself, and a point on an axis is shared evenly between its two sides.

    >>> emotion_vector(0.0, 0.0, Variance(0.1, 0.1))
    EmotionVector(happy=0.25, angry=0.25, sad=0.25, peaceful=0.25)
    """
    shares = emotion_vectors([(valence, arousal)], [(variance.valence, variance.arousal)])[0]
    return EmotionVector(*(float(share) for share in shares))


def emotion_vectors(points: ArrayLike, variances: ArrayLike) -> NDArray[np.float64]:
    """`emotion_vector` of many points.

    Args:
        points: (n, 2) valence and arousal in [-1, 1].
        variances: (n, 2), each >= 0.

    Returns:
        float64 (n, 4): happy, angry, sad, peaceful; each row sums to 1.
    """
    mean = np.asarray(points, dtype=np.float64)
    deviation = np.sqrt(np.asarray(variances, dtype=np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        positive = ndtr(mean / deviation)
    positive = np.where(deviation > 0.0, positive, (np.sign(mean) + 1.0) / 2.0)
    valence, arousal = positive[:, 0], positive[:, 1]
    return np.stack(
        [
            valence * arousal,
            (1.0 - valence) * arousal,
            (1.0 - valence) * (1.0 - arousal),
            valence * (1.0 - arousal),
        ],
        axis=1,
    )
