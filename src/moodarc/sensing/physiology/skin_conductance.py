"""Skin conductance: its level, and how often it rises on its own (electrodermal activity).

    level        median over the window                              microsiemens
    peaks        rises of at least 0.05 microsiemens within 5 s      a minute

The level (tonic) moves over minutes, a response (phasic) rises within one to three seconds; 0.05
microsiemens is the usual least amplitude, and of such responses 1 to 3 a minute are common at rest,
over 20 under high arousal (Boucsein, *Electrodermal Activity*, 2nd ed., 2012; Kreibig, Biological
Psychology 84, 2010, for their rise in anger, fear, and joy alike). A rise is measured from the
lowest value of the five seconds before its top, after a moving mean over one second against noise.
Peaks need at least two samples a second: a wearable that reports once a minute has a level only.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["SkinConductance", "skin_conductance"]

_LEAST_RISE_US: Final = 0.05
_RISE_S: Final = 5.0
_RATE_HZ: Final = 4.0
"""of the even series that peaks are sought in; a response has no faster parts (Boucsein 2012)"""
_LEAST_RATE_HZ: Final = 2.0
_LEAST_SPAN_S: Final = 20.0
_HIGHEST_US: Final = 100.0
"""above what skin shows on any electrode (Boucsein 2012: 1 to 40)"""


@dataclass(frozen=True, slots=True)
class SkinConductance:
    """What a series says.

    Attributes:
        level_us: NaN without a value that skin can have (above 0, up to 100).
        peaks_per_min: NaN where the series is too short or too sparse to tell.
        share_sound: of all values, in [0, 1]; 0 where there are none.
    """

    level_us: float
    peaks_per_min: float
    share_sound: float


def skin_conductance(times_s: ArrayLike, values_us: ArrayLike) -> SkinConductance:
    """Level and rate of peaks of a series.

    Args:
        times_s: (n,) seconds, rising.
        values_us: (n,) microsiemens.

    >>> skin_conductance([0.0, 60.0, 120.0], [2.0, 2.2, 2.1])
    SkinConductance(level_us=2.1, peaks_per_min=nan, share_sound=1.0)
    """
    times = np.asarray(times_s, dtype=np.float64)
    values = np.asarray(values_us, dtype=np.float64)
    sound = (values > 0.0) & (values <= _HIGHEST_US)
    if not sound.any():
        return SkinConductance(float("nan"), float("nan"), 0.0)
    return SkinConductance(
        level_us=float(np.median(values[sound])),
        peaks_per_min=_peaks_per_min(times[sound], values[sound]),
        share_sound=float(sound.mean()),
    )


def _peaks_per_min(times: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    span = float(times[-1] - times[0])
    if span < _LEAST_SPAN_S or np.median(np.diff(times)) > 1.0 / _LEAST_RATE_HZ:
        return float("nan")
    even = np.interp(np.arange(times[0], times[-1], 1.0 / _RATE_HZ), times, values)
    width = int(_RATE_HZ)
    smooth = np.convolve(even, np.full(width, 1.0 / width), mode="valid")
    return float(60.0 * _count_rises(smooth) / span)


def _count_rises(values: NDArray[np.float64]) -> int:
    """Tops that stand far enough above the lowest value shortly before them and since the last."""
    tops = np.flatnonzero((values[1:-1] > values[:-2]) & (values[1:-1] >= values[2:])) + 1
    count, since = 0, 0
    for top in tops:
        start = max(since, int(top - _RISE_S * _RATE_HZ))
        if values[top] - values[start : top + 1].min() >= _LEAST_RISE_US:
            count, since = count + 1, int(top)
    return count
