r"""How near a track's perceived emotion lies to a wanted point of the valence-arousal plane.

The match of two points is $m = 1 - \lVert x - t \rVert / (2\sqrt 2)$: 1 where they meet, 0 across
the plane's diagonal. It is the soft *emotion matching accuracy* that MISSION LIN-7 defines.

Neither point is known exactly. For independent estimates with means $\mu_x, \mu_t$ and variances
$\sigma_x^2, \sigma_t^2$ the mean squared distance has a closed form,

$$E\lVert x - t \rVert^2 = \lVert \mu_x - \mu_t \rVert^2
  + \sum_d (\sigma_{x,d}^2 + \sigma_{t,d}^2),$$

and the **expected match** here is $1 - \sqrt{E\lVert x - t\rVert^2} / (2\sqrt 2)$. By Jensen's
inequality it is a lower bound of $E[m]$, equal to $m$ where both points are certain. An uncertain
track thus scores lower than a sure one at the same place, and where the wanted point is itself
uncertain all distances count for less (MISSION, "What none of them has" 2).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.affect import CERTAIN, Variance
from moodarc.catalog import TrackTable
from moodarc.recommend.scorer import Scores

__all__ = ["AffectMatch", "affect_match", "expected_match"]

_DIAGONAL = math.sqrt(8.0)


def affect_match(points: ArrayLike, targets: ArrayLike) -> NDArray[np.float64]:
    """Match of points that are taken as certain.

    Args:
        points: (..., 2) valence and arousal in [-1, 1].
        targets: (..., 2), broadcast against `points`.

    Returns:
        float64 (...), in [0, 1].

    >>> float(affect_match([0.5, 0.5], [0.5, 0.5])), float(affect_match([1, 1], [-1, -1]))
    (1.0, 0.0)
    """
    match: NDArray[np.float64] = 1.0 - np.sqrt(_squared_distance(points, targets)) / _DIAGONAL
    return match


def expected_match(
    points: ArrayLike, targets: ArrayLike, total_variance: ArrayLike
) -> NDArray[np.float64]:
    """Lower bound of the expected match of uncertain points; 0 where they may lie anywhere.

    Args:
        points: (..., 2) valence and arousal in [-1, 1].
        targets: (..., 2), broadcast against `points`.
        total_variance: (...), the variances of both points summed over both dimensions.

    Returns:
        float64 (...), in [0, 1], never above `affect_match`.
    """
    squared = _squared_distance(points, targets) + np.asarray(total_variance, dtype=np.float64)
    match: NDArray[np.float64] = np.maximum(0.0, 1.0 - np.sqrt(squared) / _DIAGONAL)
    return match


def _squared_distance(points: ArrayLike, targets: ArrayLike) -> NDArray[np.float64]:
    gap = np.asarray(points, dtype=np.float64) - np.asarray(targets, dtype=np.float64)
    squared: NDArray[np.float64] = gap[..., 0] ** 2 + gap[..., 1] ** 2
    return squared


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
