"""From readings to what we believe of the listener's affect, and where it is likely to go."""

from moodarc.listener.belief import SettledBelief, as_said, believe, believe_log, own_dynamics
from moodarc.listener.belief_batch import BeliefBatch, ReadingBatch
from moodarc.listener.belief_filter import FRESH_FOR, NO_READING, BeliefFilter, BeliefState
from moodarc.listener.belief_sensors import SENSORS, Sensor, sensor_place
from moodarc.listener.dynamics import (
    NEUTRAL_DYNAMICS,
    POPULATION_DYNAMICS,
    AffectDynamics,
    OrnsteinUhlenbeck,
)
from moodarc.listener.dynamics_fit import DynamicsPrior, fit_dynamics
from moodarc.listener.felt_response import (
    RESPONSE_INPUTS,
    SHIPPED_FELT_RESPONSE,
    FeltEstimate,
    FeltResponse,
)
from moodarc.listener.felt_response_fit import (
    COUPLING_DEVIATION,
    FeltPopulation,
    fit_felt_response,
)
from moodarc.listener.forecaster import (
    BAND,
    AffectForecast,
    Forecaster,
    forecast_times,
    state_of_shares,
)
from moodarc.listener.history import AffectHistory
from moodarc.listener.intent import (
    LIFT_OFFER,
    Ending,
    HoldRule,
    IntentPrior,
    SeedIntent,
    ending,
    infer_intent,
    offers_lift,
)
from moodarc.listener.learned import LearnedForecaster, mixed
from moodarc.listener.mental_model import (
    POPULATION_MODEL,
    forecast,
    interpolate,
    normalised_rows,
    personal_model,
    typed_model,
)
from moodarc.listener.mental_model_bands import answer_bands, fit_scatter, start_draws
from moodarc.listener.mental_model_forecaster import FURTHEST_H, MentalModel, MentalModelForecaster
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
from moodarc.listener.present import Word, present_belief, word_of
from moodarc.listener.profile import (
    BIG_FIVE,
    SENSITIVE_FACTS,
    AxisPrior,
    AxisTendency,
    ColdStart,
    DayPart,
    Estimate,
    Habits,
    ListenerFacts,
    Profile,
    ProfileBuilder,
    Response,
    TraitTable,
    build_profile,
    cold_start,
)
from moodarc.listener.regression_forecaster import (
    Foretold,
    RegressionForecaster,
    Targets,
    fit_regression,
    population_of,
)
from moodarc.listener.summary import FORGOTTEN_H, SUMMARY_FEATURES

__all__ = [
    "BAND",
    "BIG_FIVE",
    "CHANGES",
    "COUPLING_DEVIATION",
    "FELT_PRIOR",
    "FELT_RATES",
    "FELT_SCATTER",
    "FELT_STEP_H",
    "FORGOTTEN_H",
    "FRESH_FOR",
    "FURTHEST_H",
    "LEAST_CHANGE",
    "LIFT_OFFER",
    "NEUTRAL_DYNAMICS",
    "NO_READING",
    "OWN_FEATURES",
    "PAST_FEATURES",
    "POPULATION_DYNAMICS",
    "POPULATION_MODEL",
    "RESPONSE_INPUTS",
    "SENSITIVE_FACTS",
    "SENSORS",
    "SHIPPED_FELT_RESPONSE",
    "SHIPPED_MOOD_CHANGE",
    "SUMMARY_FEATURES",
    "AffectDynamics",
    "AffectForecast",
    "AffectHistory",
    "AxisPrior",
    "AxisTendency",
    "BeliefBatch",
    "BeliefFilter",
    "BeliefState",
    "ColdStart",
    "DayPart",
    "DynamicsPrior",
    "EmotionSteps",
    "Ending",
    "Estimate",
    "FeltEstimate",
    "FeltPopulation",
    "FeltResponse",
    "Forecaster",
    "Foretold",
    "Habits",
    "HoldRule",
    "IntentPrior",
    "LearnedForecaster",
    "ListenerFacts",
    "Listenings",
    "MentalModel",
    "MentalModelForecaster",
    "MoodChangeForecast",
    "MoodChangeModel",
    "OrnsteinUhlenbeck",
    "PastFeatures",
    "PeopleMoods",
    "Profile",
    "ProfileBuilder",
    "ReadingBatch",
    "RegressionForecaster",
    "Response",
    "SeedIntent",
    "Sensor",
    "SettledBelief",
    "Targets",
    "TraitTable",
    "TransitionPrior",
    "Word",
    "answer_bands",
    "as_said",
    "believe",
    "believe_log",
    "build_profile",
    "cold_start",
    "divided_differences",
    "ending",
    "felt_moments",
    "fill_gaps",
    "fit_dynamics",
    "fit_felt_response",
    "fit_generator",
    "fit_matrix",
    "fit_prior",
    "fit_regression",
    "fit_scatter",
    "forecast",
    "forecast_times",
    "generator",
    "infer_intent",
    "interpolate",
    "is_generator",
    "leant",
    "mixed",
    "mood_changes",
    "newton_interpolate",
    "normalised_rows",
    "offers_lift",
    "own_dynamics",
    "personal_model",
    "population_of",
    "prequential_score",
    "present_belief",
    "sensor_place",
    "start_draws",
    "state_of_shares",
    "transitions_after",
    "typed_model",
    "word_of",
]
