"""Heart rate and its variability from the times between beats (RR intervals), in milliseconds.

    heart rate   60,000 / mean(RR)                    beats a minute
    SDNN         standard deviation of RR             ms, sample (n - 1)
    RMSSD        root mean square of RR_i+1 - RR_i    ms, over neighbours that both are sound

as the Task Force of the European Society of Cardiology and the North American Society of Pacing and
Electrophysiology defines them (Circulation 93, 1996). An interval is taken for an artefact where it
is none that a heart makes (300 to 2000 ms, that is 30 to 200 beats a minute), or differs by more
than a fifth from the median of the five round it: the fifth is the Task Force's (after Malik 1989,
who compares with the one before; a median does not let one artefact condemn its neighbour). What is
left out is not replaced: an invented beat would lower RMSSD.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["HeartBeats", "heart_beats", "sound_intervals"]

_SHORTEST_MS: Final = 300.0
_LONGEST_MS: Final = 2000.0
_MOST_OFF: Final = 0.2
_ROUND: Final = 2
"""intervals on each side of the one that is judged"""


@dataclass(frozen=True, slots=True)
class HeartBeats:
    """What a series of intervals says.

    Attributes:
        n: sound intervals.
        share_sound: of all intervals, in [0, 1]; 0 where there are none.
        rate_bpm: beats a minute; NaN without a sound interval.
        sdnn_ms: NaN under two sound intervals.
        rmssd_ms: NaN without two sound neighbours.
    """

    n: int
    share_sound: float
    rate_bpm: float
    sdnn_ms: float
    rmssd_ms: float


def heart_beats(rr_intervals_ms: Sequence[float] | NDArray[np.float64]) -> HeartBeats:
    """Rate and variability of a series, artefacts left out.

    Args:
        rr_intervals_ms: oldest first, without gaps.

    >>> told = heart_beats([800.0, 850.0, 800.0, 850.0, 800.0])
    >>> round(told.rate_bpm, 2), told.rmssd_ms, round(told.sdnn_ms, 2)
    (73.17, 50.0, 27.39)
    """
    rr = np.asarray(rr_intervals_ms, dtype=np.float64)
    sound = sound_intervals(rr)
    kept = rr[sound]
    steps = np.diff(rr)[sound[1:] & sound[:-1]] if rr.size > 1 else kept[:0]
    return HeartBeats(
        n=int(kept.size),
        share_sound=float(sound.mean()) if rr.size else 0.0,
        rate_bpm=60_000.0 / float(kept.mean()) if kept.size else float("nan"),
        sdnn_ms=float(kept.std(ddof=1)) if kept.size > 1 else float("nan"),
        rmssd_ms=float(np.sqrt((steps**2).mean())) if steps.size else float("nan"),
    )


def sound_intervals(rr_intervals_ms: Sequence[float] | NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which intervals are no artefacts, bool (n,).

    >>> sound_intervals([800.0, 810.0, 400.0, 805.0, 795.0]).tolist()
    [True, True, False, True, True]
    """
    rr = np.asarray(rr_intervals_ms, dtype=np.float64)
    possible = (rr >= _SHORTEST_MS) & (rr <= _LONGEST_MS)
    medians = np.full(rr.shape, np.nan)
    for place in np.flatnonzero(possible):
        near = slice(max(0, place - _ROUND), place + _ROUND + 1)
        medians[place] = np.median(rr[near][possible[near]])
    return np.asarray(possible & (np.abs(rr - medians) <= _MOST_OFF * medians))
