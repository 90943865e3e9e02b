"""SIMULATION: made listeners before the engine that ships, to compare policies.

What people are like is fitted where data tell it (`fitting`, `listeners`) and judged elsewhere;
every figure from here is one about the simulation, and its row says so (`simulation.*`).
"""

from moodarc.evaluation.simulation.fitting import fitted_parameters
from moodarc.evaluation.simulation.library import MadeLibrary, MadeLibraryConfig, made_library
from moodarc.evaluation.simulation.listeners import (
    PARAMETERS,
    Parameters,
    SimulatedListener,
    drawn_listener,
)
from moodarc.evaluation.simulation.planted import (
    PlantedConfig,
    PlantedPlays,
    content_of,
    planted_plays,
)
from moodarc.evaluation.simulation.policies import POLICIES, PolicyMaker, Society, Subject
from moodarc.evaluation.simulation.rivals import AtOnce, RankedPlans
from moodarc.evaluation.simulation.sitting import GOALS, Luck, Sitting, Told, sit

__all__ = [
    "GOALS",
    "PARAMETERS",
    "POLICIES",
    "AtOnce",
    "Luck",
    "MadeLibrary",
    "MadeLibraryConfig",
    "Parameters",
    "PlantedConfig",
    "PlantedPlays",
    "PolicyMaker",
    "RankedPlans",
    "SimulatedListener",
    "Sitting",
    "Society",
    "Subject",
    "Told",
    "content_of",
    "drawn_listener",
    "fitted_parameters",
    "made_library",
    "planted_plays",
    "sit",
]
