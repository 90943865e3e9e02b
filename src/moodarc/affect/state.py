"""Core affect at one moment: valence, arousal and, where known, dominance, with their variances.

Every value lies in [-1, 1] and every variance is in the square of that unit. Uncertainty travels
with the value (MISSION, "What none of them has" 2): an estimate without one is not an estimate.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError

__all__ = ["CERTAIN", "UNINFORMED_VARIANCE", "AffectState", "Variance", "states_to_array"]

UNINFORMED_VARIANCE = 1.0 / 3.0
"""Variance of a value of which nothing is known: uniform on [-1, 1], (b - a)^2 / 12."""


class Variance(NamedTuple):
    """Variance by dimension, each >= 0; dominance is None where the state has none."""

    valence: float
    arousal: float
    dominance: float | None = None


CERTAIN = Variance(0.0, 0.0)
"""The variance of a point that is known exactly, such as a goal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectState:
    """Where someone (or something) stands in affect space, how surely, and when.

    Attributes:
        valence: unpleasant -1 ... 1 pleasant.
        arousal: still -1 ... 1 excited.
        dominance: powerless -1 ... 1 in control; None where it was not measured.
        variance: by dimension.
        at: aware UTC time of the estimate.

    Raises:
        InputError: a value outside [-1, 1], a negative variance or a naive time.

    >>> AffectState(valence=0.5, arousal=-0.2, at=datetime(2026, 1, 1, tzinfo=UTC)).variance.valence
    0.0
    """

    valence: float
    arousal: float
    at: datetime
    dominance: float | None = None
    variance: Variance = CERTAIN

    def __post_init__(self) -> None:
        for name in ("valence", "arousal", "dominance"):
            _check_range(name, getattr(self, name))
        for name, value in zip(Variance._fields, self.variance, strict=True):
            if value is not None and not value >= 0.0:
                msg = f"variance of {name} is {value!r}; expected a number >= 0"
                raise InputError(msg)
        if self.at.tzinfo is None:
            msg = f"time {self.at.isoformat()} has no zone; give an aware datetime (UTC)"
            raise InputError(msg)
        object.__setattr__(self, "at", self.at.astimezone(UTC))


def states_to_array(states: list[AffectState]) -> NDArray[np.float32]:
    """Valence, arousal, dominance of many states, `float32 (n, 3)`; NaN = absent."""
    rows = [(s.valence, s.arousal, _or_nan(s.dominance)) for s in states]
    return np.asarray(rows, dtype=np.float32).reshape(-1, 3)


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


def _check_range(name: str, value: float | None) -> None:
    if value is not None and not -1.0 <= value <= 1.0:
        msg = f"{name} is {value!r}; expected a number in [-1, 1]"
        raise InputError(msg)
