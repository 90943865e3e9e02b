"""SIMULATION: the policies that `moodarc bench policies` compares, by name.

| name | what it knows |
|---|---|
| random | nothing |
| popularity | how often each track was played by other simulated people |
| match | feeling and goal: the planner without any preference |
| preference | EASE on what others and the listener played: no feeling, no path |
| hybrid | both, and the true gains; taste, habits and weights are learned, the history grows |
| hybrid_no_learning | hybrid, nothing learned of how tracks were taken, the history stays |
| hybrid_no_weights | hybrid that learns all but the listener's own factors of the parts |
| hybrid_no_fusion | hybrid, the moment moves no weights |
| hybrid_no_felt | hybrid that does not ask what music does to the listener |
| hybrid_shipped_felt | hybrid that believes of music what the shipped felt response does |
| hybrid_no_path | hybrid that plays what expresses the goal at once: no steering |
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Histories, Interactions
from moodarc.evaluation.simulation.library import MadeLibrary
from moodarc.evaluation.simulation.listeners import (
    PARAMETERS,
    Parameters,
    SimulatedListener,
    drawn_listener,
)
from moodarc.evaluation.simulation.response import PopulationResponse
from moodarc.evaluation.simulation.rivals import AtOnce, RankedPlans
from moodarc.listener import FeltResponse
from moodarc.randomness import derive_rng
from moodarc.recommend import Known, Recommender
from moodarc.recommend.linear import EASE
from moodarc.session import Preference
from moodarc.session.engine import Knowledge, PreparedLibrary, SteeredPlans
from moodarc.session.engine.policies import Plans, Wish

__all__ = ["POLICIES", "SHIPPED_FELT", "PolicyMaker", "Society", "Subject"]

_EAGER: Final = 1.5
"""how much more likely a track is played that is liked a deviation more, as log odds"""
_TAKEN_WELL: Final = 0.5
SHIPPED_FELT: Final = "hybrid_shipped_felt"


@dataclass(frozen=True, eq=False, kw_only=True)
class Society:
    """Other simulated people and what they played, from which popularity and EASE come.

    Attributes:
        library: what they play.
        parameters: of all people.
        n: of them.
        plays: of each.
        own: plays that a new listener brings along.
        seed: of what they are and play; not that of the listeners under test.
    """

    library: MadeLibrary
    parameters: Parameters = PARAMETERS
    n: int = 300
    plays: int = 40
    own: int = 15
    seed: int = 0

    @cached_property
    def prepared(self) -> PreparedLibrary:
        """The library as planners need it."""
        return PreparedLibrary.of(self.library.tracks)

    @cached_property
    def popularity(self) -> Mapping[int, float]:
        """Share of the tracks that are played less, by track id."""
        return _places(np.bincount(self._played.item, minlength=len(self.library)).astype(float))

    @cached_property
    def model(self) -> Recommender:
        """EASE on their plays."""
        return EASE(penalty=20.0, half_life=float("inf")).fit(Known(plays=self._played))

    def history(self, listener: SimulatedListener) -> tuple[int, ...]:
        """Rows of the library that somebody played before they came."""
        rng = derive_rng(self.seed, "simulation", "history", listener.name)
        return tuple(_choices(listener.liking, self.own, rng).tolist())

    @cached_property
    def _played(self) -> Interactions:
        others = [
            drawn_listener(number, self.library, self.parameters, seed=self.seed + 1_000_003)
            for number in range(self.n)
        ]
        rng = derive_rng(self.seed, "simulation", "society")
        rows = [_choices(one.liking, self.plays, rng) for one in others]
        who = np.repeat(np.arange(self.n), self.plays)
        ids = np.arange(len(self.library))
        return Interactions(
            listener=who.astype(np.int32),
            item=np.concatenate(rows).astype(np.int32),
            weight=np.ones(len(who), np.float32),
            listeners=np.arange(self.n),
            items=ids,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A listener under test, as a policy may know them: by what they played."""

    society: Society
    listener: SimulatedListener
    history: tuple[int, ...]

    def knowledge(self, policy: str) -> Knowledge:
        """Before the log begins: how music moves people in general, as the policy believes it."""
        if policy == SHIPPED_FELT:
            return Knowledge(response=FeltResponse.shipped())
        return Knowledge(response=PopulationResponse.of(self.listener.parameters))

    def preference(self, wish: Wish) -> Preference:
        """What EASE expects from the history, with what the log says was taken well since."""
        rows = {taken.track_id - 1: taken.signal.outcome for taken in wish.knowledge.taken}
        grown = [*self.history, *(row for row, how in rows.items() if how > _TAKEN_WELL)]
        return self._expected(tuple(grown))

    def first_preference(self, wish: Wish) -> Preference:
        """What it expects from the history that they brought along."""
        del wish
        return self._expected(self.history)

    def lot(self, wish: Wish) -> Mapping[int, float]:
        """A number for each track, drawn anew for each list."""
        rng = derive_rng(self.society.seed, "simulation", "lot", wish.listener, wish.at.isoformat())
        return _places(rng.random(len(self.society.library)))

    def popularity(self, wish: Wish) -> Mapping[int, float]:
        """The same for everybody."""
        del wish
        return self.society.popularity

    def liked(self, wish: Wish) -> Mapping[int, float]:
        """As `preference`, by track id."""
        return self.preference(wish).by_track

    def _expected(self, rows: tuple[int, ...]) -> Preference:
        scores = self.society.model.score(Histories.of([rows]))[0]
        known = frozenset(range(1, len(self.society.library) + 1))
        by_track = dict(_places(scores.astype(np.float64)))
        return Preference(
            by_track=by_track, known=known, model="ease", heard=len(rows), of_heard=len(rows)
        )


