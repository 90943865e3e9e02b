"""From readings to what we believe of the listener's affect, and where it is likely to go."""

from moodarc.listener.belief import DRIFT_TIME, NO_READING, believe
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
from moodarc.listener.mental_model import (
    POPULATION_MODEL,
    forecast,
    interpolate,
    personal_model,
)
from moodarc.listener.profile.facts import BIG_FIVE, SENSITIVE_FACTS, ListenerFacts

__all__ = [
    "BIG_FIVE",
    "DRIFT_TIME",
    "LIFT_OFFER",
    "NO_READING",
    "POPULATION_MODEL",
    "SENSITIVE_FACTS",
    "Ending",
    "HoldRule",
    "IntentPrior",
    "ListenerFacts",
    "SeedIntent",
    "believe",
    "ending",
    "forecast",
    "infer_intent",
    "interpolate",
    "offers_lift",
    "personal_model",
]
