"""From readings to what we believe of the listener's affect, and where it is likely to go."""

from moodarc.listener.belief import DRIFT_TIME, NO_READING, believe
from moodarc.listener.forecaster import BAND, AffectForecast, Forecaster, state_of_shares
from moodarc.listener.history import AffectHistory
from moodarc.listener.learned import LearnedForecaster
from moodarc.listener.mental_model import (
    POPULATION_MODEL,
    forecast,
    interpolate,
    normalised_rows,
    personal_model,
    typed_model,
)
from moodarc.listener.mental_model_bands import answer_bands, fit_scatter, start_draws
from moodarc.listener.mental_model_forecaster import (
    FURTHEST_H,
    MentalModel,
    MentalModelForecaster,
)
from moodarc.listener.mental_model_gaps import divided_differences, fill_gaps, newton_interpolate
from moodarc.listener.mental_model_population import (
    FELT_PRIOR,
    FELT_RATES,
    FELT_SCATTER,
    FELT_STEP_H,
)
from moodarc.listener.mental_model_prior import (
    TransitionPrior,
    fit_matrix,
    fit_prior,
    prequential_score,
)
from moodarc.listener.mental_model_steps import EmotionSteps, felt_moments
from moodarc.listener.mental_model_time import (
    fit_generator,
    generator,
    is_generator,
    transitions_after,
)
from moodarc.listener.mood_change import CHANGES, LEAST_CHANGE, Listenings, mood_changes
from moodarc.listener.mood_change_forecast import (
    OWN_FEATURES,
    SHIPPED_MOOD_CHANGE,
    MoodChangeForecast,
)
from moodarc.listener.mood_change_model import MoodChangeModel, leant
from moodarc.listener.past_features import PAST_FEATURES, PastFeatures
from moodarc.listener.people_moods import PeopleMoods
from moodarc.listener.regression_forecaster import (
    Foretold,
    RegressionForecaster,
    Targets,
    fit_regression,
    population_of,
)
from moodarc.listener.summary import SUMMARY_FEATURES

__all__ = [
    "BAND",
    "CHANGES",
    "DRIFT_TIME",
    "FELT_PRIOR",
    "FELT_RATES",
    "FELT_SCATTER",
    "FELT_STEP_H",
    "FURTHEST_H",
    "LEAST_CHANGE",
    "NO_READING",
    "OWN_FEATURES",
    "PAST_FEATURES",
    "POPULATION_MODEL",
    "SHIPPED_MOOD_CHANGE",
    "SUMMARY_FEATURES",
    "AffectForecast",
    "AffectHistory",
    "EmotionSteps",
    "Forecaster",
    "Foretold",
    "LearnedForecaster",
    "Listenings",
    "MentalModel",
    "MentalModelForecaster",
    "MoodChangeForecast",
    "MoodChangeModel",
    "PastFeatures",
    "PeopleMoods",
    "RegressionForecaster",
    "Targets",
    "TransitionPrior",
    "answer_bands",
    "believe",
    "divided_differences",
    "felt_moments",
    "fill_gaps",
    "fit_generator",
    "fit_matrix",
    "fit_prior",
    "fit_regression",
    "fit_scatter",
    "forecast",
    "generator",
    "interpolate",
    "is_generator",
    "leant",
    "mood_changes",
    "newton_interpolate",
    "normalised_rows",
    "personal_model",
    "population_of",
    "prequential_score",
    "start_draws",
    "state_of_shares",
    "transitions_after",
    "typed_model",
]
