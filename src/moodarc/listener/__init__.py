"""From readings to what we believe of the listener's affect, and where it is likely to go."""

from moodarc.listener.belief import DRIFT_TIME, NO_READING, believe
from moodarc.listener.mental_model import (
    POPULATION_MODEL,
    forecast,
    interpolate,
    personal_model,
)

__all__ = [
    "DRIFT_TIME",
    "NO_READING",
    "POPULATION_MODEL",
    "believe",
    "forecast",
    "interpolate",
    "personal_model",
]
