r"""How near a track's perceived emotion lies to a wanted point of the valence-arousal plane.

The match of two points is $m = 1 - \lVert x - t \rVert^2 / 8$: 1 where they meet, 0 across the
plane's diagonal. Neither point is known exactly; for independent estimates with means
$\mu_x, \mu_t$ and variances $\sigma_x^2, \sigma_t^2$ its expectation has a closed form,

$$E[m] = 1 - \frac{1}{8} \Big( \lVert \mu_x - \mu_t \rVert^2
  + \sum_d (\sigma_{x,d}^2 + \sigma_{t,d}^2) \Big),$$

so doubt costs a part of its own (MISSION, "What none of them has" 2).

Why squares, where MISSION's soft matching accuracy (`affect.affect_match`) is linear: along a path
a sum of squares is least when the tracks stand in the order of the way-points (rearrangement
inequality), while a sum of distances hardly minds their order. A small library would then reach its
goal in the middle of the list and end elsewhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.affect import CERTAIN, Variance
from moodarc.catalog import TrackTable
from moodarc.recommend.scorer import Scores

__all__ = ["SQUARED_DIAGONAL", "AffectMatch", "expected_match", "squared_match"]

SQUARED_DIAGONAL = 8.0
"""of the plane, from corner to corner"""


def squared_match(points: ArrayLike, targets: ArrayLike) -> NDArray[np.float64]:
    """Match of points that are taken as certain.

    Args:
        points: (..., 2) valence and arousal in [-1, 1].
        targets: (..., 2), broadcast against `points`.

    Returns:
        float64 (...), in [0, 1].

    >>> float(squared_match([0.5, 0.5], [0.5, 0.5])), float(squared_match([1, 1], [-1, -1]))
    (1.0, 0.0)
    """
    gap = np.asarray(points, dtype=np.float64) - np.asarray(targets, dtype=np.float64)
    squared: NDArray[np.float64] = gap[..., 0] ** 2 + gap[..., 1] ** 2
    return 1.0 - squared / SQUARED_DIAGONAL


def expected_match(
    points: ArrayLike, targets: ArrayLike, total_variance: ArrayLike
) -> NDArray[np.float64]:
    """Expected match of uncertain points.

    Args:
        points: (..., 2) valence and arousal in [-1, 1].
        targets: (..., 2), broadcast against `points`.
        total_variance: (...), the variances of both points summed over both dimensions.

    Returns:
        float64 (...), never above `squared_match`; in [0, 1], as 0 is the worst there is.
    """
    doubt = np.asarray(total_variance, dtype=np.float64) / SQUARED_DIAGONAL
    match: NDArray[np.float64] = np.maximum(0.0, squared_match(points, targets) - doubt)
    return match


@dataclass(frozen=True, slots=True)
class AffectMatch:
    """Expected match with one point.

    Attributes:
        target: valence and arousal in [-1, 1].
        variance: how surely the target is known; a goal is certain, a belief is not.
    """

    target: tuple[float, float]
    variance: Variance = CERTAIN
    name: str = "affect_match"

    def score(self, table: TrackTable) -> Scores:
        """Expected match of each row, in [0, 1]."""
        total = table.variance.sum(axis=1) + self.variance.valence + self.variance.arousal
        return expected_match(table.affect, self.target, total).astype(np.float32)
