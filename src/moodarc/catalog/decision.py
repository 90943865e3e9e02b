"""A list that was shown, with its reasons: what can be learned from and compared later.

MISSION, "What none of them has" 8: every list shown is kept with its parts, belief, goal, policy
and model version.
"""

from dataclasses import dataclass, field
from datetime import datetime

from moodarc.affect import AffectBelief, Goal, Intent

__all__ = ["Decision", "InferredIntent", "Offer", "Reason"]


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
class InferredIntent:
    """What a seed track was taken to ask for (LE-3), and whether the listener said otherwise.

    Attributes:
        kind: the likelier intent.
        probability: of `kind`, in [0.5, 1].
        reason: why, with the numbers.
        chosen: whether the listener named a goal themselves; it then counts, whatever was inferred.
    """

    kind: Intent
    probability: float
    reason: str
    chosen: bool = False


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
        intent: what was inferred from a seed track; None without one.
        lift_offered: whether a gentle lift was offered beside the list.
        cause: what made a new list necessary; empty where it was simply asked for.
        arm: which of the policies that are compared made it; empty where there is but one.
        propensity: probability with which that arm was drawn, in (0, 1].
    """

    listener: str
    at: datetime
    belief: AffectBelief
    goal: Goal
    offers: tuple[Offer, ...]
    policy: str
    models: dict[str, str] = field(default_factory=dict)
    reach: str = ""
    intent: InferredIntent | None = None
    lift_offered: bool = False
    cause: str = ""
    arm: str = ""
    propensity: float = 1.0

    @property
    def overruled(self) -> bool:
        """Whether the listener chose against the intent that was inferred."""
        guessed = self.intent
        return guessed is not None and guessed.chosen and guessed.kind is not self.goal.kind.intent
