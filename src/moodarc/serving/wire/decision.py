"""A list that was shown, as it travels: each track with its score and its reasons."""

from collections.abc import Callable, Collection

from pydantic import AwareDatetime, Field

from moodarc.affect import Goal as AffectGoal
from moodarc.affect import Intent
from moodarc.catalog import Decision as DecisionRecord
from moodarc.catalog import InferredIntent as InferredIntentRecord
from moodarc.catalog import Offer as OfferRecord
from moodarc.listener import LIFT_OFFER
from moodarc.serving.wire.affect import Belief, Feeling, Goal
from moodarc.serving.wire.schema import Answer, Asked, Row
from moodarc.serving.wire.track import TrackBrief
from moodarc.session import MAX_MINUTES, MAX_TRACKS, why

__all__ = ["BriefOf", "Decision", "InferredIntent", "Offer", "PlaylistWish", "Reason", "intent_of"]

BriefOf = Callable[[int], TrackBrief]
"""Gives the track of a number; of one that is gone, what can still be said."""

_MOST_EXCLUDED = 10_000


class Reason(Answer):
    """One part of a score."""

    name: str
    value: float
    text: str


class Offer(Answer):
    """A track at its place of a list."""

    track: TrackBrief
    score: float
    reasons: list[Reason]
    """their values sum to the score"""
    why: str
    """the weightiest in one line"""

    @classmethod
    def of(cls, offer: OfferRecord, brief: BriefOf) -> "Offer":
        """Of a record."""
        return cls.made(
            track=brief(offer.track_id),
            score=float(offer.score),
            reasons=[
                Reason.made(name=r.name, value=float(r.value), text=r.text) for r in offer.reasons
            ],
            why=why(offer),
        )


class InferredIntent(Answer):
    """What a seed track was taken to ask for."""

    kind: Intent
    probability: float
    reason: str
    chosen: bool
    """whether the listener named a goal themselves"""
    overruled: bool


class Decision(Answer):
    """A list with all that led to it."""

    at: AwareDatetime
    cause: str
    goal: Goal
    belief: Belief
    reach: str
    """how near the list comes to its goal"""
    policy: str
    models: dict[str, str]
    offers: list[Offer]
    intent: InferredIntent | None
    offer_lift: str | None
    """a gentle question, asked once"""

    @classmethod
    def of(
        cls, decision: DecisionRecord, brief: BriefOf, *, only: Collection[int] | None = None
    ) -> "Decision":
        """Of a record.

        Args:
            decision: stored or new.
            brief: gives tracks.
            only: tracks that are still to come; None = all.
        """
        return cls.made(
            at=decision.at,
            cause=decision.cause,
            goal=Goal.of(decision.goal),
            belief=Belief.of(decision.belief),
            reach=decision.reach,
            policy=decision.policy,
            models=decision.models,
            offers=[
                Offer.of(one, brief)
                for one in decision.offers
                if only is None or one.track_id in only
            ],
            intent=intent_of(decision.intent, decision.goal),
            offer_lift=LIFT_OFFER if decision.lift_offered else None,
        )


def intent_of(found: InferredIntentRecord | None, goal: AffectGoal | None) -> InferredIntent | None:
    """What was inferred, and whether the goal goes against it."""
    if found is None:
        return None
    against = goal is not None and found.kind is not goal.kind.intent
    return InferredIntent.made(
        kind=found.kind,
        probability=found.probability,
        reason=found.reason,
        chosen=found.chosen,
        overruled=found.chosen and against,
    )


class PlaylistWish(Asked):
    """What kind of list is wanted; all of it may be left out."""

    goal: Goal | None = None
    """none: what a seed asks for, else to stay with the feeling"""
    feeling: Feeling | None = None
    """said for this list alone, and not stored"""
    minutes: float | None = Field(default=None, gt=0.0, le=MAX_MINUTES)
    n: int | None = Field(default=None, ge=1, le=MAX_TRACKS)
    seed_track_id: Row | None = None
    exclude: list[Row] = Field(default_factory=list, max_length=_MOST_EXCLUDED)
    store: bool = True
    """whether it is kept in the log of lists"""