PolicyMaker = Callable[[Subject], Plans]


def _random(subject: Subject) -> Plans:
    tracks = subject.society.library.tracks
    return RankedPlans(tracks=tracks, name="random", value=subject.lot, steady=True)


def _popularity(subject: Subject) -> Plans:
    tracks = subject.society.library.tracks
    return RankedPlans(tracks=tracks, name="popularity", value=subject.popularity)


def _preference(subject: Subject) -> Plans:
    tracks = subject.society.library.tracks
    return RankedPlans(tracks=tracks, name="preference", value=subject.liked)


def _match(subject: Subject) -> Plans:
    library = subject.society.prepared
    return SteeredPlans(library=library, fuses=False, learns=False, steers=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _WithoutFactors(SteeredPlans):
    """Learns taste and habits, but not how much each part counts."""

    def factors(self, wish: Wish) -> dict[str, float]:
        """None."""
        del wish
        return {}


def _hybrid(subject: Subject, kind: type[SteeredPlans] = SteeredPlans) -> SteeredPlans:
    return kind(
        library=subject.society.prepared,
        recommend=subject.preference,
        dynamics=subject.listener.dynamics,
    )


def _unlearned(subject: Subject) -> Plans:
    return replace(_hybrid(subject), learns=False, recommend=subject.first_preference)


POLICIES: Final[dict[str, PolicyMaker]] = {
    "random": _random,
    "popularity": _popularity,
    "match": _match,
    "preference": _preference,
    "hybrid": _hybrid,
    "hybrid_no_learning": _unlearned,
    "hybrid_no_weights": lambda subject: _hybrid(subject, _WithoutFactors),
    "hybrid_no_fusion": lambda subject: replace(_hybrid(subject), fuses=False),
    "hybrid_no_felt": lambda subject: replace(_hybrid(subject), steers=False),
    SHIPPED_FELT: _hybrid,
    "hybrid_no_path": lambda subject: AtOnce(_hybrid(subject)),
}
"""in the order of tables"""


def _choices(liking: NDArray[np.float64], n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """`n` different tracks, the liked more likely."""
    noise = rng.gumbel(size=len(liking))
    chosen: NDArray[np.int64] = np.argsort(-(_EAGER * liking + noise), kind="stable")[:n]
    return chosen


def _places(scores: NDArray[np.float64]) -> dict[int, float]:
    """The share of the others below each track, by id; those that equal it count half."""
    ordered = np.sort(scores)
    below = np.searchsorted(ordered, scores, side="left")
    up_to = np.searchsorted(ordered, scores, side="right")
    places = (below + up_to - 1) / (2.0 * max(1, len(scores) - 1))
    return dict(zip(range(1, len(scores) + 1), places.tolist(), strict=True))
