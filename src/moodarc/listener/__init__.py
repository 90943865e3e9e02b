"""From readings to what we believe of the listener's affect, and where it is likely to go."""

from moodarc.listener.belief import DRIFT_TIME, NO_READING, believe
from moodarc.listener.mental_model import (
    POPULATION_MODEL,
    forecast,
    interpolate,
    personal_model,
)
from moodarc.listener.mood_change import CHANGES, LEAST_CHANGE, Listenings, mood_changes
from moodarc.listener.mood_change_model import MoodChangeModel, leant
from moodarc.listener.past_features import PAST_FEATURES, PastFeatures

__all__ = [
    "CHANGES",
    "DRIFT_TIME",
    "LEAST_CHANGE",
    "NO_READING",
    "PAST_FEATURES",
    "POPULATION_MODEL",
    "Listenings",
    "MoodChangeModel",
    "PastFeatures",
    "believe",
    "forecast",
    "interpolate",
    "leant",
    "mood_changes",
    "personal_model",
]
