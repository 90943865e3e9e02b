"""Who the listener is in the long run: facts they told, and what their log says (LIN-5, LIN-9)."""

from moodarc.listener.profile.cold_start import ColdStart, cold_start
from moodarc.listener.profile.facts import BIG_FIVE, SENSITIVE_FACTS, ListenerFacts
from moodarc.listener.profile.habits import Habits
from moodarc.listener.profile.history import DayPart, TraitTable
from moodarc.listener.profile.profile import (
    AxisTendency,
    Profile,
    ProfileBuilder,
    Response,
    build_profile,
)
from moodarc.listener.profile.state_space import AxisPrior, Estimate

__all__ = [
    "BIG_FIVE",
    "SENSITIVE_FACTS",
    "AxisPrior",
    "AxisTendency",
    "ColdStart",
    "DayPart",
    "Estimate",
    "Habits",
    "ListenerFacts",
    "Profile",
    "ProfileBuilder",
    "Response",
    "TraitTable",
    "build_profile",
    "cold_start",
]
