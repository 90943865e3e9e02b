"""What a learned forecast looked back on: weights by head and moment (LIN-12 fig. 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from moodarc.affect import AffectBelief, AffectReading
    from moodarc.listener import AffectForecast, LearnedForecaster

__all__ = ["LookBack", "learned_forecast", "look_back_json", "look_back_line"]


@dataclass(frozen=True, slots=True, eq=False)
class LookBack:
    """By what a learned forecast was made.

    Attributes:
        version: of the model.
        share: weight of the attention in the forecast, in [0, 1]; the rest is regression.
        hour: how far ahead the weights look.
        ages_h: (n,) how long ago each of the newest moments was, the present one last, 0.
        weights: (heads, n), each row sums to 1.
    """

    version: str
    share: float
    hour: float
    ages_h: tuple[float, ...]
    weights: "NDArray[np.float32]"


def learned_forecast(
    readings: "Sequence[AffectReading]", belief: "AffectBelief", times: Sequence[float]
) -> "tuple[tuple[AffectForecast, ...], LookBack]":
    """The shipped forecaster's answer by this machine's clock, and what it looked back on.

    Args:
        readings: of the listener; may be none.
        belief: how they feel now.
        times: hours ahead, the first 0, at least two; the weights are those of the second.
    """
    from moodarc.cli.local_zone import local_zone
    from moodarc.listener import AffectHistory, LearnedForecaster

    forecaster = LearnedForecaster.shipped().local_to(local_zone())
    history = AffectHistory.of_belief(readings, belief, forecaster.zone)
    weights = forecaster.attended(history, times[1])
    ages = history.hours[-1] - history.hours[-weights.shape[1] :]
    back = LookBack(
        _version(forecaster), forecaster.attention_share, times[1], tuple(ages.tolist()), weights
    )
    return forecaster.forecast(readings, belief, times), back


def look_back_line(back: LookBack) -> str:
    """In a sentence, what made the forecast."""
    moments = f"{len(back.ages_h)} moment{'s' * (len(back.ages_h) != 1)}"
    return (
        f"by {back.version}, learned from people: regression {1.0 - back.share:.0%}, "
        f"attention to {moments} {back.share:.0%}"
    )


def look_back_json(back: LookBack) -> dict[str, Any]:
    """As JSON values."""
    return {
        "version": back.version,
        "attention_share": back.share,
        "attention": {
            "hours": back.hour,
            "hours_ago": list(back.ages_h),
            "heads": back.weights.tolist(),
        },
    }


def _version(forecaster: "LearnedForecaster") -> str:
    return str(forecaster.facts.config["version"]) if forecaster.facts else forecaster.name
