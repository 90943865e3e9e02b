"""A learned taste beside a trained recommender.

A recommender's preference is a place among the library's tracks, a taste's is the outcome that is
expected; both lie in [0, 1] with 0.5 for the usual or unknown track. A taste is shrunk: what it is
unsure of lies at the middle and moves nothing. With both, a track's preference is

    c m + (1 - c) r

with m the taste's expectation, r the recommender's and c the taste's certainty of the track: of
someone new the recommender speaks alone, and of a track whose outcomes are known the taste does.
"""

import numpy as np
from numpy.typing import NDArray

from moodarc.session.taste.taste import Expected

__all__ = ["beside_recommender"]


def beside_recommender(own: Expected, recommended: NDArray[np.float64]) -> NDArray[np.float64]:
    """Both as one, float64 (n,) in [0, 1].

    Args:
        own: what the taste expects of n tracks.
        recommended: (n,), the recommender's preference for the same tracks.
    """
    sure = own.certainty
    return sure * own.mean + (1.0 - sure) * recommended
