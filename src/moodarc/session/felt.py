r"""Where the listener is expected to be after each track of a list.

A felt response predicts valence and arousal after a track from those before it and from what the
track expresses, with a variance. A list is rolled forward track by track from the belief
$N(m, P)$: the mean through the response, and the variance by its slope in the feeling before,

    m' = f(m, x)        P'_j = s_j(m, x) + sum_d (df_j / dm_d)^2 P_d

(the error propagation of an extended Kalman filter, covariances between the dimensions left aside).
A prediction is never worse than knowing nothing: a variance ends at that of a uniform value.

On a path each track is also judged by how near the feeling expected after it comes to the way-point
at its end, and the last one by how near it comes to the goal:

    felt * E[match(m', way-point)]
    - arrival * (felt_arrival * (1 - match(m', goal)) + (1 - felt_arrival) * (1 - match(x, goal)))

**How the iso principle stays.** With gain $G$ of the track on the feeling, the point that a path
would like best at a place is no longer the way-point $w$ but lies $f\,(I + f G^T G)^{-1} G^T l$
beyond it, where $f$ is the weight `felt` over `affect` and $l$ how far the feeling would lag behind
the way-point after a track that meets it. That is at most $f\,\lVert G \rVert\,\lVert l \rVert$. A
response of small gain therefore moves the choice little *because* it is small, however long the
way: a list does not shout at a listener who answers faintly. At the first place the lag is about
one step of the path, so that music still meets the listener where they are.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import UNINFORMED_VARIANCE, AffectState
from moodarc.recommend import SQUARED_DIAGONAL

__all__ = ["Feeling", "FeltResponse", "rolled"]

_STEP = 0.1
"""of the plane, over which a response's slope is taken"""

Floats = NDArray[np.float64]


class FeltResponse(Protocol):
    """Predicts the feeling after a track."""

    def predict(self, before: Floats, track: Floats) -> tuple[Floats, Floats]:
        """Mean and variance of valence and arousal after it, each (..., 2).

        Args:
            before: (..., 2) valence and arousal of the listener, in [-1, 1].
            track: (..., 2) what the track expresses; broadcast against `before`.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Feeling:
    """Valence and arousal of a listener, of one or of many lists.

    Attributes:
        mean: float64 (..., 2).
        variance: float64 (..., 2).
    """

    mean: Floats
    variance: Floats

    @classmethod
    def of(cls, state: AffectState) -> "Feeling":
        """Of a belief, (2,)."""
        mean = np.array([state.valence, state.arousal])
        return cls(mean, np.array(state.variance[:2], dtype=np.float64))

    def take(self, rows: NDArray[np.int64]) -> "Feeling":
        """Those of some lists."""
        return Feeling(self.mean[rows], self.variance[rows])

    def match(self, points: Floats) -> Floats:
        """Expected match with points (..., 2), in [0, 1]."""
        squared = ((self.mean - points) ** 2 + self.variance).sum(axis=-1)
        match: Floats = np.maximum(0.0, 1.0 - squared / SQUARED_DIAGONAL)
        return match


def rolled(response: FeltResponse, before: Feeling, tracks: Floats) -> Feeling:
    """The feeling after one track.

    Args:
        response: of the listener.
        before: (..., 2).
        tracks: (..., 2) what each track expresses; broadcast against `before`.
    """
    step = np.where(before.mean > 0.0, -_STEP, _STEP)
    beside = np.stack([before.mean, *(before.mean + step * axis for axis in np.eye(2))])
    means, variances = response.predict(beside, np.broadcast_to(tracks, beside.shape))
    variance = np.asarray(variances[0], dtype=np.float64)
    for d in (0, 1):
        slope = (means[d + 1] - means[0]) / step[..., d, None]
        variance = variance + slope**2 * before.variance[..., d, None]
    mean = np.clip(means[0], -1.0, 1.0)
    return Feeling(mean, np.minimum(variance, UNINFORMED_VARIANCE))
