r"""How alike two neighbours sound.

Timbre is compared by the cosine of the tracks' embeddings (`moodarc.music.embedding`, of length 1).
A cosine says little by itself, so flow is the share of pairs of unrelated music that sound less
alike: 0.5 for the median pair, 0.93 for the median pair of one artist. The shares were read from
all 258,840 pairs of the 720 clips of 4Q (Panda et al. 2018; music of all kinds, one or two clips an
artist). Where either track has no embedding nothing can be said, and flow is 0.5.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import TrackTable
from moodarc.recommend.scorer import Scores

__all__ = ["TimbreFlow", "timbre_flow"]

UNKNOWN_FLOW = 0.5
"""Flow where a track has no embedding: neither helps nor hurts."""

_SHARES: Final = (0.0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0)
_COSINES: Final = (-1.0, -0.48, -0.31, -0.15, 0.10, 0.36, 0.59, 0.88, 1.0)
"""Below each of these lies its share of the pairs."""


def timbre_flow(before: NDArray[np.float32], after: NDArray[np.float32]) -> NDArray[np.float64]:
    """Flow from each of some tracks into each of others.

    Args:
        before: embeddings (..., d), each of length 1; NaN = none.
        after: embeddings (n, d).

    Returns:
        float64 (..., n), in [0, 1].

    >>> bright, dull = np.float32([1.0, 0.0]), np.float32([-0.15, 0.9887])
    >>> timbre_flow(bright, np.stack([bright, dull, [np.nan, np.nan]])).round(2).tolist()
    [1.0, 0.25, 0.5]
    """
    if after.shape[1] == 0:
        return np.full((*before.shape[:-1], len(after)), UNKNOWN_FLOW)
    cosine = before.astype(np.float64) @ after.astype(np.float64).T
    shares = np.interp(cosine, _COSINES, _SHARES)
    return np.asarray(np.where(np.isnan(cosine), UNKNOWN_FLOW, shares))


@dataclass(frozen=True, slots=True, eq=False)
class TimbreFlow:
    """Flow from a track of embedding `before` into each track of a table."""

    before: NDArray[np.float32]
    name: str = "flow_timbre"

    def score(self, table: TrackTable) -> Scores:
        """Flow into each row, in [0, 1]."""
        if len(self.before) != table.embedding.shape[1]:
            return np.full(len(table), UNKNOWN_FLOW, dtype=np.float32)
        return timbre_flow(self.before, table.embedding).astype(np.float32)
