"""A history as the attention network takes it: one row of numbers a moment."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.listener.history import AffectHistory

__all__ = ["MOST_MOMENTS", "TOKEN_FEATURES", "Tokens", "tokens"]

MOST_MOMENTS: Final = 48
"""how far back the network looks"""

TOKEN_FEATURES: Final = (
    "valence",
    "arousal",
    "happy",
    "angry",
    "sad",
    "peaceful",
    "log_age_h",
    "log_moments_ago",
    "same_day",
    "day_time_sine",
    "day_time_cosine",
    "day_time_likeness",
    "next_valence",
    "next_arousal",
    "has_next",
    "heard_valence",
    "heard_arousal",
    "has_heard",
    "liked",
    "has_liked",
)
"""Columns of a token.

`day_time_likeness` is the cosine between the time of day of the moment and that of the moment
foretold; `next_*` what followed on the same day; `heard_*` the track that ended just before, and
`liked` what the listener made of it. What is unknown is 0, and its `has_*` is 0.
"""


class Tokens(NamedTuple):
    """Rows of the newest moments, the present one last."""

    features: NDArray[np.float32]
    """(MOST_MOMENTS, n_features); rows before the first moment are 0"""
    absent: NDArray[np.bool_]
    """(MOST_MOMENTS,) which rows those are"""


def tokens(history: AffectHistory, horizon_h: float) -> Tokens:
    """The rows of a history of at least one moment, seen from its last."""
    n = min(len(history), MOST_MOMENTS)
    rows = np.zeros((MOST_MOMENTS, len(TOKEN_FEATURES)), np.float32)
    absent = np.arange(MOST_MOMENTS) < MOST_MOMENTS - n
    rows[~absent] = np.column_stack(
        [
            history.affect[-n:],
            history.shares[-n:],
            _times(history, n, horizon_h),
            _after(history, n),
        ]
    )
    return Tokens(rows, absent)


def _times(history: AffectHistory, n: int, horizon_h: float) -> NDArray[np.float64]:
    hours = history.hours[-n:]
    turn = 2.0 * np.pi * hours / 24.0
    foretold = 2.0 * np.pi * (hours[-1] + horizon_h) / 24.0
    return np.column_stack(
        [
            np.log1p(hours[-1] - hours),
            np.log1p(np.arange(n - 1, -1, -1)),
            history.days[-n:] == history.days[-1],
            np.sin(turn),
            np.cos(turn),
            np.cos(turn - foretold),
        ]
    )


def _after(history: AffectHistory, n: int) -> NDArray[np.float64]:
    affect, days = history.affect[-n:], history.days[-n:]
    has_next = np.append(days[1:] == days[:-1], False)
    following = np.roll(affect, -1, axis=0) * has_next[:, None]
    heard, liked = history.heard[-n:], history.liked[-n:]
    has_heard = np.asarray(np.isfinite(heard).all(axis=1))
    return np.column_stack(
        [
            following,
            has_next,
            np.where(has_heard[:, None], heard, 0.0),
            has_heard,
            np.nan_to_num(liked),
            np.isfinite(liked),
        ]
    )
