"""Where feelings are likely to go, and by which model."""

from typing import Literal

from pydantic import AwareDatetime

from moodarc.affect import Quadrant
from moodarc.serving.wire.schema import Answer, Signed, Unit
from moodarc.serving.wire.track import Shares

__all__ = [
    "AttendedMoment",
    "Attention",
    "Forecast",
    "ForecastModel",
    "ForecastPoint",
    "MentalModelTold",
    "ModelName",
]

ModelName = Literal["personal", "population", "mmm"]
"""the listener's own; people's as they were seen to move; people's as they expect it (BAEK)"""


class ForecastModel(Answer):
    """The chain of the four quadrants behind a forecast."""

    name: str
    steps: int
    """of the listener's own it was learned from"""
    step_min: float
    transitions: list[list[float]]
    """[from][to] in happy, angry, sad, peaceful; rows sum to 1"""


class ForecastPoint(Answer):
    """The feeling to be expected at one time."""

    hours: float
    valence: Signed
    arousal: Signed
    valence_sd: float
    arousal_sd: float
    shares: Shares
    low: Shares
    high: Shares
    """between low and high lie so many answers of ten as `band` says"""


class Forecast(Answer):
    """From now on."""

    model: ForecastModel
    source: str
    band: float
    points: list[ForecastPoint]


class MentalModelTold(ForecastModel):
    """How feelings move from one quadrant to another."""

    states: list[Quadrant]
    low: list[Unit]
    high: list[Unit]
    """of staying in each state for a step, two deviations of a share either way"""
    stationary: list[Unit]
    """shares of time in the long run"""
    words: str


class AttendedMoment(Answer):
    """A past moment, and how much the forecaster looks at it."""

    at: AwareDatetime
    modality: str
    label: str
    weight: Unit


class Attention(Answer):
    """Where the learned forecaster looks back."""

    available: bool
    why: str
    weights: list[AttendedMoment]
