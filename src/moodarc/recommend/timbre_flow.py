r"""How alike two neighbours sound.

Timbre is compared by the cosine of the tracks' embeddings (`moodarc.music.embedding`, of length 1).
A cosine says little by itself, so flow is about the share of pairs of unrelated music that sound
less alike: 0.5 for the median pair, 0.93 for the median pair of one artist. The shares were read
from all 258,840 pairs of the 720 clips of 4Q (Panda et al. 2018; 530 artists, music of all kinds):
1, 10, 25, 50, 75, 90 and 99 % of the cosines lie below -.48, -.31, -.15, .10, .36, .59 and .88. The
least of three lines goes through these within .02, and is quick. Where either track has no
embedding nothing can be said, and flow is 0.5.
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

_LINES: Final = ((0.402, 0.98), (0.527, 0.62), (0.91, 0.09))
"""Each as its value at cosine 0 and its slope; the last gives equal sounds 1."""


def timbre_flow(before: NDArray[np.floating], after: NDArray[np.floating]) -> NDArray[np.float64]:
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
    cosine = np.asarray(before @ after.T, dtype=np.float64)
    flow, line = np.ones_like(cosine), np.empty_like(cosine)
    for start, slope in _LINES:
        np.multiply(cosine, slope, out=line)
        line += start
        np.minimum(flow, line, out=flow)
    np.maximum(flow, 0.0, out=flow)
    flow[np.isnan(flow)] = UNKNOWN_FLOW
    return flow


@dataclass(frozen=True, slots=True, eq=False)
class TimbreFlow:
    """Flow from a track of embedding `before` into each track of a table."""

    before: NDArray[np.float32]
    name: str = "flow_timbre"

    def score(self, table: TrackTable) -> Scores:
        """Flow into each row, in [0, 1]."""
        if len(self.before) != table.embedding.shape[1]:
            return np.full(len(table), UNKNOWN_FLOW, dtype=np.float32)
        # in double precision a track scores the same in any company
        pair = self.before.astype(np.float64), table.embedding.astype(np.float64)
        return timbre_flow(*pair).astype(np.float32)
