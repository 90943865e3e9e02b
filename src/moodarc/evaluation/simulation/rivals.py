"""SIMULATION: policies that the hybrid is compared with, each behind the engine's own protocol.

`RankedPlans` knows no path: the tracks in the order of one number, as many as the time allows. It
is what a list by lot, by popularity or by preference alone is. `AtOnce` goes round a planner and
hands it the goal as the feeling, so that it plays what expresses the goal from the first track on.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from moodarc.affect import AffectBelief, Goal, GoalKind, Variance
from moodarc.catalog import Decision, Offer, Reason, Track
from moodarc.errors import GoalError
from moodarc.session.engine.policies import Plans, Wish

__all__ = ["AtOnce", "RankedPlans"]

_PLACES = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankedPlans:
    """The tracks in the order of one number.

    Attributes:
        tracks: the library.
        name: of the policy and of its reason.
        value: asked at each decision, the number of each track by id; higher comes first.
        steady: whether two lists are as good as each other, as where the number is drawn by lot.
    """

    tracks: Sequence[Track]
    name: str
    value: Callable[[Wish], Mapping[int, float]]
    steady: bool = False

    def plan(self, wish: Wish) -> Decision:
        """See `Plans`."""
        values = self.value(wish)
        may = [t for t in self.tracks if t.track_id not in wish.exclude and t.analysis is not None]
        may.sort(key=lambda track: (-values[track.track_id], track.track_id))
        chosen = _that_fit(may, wish.minutes)
        if not chosen:
            msg = "no track fits the time limit; give more minutes"
            raise GoalError(msg)
        return Decision(
            listener=wish.listener,
            at=wish.at,
            belief=wish.belief,
            goal=wish.goal,
            offers=tuple(self._offer(track, values) for track in chosen),
            policy=self.name,
            cause=wish.cause,
        )

    def score(self, wish: Wish, track_ids: Sequence[int]) -> float:
        """See `Plans`."""
        if self.steady:
            return math.inf
        values = self.value(wish)
        return math.fsum(values[track_id] for track_id in track_ids) / max(1, len(track_ids))

    def factors(self, wish: Wish) -> dict[str, float]:
        """See `Plans`: it has none."""
        del wish
        return {}

    def _offer(self, track: Track, values: Mapping[int, float]) -> Offer:
        value = values[track.track_id]
        return Offer(track.track_id, value, (Reason(self.name, value, self.name),))


@dataclass(frozen=True, slots=True, eq=False)
class AtOnce:
    """A planner that is told the listener were at the goal already: no path leads there.

    Attributes:
        plans: the planner.
    """

    plans: Plans

    def plan(self, wish: Wish) -> Decision:
        """See `Plans`."""
        made = self.plans.plan(_arrived(wish))
        return replace(made, belief=wish.belief, goal=wish.goal)

    def score(self, wish: Wish, track_ids: Sequence[int]) -> float:
        """See `Plans`."""
        return self.plans.score(_arrived(wish), track_ids)

    def factors(self, wish: Wish) -> dict[str, float]:
        """See `Plans`."""
        return self.plans.factors(wish)


def _arrived(wish: Wish) -> Wish:
    target = wish.goal.target
    if target is None:
        return wish
    state = replace(
        wish.belief.state, valence=target[0], arousal=target[1], variance=Variance(0.0, 0.0)
    )
    return replace(wish, belief=AffectBelief(state=state), goal=Goal(GoalKind.MATCH), past=())


def _that_fit(tracks: Sequence[Track], minutes: float | None) -> list[Track]:
    """The first tracks that fit the time, one after another; so many places without a limit."""
    if minutes is None:
        return list(tracks[:_PLACES])
    left_s, chosen = minutes * 60.0, []
    for track in tracks:
        length_s = track.analysis.descriptors.duration_s if track.analysis else math.inf
        if length_s <= left_s:
            chosen.append(track)
            left_s -= length_s
    return chosen
