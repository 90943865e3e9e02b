"""Which goal a list gets: the one named, else what the seed asks for (LE-3), else match."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from moodarc.affect import AffectReading, Goal, GoalKind
from moodarc.catalog import Decision, InferredIntent, Track
from moodarc.listener import IntentPrior, infer_intent
from moodarc.session.words import quoted

__all__ = ["ListenerLog", "choose_goal"]


@dataclass(frozen=True, slots=True)
class ListenerLog:
    """What is known of a listener's past; empty for a new one.

    Attributes:
        readings: of how they felt, those said just now included.
        decisions: the last lists that they were shown, oldest first.
        lift_offered: whether a gentle lift was ever offered to them.
    """

    readings: Sequence[AffectReading] = ()
    decisions: Sequence[Decision] = ()
    lift_offered: bool = False


def choose_goal(
    named: Goal | None, seed: Track | None, log: ListenerLog, *, at: datetime
) -> tuple[Goal, InferredIntent | None]:
    """The goal, and what the seed was taken to ask for; a goal that was named always wins.

    Args:
        named: by the listener; None = they named none.
        seed: a favourite, with its affect on the library's scale.
        log: of the listener.
        at: aware time.
    """
    if seed is None or seed.analysis is None:
        return named or Goal(GoalKind.MATCH), None
    prior, title = IntentPrior.of(log.decisions), quoted(seed.title)
    found = infer_intent(seed.analysis.affect, log.readings, at, prior=prior, title=title)
    intent = InferredIntent(
        kind=found.kind,
        probability=found.probability,
        reason=found.reason,
        chosen=named is not None,
    )
    return named or found.goal, intent
