"""How large the jump of loudness between neighbours is.

Flow falls linearly from 1 at equal integrated loudness to 0 at 10 LU, the difference that is heard
as twice (or half) as loud: the sone scale of Stevens (1936), as in ISO 532. Louder and softer count
alike.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.catalog import TrackTable
from moodarc.recommend.scorer import Scores

__all__ = ["LoudnessFlow", "loudness_flow"]

TWICE_AS_LOUD_LU = 10.0
"""LU; a difference of 10 phon doubles the loudness in sone."""


def loudness_flow(before_lufs: ArrayLike, after_lufs: ArrayLike) -> NDArray[np.float64]:
    """Flow between integrated loudnesses in LUFS (ITU-R BS.1770). Arguments broadcast.

    Returns:
        float64, in [0, 1].

    >>> [float(loudness_flow(-14.0, after)) for after in (-14.0, -9.0, -30.0)]
    [1.0, 0.5, 0.0]
    """
    flow = np.asarray(np.subtract(after_lufs, before_lufs, dtype=np.float64))
    np.abs(flow, out=flow)
    flow *= -1.0 / TWICE_AS_LOUD_LU
    flow += 1.0
    np.maximum(flow, 0.0, out=flow)
    return flow


@dataclass(frozen=True, slots=True)
class LoudnessFlow:
    """Flow from a track of loudness `before_lufs` into each track of a table."""

    before_lufs: float
    name: str = "flow_loudness"

    def score(self, table: TrackTable) -> Scores:
        """Flow into each row, in [0, 1]."""
        return loudness_flow(self.before_lufs, table.loudness_lufs).astype(np.float32)
