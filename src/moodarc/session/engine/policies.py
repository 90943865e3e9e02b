"""Who makes the lists of a session: policies, and the arms of a comparison between them.

Policies that are to be compared on the same listeners are arms: each session draws one with a known
probability, and every decision says which and how probable it was (MISSION EM-12 g), so that
the log can be asked later how another arm would have done.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from moodarc.affect import AffectBelief, Goal
from moodarc.catalog import Decision
from moodarc.errors import SettingsError
from moodarc.randomness import derive_rng
from moodarc.session.engine.knowledge import Knowledge

__all__ = ["Arm", "Plans", "Wish", "drawn_arm"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wish:
    """What a list is wanted for.

    Attributes:
        listener: their name.
        at: aware UTC time.
        belief: how they feel.
        past: earlier beliefs of the session, oldest first.
        goal: of the session.
        minutes: that are left; None = no limit.
        exclude: ids that must not come.
        seed_track_id: a favourite.
        knowledge: what the log taught.
        cause: why a list is wanted now.
    """

    listener: str
    at: datetime
    belief: AffectBelief
    goal: Goal
    past: tuple[AffectBelief, ...] = ()
    minutes: float | None = None
    exclude: frozenset[int] = frozenset()
    seed_track_id: int | None = None
    knowledge: Knowledge = field(default_factory=Knowledge)
    cause: str = ""


class Plans(Protocol):
    """A policy: it makes lists, and tells how good another list would be."""

    def plan(self, wish: Wish) -> Decision:
        """The list for a wish.

        Raises:
            GoalError: nothing can be played in the time that is left.
        """
        ...

    def score(self, wish: Wish, track_ids: Sequence[int]) -> float:
        """Mean score of a list under a wish; -inf where it cannot be played."""
        ...

    def factors(self, wish: Wish) -> dict[str, float]:
        """The listener's own factors that are in its scores."""
        ...


@dataclass(frozen=True, slots=True)
class Arm:
    """A policy among others.

    Attributes:
        name: as decisions tell it.
        plans: the policy.
        probability: with which a session draws it, in (0, 1].
    """

    name: str
    plans: Plans
    probability: float = 1.0


def drawn_arm(arms: Sequence[Arm], *, seed: int, listener: str, started: datetime) -> Arm:
    """The arm of a session: the same whenever it is asked.

    Raises:
        SettingsError: no arm, or probabilities that do not sum to 1.
    """
    total = math.fsum(arm.probability for arm in arms)
    if not math.isclose(total, 1.0, abs_tol=1e-9):
        msg = f"the arms' probabilities sum to {total:g}; expected 1"
        raise SettingsError(msg)
    rng = derive_rng(seed, "arm", listener, started.isoformat())
    return arms[int(rng.choice(len(arms), p=[arm.probability / total for arm in arms]))]
