"""How hard the body works, and the heart rate that this alone explains.

Work is in METs, multiples of resting metabolism (1 MET = 3.5 ml of oxygen a kg and minute):

    kind of activity   lying 1.0, still 1.3, walking 3.5, running 8.0   (Ainsworth et al. 2011)
    cadence            1 + steps a minute / 50                          (100 are 3 MET;
                                                                        Tudor-Locke et al. 2018)
    movement in g      (7.28 + 32 g) / 3.5, from 0.06 g on              (Hildebrand et al. 2014,
                                                                        wrist, adults)

The strongest that is measured counts. The heart needs minutes to come down: past work counts with
exp(-age / 2 min), which is a rough mean of fast and slow recovery (an assumption).

The share of the heart-rate reserve that is used is the share of the oxygen reserve (ACSM's
Guidelines, 10th ed. 2018), so

    expected = rest + (MET - 1) / (capacity - 1) (most - rest)

with 208 - 0.7 age as the highest rate (Tanaka et al. 2001) and, fitness being unknown, a capacity
of 10 MET, which is that of an average adult; for age, which is unknown too, we take 40. All this
makes the rise wrong by about `RISE_DOUBT` of itself (an assumption): the doubt grows with the work.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from moodarc.sensing.physiology.sample import Activity, WearableSample

__all__ = ["REST_MET", "RISE_DOUBT", "expected_rise_bpm", "met_now", "met_of"]

REST_MET: Final = 1.5
"""Up to here the body is at rest (sedentary behaviour: Tremblay et al. 2017)."""

RISE_DOUBT: Final = 0.3
"""Standard deviation of the expected rise, as a share of it."""

_MET_OF_ACTIVITY: Final = {
    Activity.LYING: 1.0,
    Activity.STILL: 1.3,
    Activity.WALKING: 3.5,
    Activity.RUNNING: 8.0,
}
_STEPS_PER_MET: Final = 50.0
_LEAST_MOVEMENT_G: Final = 0.06
_OXYGEN_AT_REST: Final = 7.28
_OXYGEN_PER_G: Final = 32.0
_OXYGEN_PER_MET: Final = 3.5
_HIGHEST_BPM: Final = 208.0 - 0.7 * 40.0
_CAPACITY_MET: Final = 10.0
_RECOVERY: Final = timedelta(minutes=2)


def met_of(sample: WearableSample) -> float | None:
    """The work that a sample speaks of, at least 1; None where it says nothing of it.

    >>> from datetime import UTC
    >>> met_of(WearableSample(at=datetime(2026, 1, 1, tzinfo=UTC), steps_per_min=100))
    3.0
    """
    told = []
    if sample.activity is not None:
        told.append(_MET_OF_ACTIVITY[sample.activity])
    if sample.steps_per_min is not None:
        told.append(1.0 + max(0.0, sample.steps_per_min) / _STEPS_PER_MET)
    if sample.movement_g is not None:
        told.append(_of_movement(sample.movement_g))
    return max(told, default=None)


def met_now(samples: Sequence[WearableSample], at: datetime) -> float | None:
    """The work that the heart at a time still answers to; None where no sample says anything.

    The mean of the samples at hand, or what is left of the hardest of them, if that is more.
    """
    told = [(met, at - s.at) for s in samples if (met := met_of(s)) is not None]
    if not told:
        return None
    left = max(1.0 + (met - 1.0) * math.exp(-max(0.0, age / _RECOVERY)) for met, age in told)
    return max(left, sum(met for met, _ in told) / len(told))


def expected_rise_bpm(met: float, rest_bpm: float) -> float:
    """Beats a minute above rest that work explains, >= 0.

    >>> expected_rise_bpm(1.0, 65.0), round(expected_rise_bpm(3.5, 65.0), 1)
    (0.0, 31.9)
    """
    share = min(1.0, max(0.0, met - 1.0) / (_CAPACITY_MET - 1.0))
    return share * max(0.0, _HIGHEST_BPM - rest_bpm)


def _of_movement(movement_g: float) -> float:
    if movement_g < _LEAST_MOVEMENT_G:
        return 1.0
    return (_OXYGEN_AT_REST + _OXYGEN_PER_G * movement_g) / _OXYGEN_PER_MET
