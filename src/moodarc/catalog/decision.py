"""A list that was shown, with its reasons: what can be learned from and compared later.

MISSION, "What none of them has" 8: every list shown is kept with its parts, belief, goal, policy
and model version.
"""

from dataclasses import dataclass, field
from datetime import datetime

from moodarc.affect import AffectBelief, Goal

__all__ = ["Decision", "Offer", "Reason"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a score, named, in the score's unit, and as a sentence."""

    name: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One track at its place in the list; the reasons' values sum to the score within 1e-6."""

    track_id: int
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A list shown to a listener.

    Attributes:
        listener: name of the listener.
        at: aware UTC time.
        belief: where we believed the listener to be.
        goal: what the list was to do.
        offers: the tracks in playing order.
        policy: name of the rule that made the list, with its settings.
        models: version by model.
        reach: in words, how near the list comes to its goal, and why no nearer.
    """

    listener: str
    at: datetime
    belief: AffectBelief
    goal: Goal
    offers: tuple[Offer, ...]
    policy: str
    models: dict[str, str] = field(default_factory=dict)
    reach: str = ""
