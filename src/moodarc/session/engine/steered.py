"""The policy that ships: the path planner, with weights for this listener and moment.

Preference is what the listener's learned taste expects; where a recommender was trained, both by
the taste's certainty of the track (`session.taste.preference`). Parts of which nothing is known yet
are left out: they would move nothing.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Decision, Track
from moodarc.listener import POPULATION_DYNAMICS, AffectDynamics
from moodarc.session.candidates import Candidates
from moodarc.session.context import ContextHabits, context_features, context_text
from moodarc.session.engine.knowledge import Knowledge
from moodarc.session.engine.policies import Wish
from moodarc.session.engine.track_numbers import TrackNumbers
from moodarc.session.fusion import Situation, fused_policy
from moodarc.session.list_scores import list_score
from moodarc.session.novelty import novelty, novelty_text
from moodarc.session.plan import plan_playlist
from moodarc.session.policy import PathPolicy
from moodarc.session.preference import TASTE, Preference, preference_text
from moodarc.session.problem import problem_of
from moodarc.session.request import DEFAULT_TRACKS, PlaylistRequest
from moodarc.session.taste import TasteSpace, beside_recommender
from moodarc.session.track_part import TrackPart

__all__ = ["PreparedLibrary", "SteeredPlans"]

_NEWEST: Final = 300
"""outcomes that habits of the hour are read from"""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PreparedLibrary:
    """A library as policies need it, prepared once for all sessions.

    Attributes:
        candidates: tracks that may play.
        space: the same tracks, as taste sees them.
        features: the same, as `context` sees them.
        numbers: the same, as the engine sees them.
    """

    candidates: Candidates
    space: TasteSpace
    features: Values
    numbers: TrackNumbers

    @classmethod
    def of(cls, tracks: Sequence[Track]) -> Self:
        """Of all tracks."""
        candidates = Candidates.of(tracks)
        table = candidates.columns.table
        space = TasteSpace.of(candidates.tracks, table)
        numbers = TrackNumbers.of(candidates.tracks)
        return cls(candidates, space, context_features(table), numbers)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SteeredPlans:
    """The planner with weights for this listener and moment.

    Attributes:
        library: what may be played.
        policy: weights before they are moved.
        recommend: what a trained recommender expects to please, asked at each decision; None =
            there is none.
        dynamics: of the listener.
        zone: the listener's time zone.
        fuses: whether the situation moves the weights.
        learns: whether the listener's taste, habits and own factors count.
        steers: whether what they are expected to feel after each track counts.
        n: tracks of a list without a time limit.
    """

    library: PreparedLibrary
    policy: PathPolicy = field(default_factory=PathPolicy)
    recommend: Callable[[Wish], Preference] | None = None
    dynamics: AffectDynamics = POPULATION_DYNAMICS
    zone: tzinfo = UTC
    fuses: bool = True
    learns: bool = True
    steers: bool = True
    n: int = DEFAULT_TRACKS

    def plan(self, wish: Wish) -> Decision:
        """See `Plans`."""
        policy, recommended = self._fused(wish), self._recommended(wish)
        made = plan_playlist(
            self._request(wish),
            self.library.candidates,
            at=wish.at,
            policy=policy,
            parts=self._parts(wish, policy, recommended),
        )
        models = made.models if recommended is None else {"recommender": recommended.model}
        return replace(made, cause=wish.cause, models=made.models | models)

    def score(self, wish: Wish, track_ids: Sequence[int]) -> float:
        """See `Plans`."""
        candidates = self.library.candidates
        rows = candidates.rows_of(track_ids)
        if not len(rows) or len(rows) < len(track_ids):
            return -math.inf
        policy = self._fused(wish)
        parts = self._parts(wish, policy, self._recommended(wish))
        request = replace(self._request(wish), n=len(rows), minutes=None)
        problem = problem_of(request, candidates, policy=policy, parts=parts)
        return float(list_score(problem, rows.tolist()).mean())

    def factors(self, wish: Wish) -> dict[str, float]:
        """See `Plans`."""
        return wish.knowledge.weights.factors() if self.learns else {}

    def _fused(self, wish: Wish) -> PathPolicy:
        situation = Situation.of(
            wish.belief,
            wish.goal,
            past=wish.past,
            outcomes=wish.knowledge.weights.outcomes,
            dynamics=self.dynamics,
        )
        if not self.fuses:
            situation = Situation(certainty=1.0, experience=situation.experience)
        return fused_policy(self.policy, situation, self.factors(wish))

    def _recommended(self, wish: Wish) -> Preference | None:
        return None if self.recommend is None else self.recommend(wish)

    def _parts(
        self, wish: Wish, policy: PathPolicy, recommended: Preference | None
    ) -> list[TrackPart]:
        parts = [self._preference(wish.knowledge, policy, recommended)]
        if self.learns:
            parts.extend(self._habits(wish, policy))
        return [part for part in parts if part is not None]

    def _preference(
        self, knowledge: Knowledge, policy: PathPolicy, recommended: Preference | None
    ) -> TrackPart | None:
        taste, ids = knowledge.taste, self.library.space.track_id
        told = self.learns and bool(taste.evidence or taste.genre_affinity)
        own = taste.expected(self.library.space) if told else None
        if recommended is None:
            return None if own is None else _preference_part(policy, own.mean, TASTE)
        if own is None:
            return _preference_part(policy, recommended.of_ids(ids), recommended.model)
        both = beside_recommender(own, recommended.of_ids(ids))
        return _preference_part(policy, both, f"{recommended.model} and {TASTE}")

    def _habits(self, wish: Wish, policy: PathPolicy) -> Iterator[TrackPart]:
        knowledge, candidates = wish.knowledge, self.library.candidates
        if knowledge.heard:
            new = novelty(self.library.space.track_id, knowledge.heard, wish.at)
            yield TrackPart("novelty", policy.novelty, new, novelty_text)
        liked = [one for one in knowledge.taken_well() if one[0] in candidates.row_of][-_NEWEST:]
        if liked:
            rows = candidates.rows_of(one[0] for one in liked)
            weight = np.array([one[2] for one in liked])
            habits = ContextHabits(self.library.features[rows], weight, [one[1] for one in liked])
            expected = habits.expected(self.library.features, wish.at, self.zone)
            yield TrackPart("context", policy.context, expected, context_text)

    def _request(self, wish: Wish) -> PlaylistRequest:
        return PlaylistRequest(
            belief=wish.belief,
            goal=wish.goal,
            minutes=wish.minutes,
            n=self.n if wish.minutes is None else None,
            seed=self._seed(wish.seed_track_id),
            listener=wish.listener,
            exclude=wish.exclude,
            felt=wish.knowledge.response if self.steers else None,
        )

    def _seed(self, track_id: int | None) -> Track | None:
        candidates = self.library.candidates
        row = None if track_id is None else candidates.row_of.get(track_id)
        return None if row is None else candidates.tracks[row]


def _preference_part(policy: PathPolicy, values: Values, model: str) -> TrackPart:
    def text(value: float) -> str:
        return preference_text(value, model)

    return TrackPart("preference", policy.preference, values, text)
