"""The price of hearing the same artist again.

The nearest earlier track of the artist counts: the penalty is 1 right after it and halves every
`half_life` places (two by default), so that an artist may come back once others have been heard.
Unknown artists (-1) repeat nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.catalog import TrackTable
from moodarc.recommend.scorer import Scores

__all__ = ["ArtistRepetition", "repetition_after"]


def repetition_after(gap: ArrayLike, half_life: float = 2.0) -> NDArray[np.float64]:
    """Penalty for a gap of so many places since the artist was last heard (1 = neighbours).

    Returns:
        float64, in (0, 1].

    >>> repetition_after([1, 3, 5]).tolist()
    [1.0, 0.5, 0.25]
    """
    return 2.0 ** (-(np.asarray(gap, dtype=np.float64) - 1.0) / half_life)


@dataclass(frozen=True, slots=True)
class ArtistRepetition:
    """Minus the penalty of each track after a list of artists.

    Attributes:
        heard: artist numbers of the list so far, in playing order; -1 = unknown.
        half_life: places after which the penalty halves, > 0.
    """

    heard: Sequence[int]
    half_life: float = 2.0
    name: str = "artist_repetition"

    def score(self, table: TrackTable) -> Scores:
        """Minus the penalty of each row, in [-1, 0]."""
        scores = np.zeros(len(table), dtype=np.float32)
        for place, artist in enumerate(self.heard):
            if artist >= 0:
                penalty = repetition_after(len(self.heard) - place, self.half_life)
                scores[table.artist == artist] = -penalty
        return scores
