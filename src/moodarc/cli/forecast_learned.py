"""What the learned forecaster adds to `moodarc forecast`: its forecast, and where it looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from moodarc.affect import AffectBelief, AffectReading
    from moodarc.listener import AffectForecast

__all__ = ["LearnedAnswer", "ago", "learned_forecast"]


@dataclass(frozen=True, slots=True, eq=False)
class LearnedAnswer:
    """By what the forecast was made.

    Attributes:
        version: of the weights.
        share: of the attention in the forecast, [0, 1]; the rest is the regression.
        hour: how far ahead `attended` looks.
        ago_h: (n,) hours since each of the newest moments, oldest first; the last is 0.
        attended: (heads, n) how much each of them weighs, rows sum to 1.
    """

    version: str
    share: float
    hour: float
    ago_h: "NDArray[np.float64]"
    attended: "NDArray[np.float32]"


def learned_forecast(
    readings: "Sequence[AffectReading]",
    belief: "AffectBelief",
    hours: Sequence[float],
    *,
    zone: tzinfo,
) -> "tuple[tuple[AffectForecast, ...], LearnedAnswer]":
    """The shipped forecaster's forecast; readings may be none.

    Args:
        readings: of one listener.
        belief: how they feel now.
        hours: from now, ascending, at least two of them, the first 0.
        zone: of the listener's clock.

    Raises:
        ArtifactError: the shipped weights are damaged.
        InputError: an hour beyond what can be foretold.
    """
    from moodarc.listener import AffectHistory, LearnedForecaster

    forecaster = LearnedForecaster.shipped().local_to(zone)
    history = AffectHistory.of_belief(readings, belief, forecaster.zone)
    attended = forecaster.attended(history, hours[1])
    times = history.hours[-attended.shape[1] :]
    made_by = LearnedAnswer(
        forecaster.version, forecaster.attention_share, hours[1], times[-1] - times, attended
    )
    return forecaster.forecast(readings, belief, hours), made_by


def ago(hours: float) -> str:
    """A time gone by: "now", "45 min", "3 h", "2.1 d".

    >>> [ago(hours) for hours in (0.0, 0.75, 3.2, 50.0)]
    ['now', '45 min', '3 h', '2.1 d']
    """
    if hours < 0.5 / 60.0:
        return "now"
    if hours < 1.0 - 0.5 / 60.0:
        return f"{60.0 * hours:.0f} min"
    return f"{hours:.0f} h" if hours < 47.5 else f"{hours / 24.0:.1f} d"
