"""Who makes the lists of a session: the planner with weights fused for the moment, and its rivals.

Policies that are to be compared on the same listeners are arms: each session draws one with a known
probability, and every decision says which and how probable it was (MISSION EM-12 g), so that
the log can be asked later how another arm would have done.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Protocol

from moodarc.affect import AffectBelief, Goal
from moodarc.catalog import Decision, Track
from moodarc.errors import SettingsError
from moodarc.listener import POPULATION_DYNAMICS, AffectDynamics
from moodarc.randomness import derive_rng
from moodarc.session.engine.knowledge import Knowledge
from moodarc.session.fusion import Situation, fused_policy
from moodarc.session.plan import plan_playlist
from moodarc.session.policy import PathPolicy
from moodarc.session.preference import Preference
from moodarc.session.request import PlaylistRequest

__all__ = ["Arm", "Plans", "SteeredPlans", "Wish", "drawn_arm"]


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SteeredPlans:
    """The planner with weights for this listener and moment.

    Attributes:
        tracks: the library.
        policy: weights before they are moved.
        preference: what is expected to please, asked at each decision; None = nothing is known.
        dynamics: of the listener.
        zone: the listener's time zone.
        fuses: whether the situation moves the weights.
        learns: whether the listener's own factors do.
        n: tracks of a list without a time limit.
    """

    tracks: Sequence[Track]
    policy: PathPolicy = field(default_factory=PathPolicy)
    preference: Callable[[Wish], Preference | None] = lambda _: None
    dynamics: AffectDynamics = POPULATION_DYNAMICS
    zone: tzinfo = UTC
    fuses: bool = True
    learns: bool = True
    n: int = 12

    def plan(self, wish: Wish) -> Decision:
        """See `Plans`."""
        request = self._request(wish)
        made = plan_playlist(request, self.tracks, at=wish.at, policy=self._fused(wish))
        return replace(made, cause=wish.cause)

    def score(self, wish: Wish, track_ids: Sequence[int]) -> float:
        """See `Plans`."""
        by_id = {track.track_id: track for track in self.tracks}
        kept = [by_id[track_id] for track_id in track_ids if track_id in by_id]
        if not kept or len(kept) < len(track_ids):
            return -math.inf
        request = replace(self._request(wish), n=len(kept), minutes=None)
        made = plan_playlist(request, kept, at=wish.at, policy=self._fused(wish))
        return math.fsum(offer.score for offer in made.offers) / len(made.offers)

    def factors(self, wish: Wish) -> dict[str, float]:
        """See `Plans`."""
        return wish.knowledge.weights.factors() if self.learns else {}

    def _fused(self, wish: Wish) -> PathPolicy:
        own = self.factors(wish)
        situation = Situation.of(
            wish.belief,
            wish.goal,
            past=wish.past,
            outcomes=wish.knowledge.weights.outcomes,
            dynamics=self.dynamics,
        )
        if not self.fuses:
            situation = Situation(certainty=1.0, experience=situation.experience)
        return fused_policy(self.policy, situation, own)

    def _request(self, wish: Wish) -> PlaylistRequest:
        return PlaylistRequest(
            belief=wish.belief,
            goal=wish.goal,
            minutes=wish.minutes,
            n=self.n if wish.minutes is None else None,
            seed=self._seed(wish.seed_track_id),
            preference=self.preference(wish),
            listener=wish.listener,
            exclude=wish.exclude,
        )

    def _seed(self, track_id: int | None) -> Track | None:
        return next((track for track in self.tracks if track.track_id == track_id), None)
