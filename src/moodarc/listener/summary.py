"""A history in numbers: what the regression reads, and the attention network beside its moments.

Everything is seen from the last moment; what lies ahead is only the horizon that is asked for.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError
from moodarc.listener.history import AffectHistory
from moodarc.listener.recall import Recall, recalled

__all__ = ["FORGOTTEN_H", "SUMMARY_FEATURES", "Population", "summarised"]

FORGOTTEN_H: Final = 4.0
"""the horizon beyond which nothing more is forgotten: most that was learned from lies within it"""

_RECALLS: Final = (
    Recall(present=0.15, today=4.0),
    Recall(present=0.3, memory=200.0, today=2.0),
    Recall(prior=6.0, present=0.5, likeness=2.0, today=2.0),
    Recall(memory=200.0),
    Recall(memory=200.0, likeness=8.0),
    Recall(memory=20.0, today=4.0),
)
_FRESH: Final = 0.3
"""weight of the newest moment in the running mean"""
_DOUBT: Final = 10.0
"""moments after which a listener's own mean counts for half"""

Population = NDArray[np.float64]
"""(m, 2) quantiles of valence and arousal of people in general"""


def _pair(name: str) -> tuple[str, str]:
    return f"{name}_valence", f"{name}_arousal"


SUMMARY_FEATURES: Final = (
    *_pair("present"),
    *_pair("own_mean"),
    *_pair("today_mean"),
    *_pair("running_mean"),
    *_pair("fading_present"),
    *_pair("fading_deviation"),
    *_pair("squared_deviation"),
    *_pair("absolute_deviation"),
    *_pair("trusted_mean"),
    *(name for number in range(len(_RECALLS)) for name in _pair(f"recall_{number}")),
    "happy",
    "angry",
    "sad",
    "peaceful",
    "valence_times_arousal",
    "log_moments",
    "moments_today",
    "horizon_h",
    "day_time_sine",
    "day_time_cosine",
    "evening",
    "morning",
    "weekend",
    "friday",
)
"""Names of the columns.

`fading_*` are e^-horizon times the present and its deviation from the own mean; `trusted_mean` is
the own mean, shrunk towards 0 while moments are few; `recall_*` are weighted medians
(`listener.recall`).
"""


def summarised(
    history: AffectHistory, horizon_h: float, population: Population
) -> NDArray[np.float64]:
    """The summary of a history of at least one moment, `(n_features,)`.

    Raises:
        InputError: an empty history, or a horizon below 0 or not finite.
    """
    if not len(history) or not 0.0 <= horizon_h < np.inf:
        msg = f"{len(history)} moments, {horizon_h!r} hours ahead; expected at least 1, and >= 0"
        raise InputError(msg)
    ahead = min(horizon_h, FORGOTTEN_H)
    memories = [recalled(history.affect, history.days, population, how=how) for how in _RECALLS]
    return np.concatenate(
        [_levels(history, ahead), *memories, history.shares[-1], _moment(history, ahead)]
    )


def _levels(history: AffectHistory, ahead: float) -> NDArray[np.float64]:
    values = history.affect
    present, mean = values[-1], values.mean(axis=0)
    ages = np.arange(len(values) - 1, -1, -1)
    weights = _FRESH * (1.0 - _FRESH) ** ages
    weights[0] = (1.0 - _FRESH) ** ages[0]
    parts = [
        present,
        mean,
        values[history.days == history.days[-1]].mean(axis=0),
        weights @ values,
        present * np.exp(-ahead),
        (present - mean) * np.exp(-ahead),
        (present - mean) ** 2,
        np.abs(present - mean),
        mean * len(values) / (len(values) + _DOUBT),
    ]
    return np.concatenate(parts)


def _moment(history: AffectHistory, ahead: float) -> NDArray[np.float64]:
    hour = history.hours[-1] % 24.0
    turn = 2.0 * np.pi * hour / 24.0
    weekday = (history.hours[-1] // 24.0 + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0
    today = int((history.days == history.days[-1]).sum()) - 1
    named: Mapping[str, float] = {
        "valence_times_arousal": history.affect[-1].prod(),
        "log_moments": np.log(len(history)),
        "moments_today": today,
        "horizon_h": ahead,
        "day_time_sine": np.sin(turn),
        "day_time_cosine": np.cos(turn),
        "evening": hour > 18.0,
        "morning": hour < 10.0,
        "weekend": weekday >= 5,
        "friday": weekday == 4,
    }
    return np.array(list(named.values()), np.float64)
