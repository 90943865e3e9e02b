r"""How smoothly one tempo follows another.

The distance of two tempi is $|\log_2(b/a)|$ folded into half an octave, because listeners tap the
same music at half or twice the notated tempo, and estimators err in the same way (McKinney and
Moelants, Music Perception 24, 2006): 70 and 140 bpm are the same walk. Flow is 1 at equal pulse
and 0 half an octave away, where no metrical level agrees. Where either track has no beat nothing
can be said, and flow is 0.5.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.catalog import TrackTable
from moodarc.recommend.scorer import Scores

__all__ = ["TempoFlow", "octave_flow", "octave_of", "tempo_flow"]

UNKNOWN_FLOW = 0.5
"""Flow where a track has no beat: neither helps nor hurts."""


def tempo_flow(before_bpm: ArrayLike, after_bpm: ArrayLike) -> NDArray[np.float64]:
    """Flow between tempi in beats per minute; 0 = no beat. Arguments broadcast.

    Returns:
        float64, in [0, 1].

    >>> [round(float(tempo_flow(70.0, bpm)), 2) for bpm in (70.0, 140.0, 99.0, 0.0)]
    [1.0, 1.0, 0.0, 0.5]
    """
    return octave_flow(octave_of(before_bpm), octave_of(after_bpm))


def octave_of(bpm: ArrayLike) -> NDArray[np.float64]:
    """Tempi in octaves above 1 bpm; NaN = no beat."""
    tempo = np.asarray(bpm, np.float64)
    return np.log2(np.where(tempo > 0.0, tempo, np.nan))


def octave_flow(before: ArrayLike, after: ArrayLike) -> NDArray[np.float64]:
    """`tempo_flow` of tempi in octaves, for those that are compared again and again."""
    flow = np.asarray(np.subtract(after, before))
    flow -= np.rint(flow)
    np.abs(flow, out=flow)
    flow *= -2.0
    flow += 1.0
    flow[np.isnan(flow)] = UNKNOWN_FLOW
    return flow


@dataclass(frozen=True, slots=True)
class TempoFlow:
    """Flow from a track of tempo `before_bpm` into each track of a table."""

    before_bpm: float
    name: str = "flow_tempo"

    def score(self, table: TrackTable) -> Scores:
        """Flow into each row, in [0, 1]."""
        return tempo_flow(self.before_bpm, table.tempo_bpm).astype(np.float32)
