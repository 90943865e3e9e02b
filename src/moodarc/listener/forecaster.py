"""What every forecaster of a listener's affect keeps to.

The mental model is one (`mental_model_forecaster`), a learned network another. A contract test
holds all that implement it to the same checks (`tests/contracts/test_forecaster.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from moodarc.affect import (
    UNINFORMED_VARIANCE,
    AffectBelief,
    AffectReading,
    AffectState,
    EmotionVector,
    Variance,
)
from moodarc.errors import InputError

__all__ = ["BAND", "AffectForecast", "Forecaster", "forecast_times", "state_of_shares"]

BAND = 0.8
"""Share of what will be felt that the bands are meant to hold, emotion by emotion."""

_MOST_TIMES: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectForecast:
    """What will be felt at one time ahead.

    Attributes:
        state: valence and arousal expected, with the variance of what will be felt; `at` is then.
        vector: expected shares of the four quadrants.
        low: by emotion the lower end of the band, in [0, 1]; `vector` need not lie inside.
        high: its upper end.
    """

    state: AffectState
    vector: EmotionVector
    low: tuple[float, ...]
    high: tuple[float, ...]


def forecast_times(hours: float, every_h: float) -> tuple[float, ...]:
    """Hours from now to look at: 0, then a step at a time as far as `hours`.

    Raises:
        InputError: no step fits, or more than 200 do.

    >>> forecast_times(1.0, 0.5)
    (0.0, 0.5, 1.0)
    """
    n = int(hours / every_h + 1e-9)
    if not 1 <= n <= _MOST_TIMES:
        msg = (
            f"{hours:g} hours every {60 * every_h:g} minutes are {n} times; expected 1 to "
            f"{_MOST_TIMES}, so change hours or every"
        )
        raise InputError(msg)
    return tuple(place * every_h for place in range(n + 1))


class Forecaster(Protocol):
    """Readings so far and the belief now -> the affect at chosen hours ahead."""

    @property
    def name(self) -> str:
        """In a word, which model this is."""
        ...

    def forecast(
        self, readings: Sequence[AffectReading], belief: AffectBelief, hours: Sequence[float]
    ) -> tuple[AffectForecast, ...]:
        """One forecast for each of the hours.

        Args:
            readings: of the listener, in any order; may be empty; what is later than the belief
                is not looked at.
            belief: how they feel now; its state's time is now.
            hours: from now, each >= 0.

        Raises:
            InputError: hours below 0 or not finite, or further than the forecaster can see.
        """
        ...


def state_of_shares(vector: EmotionVector, at: datetime) -> AffectState:
    """Valence and arousal of shares, each quadrant's mass being spread evenly over it.

    Valence = (happy + peaceful - angry - sad) / 2, arousal = (happy + angry - sad - peaceful) / 2;
    the second moment is 1/3 whatever the shares, so the variance is 1/3 - mean^2, and of four even
    shares, or of none, the state of which nothing is known.

    >>> from datetime import UTC
    >>> state = state_of_shares(EmotionVector(0.5, 0, 0, 0.5), datetime(2026, 1, 1, tzinfo=UTC))
    >>> state.valence, state.arousal, round(state.variance.valence, 4)
    (0.5, 0.0, 0.0833)
    """
    happy, angry, sad, peaceful = vector
    valence = (happy + peaceful - angry - sad) / 2.0
    arousal = (happy + angry - sad - peaceful) / 2.0
    variance = Variance(UNINFORMED_VARIANCE - valence**2, UNINFORMED_VARIANCE - arousal**2)
    return AffectState(valence=valence, arousal=arousal, at=at, variance=variance)
