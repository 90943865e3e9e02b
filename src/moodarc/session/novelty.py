"""How new a track is to a listener: 0 just after it was heard, 1 if it never was.

    1 - 2^(-d / 7)        d days since it was heard last

A week is a judgement: what was heard a week ago is half as new as what was never heard.
"""

from collections.abc import Mapping
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

__all__ = ["novelty", "novelty_text"]

_HALF_LIFE_DAYS = 7.0
_LEAST_NEW = float(np.nextafter(1.0, 0.0))
"""what was heard is never quite new, however long ago"""
_YEAR_DAYS = 365.0


def novelty(
    track_id: NDArray[np.int64], heard: Mapping[int, datetime], at: datetime
) -> NDArray[np.float64]:
    """Of each track, float64 (n,) in [0, 1].

    Args:
        track_id: int64 (n,), in any order, without doubles.
        heard: when each was heard last.
        at: aware time now.
    """
    new = np.ones(len(track_id))
    if not heard or not len(track_id):
        return new
    ids = np.array(sorted(heard), dtype=np.int64)
    days = np.array([(at - heard[track]).total_seconds() / 86400.0 for track in ids.tolist()])
    order = np.argsort(track_id, kind="stable")
    place = np.minimum(np.searchsorted(track_id, ids, sorter=order), len(track_id) - 1)
    rows = order[place]
    known = track_id[rows] == ids
    gone = 1.0 - np.exp2(-np.maximum(days[known], 0.0) / _HALF_LIFE_DAYS)
    new[rows[known]] = np.minimum(gone, _LEAST_NEW)
    return new


def novelty_text(value: float) -> str:
    """The reason in words.

    >>> novelty_text(1.0), novelty_text(0.5), novelty_text(0.05), novelty_text(0.0)
    ('not heard before', 'heard 7 days ago', 'heard 12 hours ago', 'heard within the hour')
    """
    if value >= 1.0:
        return "not heard before"
    days = -np.log2(1.0 - value) * _HALF_LIFE_DAYS
    if days >= _YEAR_DAYS:
        return "heard a year ago or longer"
    if days >= 1.5:
        return f"heard {days:.0f} days ago"
    return f"heard {_hours(round(days * 24.0))}"


def _hours(n: int) -> str:
    if n < 1:
        return "within the hour"
    return "an hour ago" if n == 1 else f"{n} hours ago"
