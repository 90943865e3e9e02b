r"""Preference and emotion in one score (MISSION EM-8).

$$s_i = \lambda\, \tilde p_i + (1 - \lambda)\, m_i, \qquad \lambda = 0.7$$

**Compatibility** $m$ is compared in the valence-arousal plane: `expected_match` of the track's
perceived emotion with the wanted point, in [0, 1]. The paper takes a cosine between two 64-d
spaces, an autoencoder's code and a network of V-A, which nothing aligns: an angle between them
means nothing. Both sides have a valence and an arousal, and those mean the same on both. Of the two
matches in the plane the expected one is taken, not `affect.affect_match`, since doubt about a track
or a listener should cost a part: a track that is certain goes before one that may be anything.

**Preference** comes from a model whose scores have no unit, so it is first stretched over the
shortlist to [0, 1] (min-max). Compatibility is not: where all tracks match equally well, there is
no difference to be made larger. A shortlist of equal preferences is 0.5 throughout.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError
from moodarc.recommend.affect_match import expected_match
from moodarc.recommend.ranking import rank

__all__ = ["lambda_mix", "lambda_scores", "stretched"]

_LAMBDA = 0.7
"""EM-8"""


def lambda_mix(
    preference: ArrayLike,
    affect: ArrayLike,
    wanted: ArrayLike,
    *,
    total_variance: ArrayLike = 0.0,
    weight: float = _LAMBDA,
) -> NDArray[np.int64]:
    """The order of a shortlist by preference and emotion; equal scores keep their order.

    Args:
        preference: (n,), higher is better, in any unit.
        affect: (n, 2), valence and arousal of each track, in [-1, 1].
        wanted: (2,), where the listener is or wants to be.
        total_variance: (n,) or one number, of track and listener, over both dimensions.
        weight: lambda, in [0, 1]; 1 = preference alone.

    Returns:
        int64 (n,), a permutation of the shortlist's rows.

    Raises:
        InputError: a weight outside [0, 1].

    >>> lambda_mix([9.0, 8.0, 1.0], [[-1, -1], [0.5, 0.5], [0.5, 0.5]], [0.5, 0.5]).tolist()
    [1, 0, 2]
    """
    match = expected_match(affect, wanted, total_variance)
    scores = lambda_scores(preference, match, weight)
    return rank(scores, len(scores))


def lambda_scores(
    preference: ArrayLike, compatibility: ArrayLike, weight: float = _LAMBDA
) -> NDArray[np.float64]:
    """The mixed scores themselves, in [0, 1].

    Args:
        preference: (n,), in any unit.
        compatibility: (n,), in [0, 1].
        weight: lambda.

    Raises:
        InputError: a weight outside [0, 1].
    """
    if not 0.0 <= weight <= 1.0:
        msg = f"lambda is {weight}; expected 0 (emotion alone) to 1 (preference alone)"
        raise InputError(msg)
    matches = np.asarray(compatibility, dtype=np.float64)
    return weight * stretched(preference) + (1.0 - weight) * matches


def stretched(scores: ArrayLike) -> NDArray[np.float64]:
    """Scores brought to [0, 1] by their own least and greatest; all 0.5 where those are equal.

    >>> stretched([2.0, 4.0, 3.0]).tolist(), stretched([7.0, 7.0]).tolist()
    ([0.0, 1.0, 0.5], [0.5, 0.5])
    """
    values = np.asarray(scores, dtype=np.float64)
    if not len(values):
        return values
    least, greatest = values.min(), values.max()
    if least == greatest:
        return np.full(len(values), 0.5)
    half = 0.5 * values  # halved, for the difference of two large numbers may not be finite
    unit: NDArray[np.float64] = (half - 0.5 * least) / (0.5 * greatest - 0.5 * least)
    return unit
