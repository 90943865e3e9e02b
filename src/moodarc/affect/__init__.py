"""The shared currency: affect, quadrants, vocabularies, readings, beliefs, goals.

Types and pure mathematics only; the one package that sensing, music, listener and recommend share.
"""

from moodarc.affect.goal import Goal, GoalKind, Intent
from moodarc.affect.quadrants import (
    QUADRANT_CENTRES,
    EmotionVector,
    Quadrant,
    QuadrantIntensity,
    emotion_vector,
    emotion_vectors,
    quadrant_of,
)
from moodarc.affect.reading import VALID, AffectBelief, AffectReading
from moodarc.affect.state import (
    CERTAIN,
    UNINFORMED_VARIANCE,
    AffectState,
    Variance,
    states_to_array,
)
from moodarc.affect.track_affect import AffectCurve, TrackAffect

__all__ = [
    "CERTAIN",
    "QUADRANT_CENTRES",
    "UNINFORMED_VARIANCE",
    "VALID",
    "AffectBelief",
    "AffectCurve",
    "AffectReading",
    "AffectState",
    "EmotionVector",
    "Goal",
    "GoalKind",
    "Intent",
    "Quadrant",
    "QuadrantIntensity",
    "TrackAffect",
    "Variance",
    "emotion_vector",
    "emotion_vectors",
    "quadrant_of",
    "states_to_array",
]
