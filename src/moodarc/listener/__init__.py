"""From readings to what we believe of the listener's affect, and where it is likely to go."""

from moodarc.listener.belief import DRIFT_TIME, NO_READING, believe
from moodarc.listener.history import AffectHistory
from moodarc.listener.learned import LearnedForecaster
from moodarc.listener.mental_model import (
    POPULATION_MODEL,
    forecast,
    interpolate,
    personal_model,
)
from moodarc.listener.regression_forecaster import (
    Foretold,
    RegressionForecaster,
    Targets,
    fit_regression,
    population_of,
)
from moodarc.listener.summary import SUMMARY_FEATURES

__all__ = [
    "DRIFT_TIME",
    "NO_READING",
    "POPULATION_MODEL",
    "SUMMARY_FEATURES",
    "AffectHistory",
    "Foretold",
    "LearnedForecaster",
    "RegressionForecaster",
    "Targets",
    "believe",
    "fit_regression",
    "forecast",
    "interpolate",
    "personal_model",
    "population_of",
]
