"""What a session tells, as JSON values: one object for each thing that happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moodarc.affect import AffectBelief, AffectReading, Goal
    from moodarc.catalog import Decision, Offer, Track
    from moodarc.session.engine import Engine

__all__ = [
    "Heard",
    "account_json",
    "goal_json",
    "learned_json",
    "list_json",
    "offer_json",
    "point_json",
    "reading_json",
    "track_json",
]


@dataclass(frozen=True, slots=True)
class Heard:
    """A track that was on.

    Attributes:
        track: which.
        how: finish, skip, ban or stop.
        before: where the listener was believed to be when it began.
        after: and when it was left.
    """

    track: "Track"
    how: str
    before: dict[str, float]
    after: dict[str, float]


def track_json(tracks: "Mapping[int, Track]", track_id: int) -> dict[str, Any]:
    """A track in a few values; of one that is gone only its number."""
    track = tracks.get(track_id)
    if track is None:
        return {"track_id": track_id, "path": None, "title": f"track {track_id}", "artist": None}
    return {
        "track_id": track_id,
        "path": str(track.path),
        "title": track.title,
        "artist": track.tags.artist,
    }


def point_json(belief: "AffectBelief") -> dict[str, float]:
    """Where somebody is believed to be, with standard deviations."""
    state = belief.state
    return {
        "valence": state.valence,
        "arousal": state.arousal,
        "valence_sd": state.variance.valence**0.5,
        "arousal_sd": state.variance.arousal**0.5,
    }


def goal_json(goal: "Goal | None") -> dict[str, Any]:
    """A goal with its target, where it has one."""
    target = None if goal is None else goal.target
    point = None if target is None else {"valence": target[0], "arousal": target[1]}
    return {"goal": None if goal is None else goal.kind.value, "target": point}


def list_json(
    decision: "Decision", tracks: "Mapping[int, Track]", *, queue: Sequence[int] | None = None
) -> dict[str, Any]:
    """A list with its cause, and all reasons of each track.

    Args:
        decision: the list.
        tracks: the library.
        queue: what of it is still to come; None = all.
    """
    from moodarc.cli.why import why

    return {
        "event": "list",
        "at": decision.at.isoformat(),
        "cause": decision.cause,
        **goal_json(decision.goal),
        "belief": {**point_json(decision.belief), "source": decision.belief.source},
        "reach": decision.reach,
        "policy": decision.policy,
        "tracks": [
            {**track_json(tracks, offer.track_id), "why": why(offer), **offer_json(offer)}
            for offer in decision.offers
            if queue is None or offer.track_id in queue
        ],
    }


def offer_json(offer: "Offer") -> dict[str, Any]:
    """A score, and the reasons that sum to it."""
    reasons = [{"name": r.name, "value": r.value, "text": r.text} for r in offer.reasons]
    return {"score": offer.score, "reasons": reasons}


def reading_json(
    reading: "AffectReading", belief: "AffectBelief", *, goal: "Goal | None"
) -> dict[str, Any]:
    """A reading, and what is believed with it."""
    state = reading.state
    return {
        "event": "reading",
        "at": state.at.isoformat(),
        "modality": reading.modality,
        "valid": reading.is_valid,
        "valence": state.valence,
        "arousal": state.arousal,
        "belief": point_json(belief),
        **goal_json(goal),
    }


def learned_json(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, Any]:
    """The factors that moved, from what to what."""
    from moodarc.session.fusion import moved_factors

    moved = moved_factors(before, after)
    return {part: {"before": old, "after": new} for part, (old, new) in moved.items()}


def account_json(
    engine: "Engine", heard: Sequence[Heard], *, ended: str, factors: Mapping[str, float]
) -> dict[str, Any]:
    """What is told at the end.

    Args:
        engine: as it ended.
        heard: tracks of this run, in order.
        ended: why.
        factors: the listener's own as they were at the start.
    """
    weights = engine.knowledge.weights
    return {
        "event": "end",
        "why": ended,
        "tracks": [
            {
                "track_id": one.track.track_id,
                "title": one.track.title,
                "how": one.how,
                "before": one.before,
                "after": one.after,
            }
            for one in heard
        ],
        "learned": learned_json(factors, weights.factors()),
        "outcomes": weights.outcomes,
    }
