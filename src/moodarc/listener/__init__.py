"""From readings to what we believe of the listener's affect, and where it is likely to go."""

from moodarc.listener.belief import as_said, believe, believe_log
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
from moodarc.listener.mental_model import (
    POPULATION_MODEL,
    forecast,
    interpolate,
    personal_model,
)

__all__ = [
    "FRESH_FOR",
    "NEUTRAL_DYNAMICS",
    "NO_READING",
    "POPULATION_DYNAMICS",
    "POPULATION_MODEL",
    "SENSORS",
    "AffectDynamics",
    "BeliefBatch",
    "BeliefFilter",
    "BeliefState",
    "DynamicsPrior",
    "OrnsteinUhlenbeck",
    "ReadingBatch",
    "Sensor",
    "as_said",
    "believe",
    "believe_log",
    "fit_dynamics",
    "forecast",
    "interpolate",
    "personal_model",
    "sensor_place",
]
