"""What a listener likes, learned from what they did; no trained recommender is needed.

A taste is a Bayesian model of how well a track pleases (`posterior`): by its sound, its genre, its
artist and itself. Effects of artists and tracks are shrunk to what sound and genre say (Gelman and
Hill 2007, ch. 12), so a track that was never heard has its artist's, its genre's and its sound's
estimate (LIN-9). Before any event all tracks have the middle, 0.5, or what a registration says of
their genre, with the prior's variance.

Evidence is two numbers a track, the weight and the weighted sum of its outcomes, so that neither
the order of events nor how they are batched matters, and an event is learned without computing
anything. Nothing is forgotten: a taste that changes is followed as fast as new outcomes outweigh
old ones.

On SiTunes' everyday ratings (897 plays of 30 people, each told from the listener's own earlier ones
by genre and eight columns of sound) its AUC is .713 against .637 of the listener's own mean, and
its RMSE .234 against .241, of a rating brought to [0, 1]; a test holds it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import ListeningEvent, Track
from moodarc.errors import InputError
from moodarc.listener import ListenerFacts
from moodarc.music.metadata import GENRES, genres_of
from moodarc.session.feedback import Signal, signal_of
from moodarc.session.taste.posterior import MIDDLE, Evidence, Posterior, TasteConfig
from moodarc.session.taste.space import DESCRIPTORS, N_SOUND, TasteSpace

__all__ = ["Expected", "Taste", "genre_affinity", "taste_of"]

_NAMED: Final = 0.65
"""expected of a genre that a listener named at registration; a judgement"""


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """How well each of n tracks is expected to please.

    Attributes:
        mean: float64 (n,), in [0, 1].
        variance: float64 (n,), > 0.
        before: float64 (n,), the variance before anything was known.
    """

    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    before: NDArray[np.float64]

    @property
    def certainty(self) -> NDArray[np.float64]:
        """The share of the first variance that is gone, in [0, 1)."""
        return np.asarray(np.clip(1.0 - self.variance / self.before, 0.0, 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """Of one listener; immutable. It holds no track: the library is handed in when asked.

    Attributes:
        config: prior variances.
        genre_affinity: expected outcome of a genre in [0, 1] before any event; 0.5 for others.
        evidence: of each track, the outcomes' total weight and their weighted sum.
    """

    config: TasteConfig = field(default_factory=TasteConfig)
    genre_affinity: Mapping[str, float] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=dict)

    @classmethod
    def prior(
        cls,
        *,
        genre_affinity: Mapping[str, float] | None = None,
        config: TasteConfig | None = None,
    ) -> Self:
        """The taste of someone who has done nothing yet.

        Args:
            genre_affinity: see the class; the function of that name makes it of a registration.
            config: prior variances; the default ones if None.

        Raises:
            InputError: a genre that is none of `GENRES`, or an affinity outside [0, 1].
        """
        told = dict(genre_affinity or {})
        for genre, affinity in told.items():
            if genre not in GENRES or not 0.0 <= affinity <= 1.0:
                msg = f"affinity {affinity!r} of {genre!r}; expected [0, 1] and one of {GENRES}"
                raise InputError(msg)
        return cls(config=config or TasteConfig(), genre_affinity=told)

    def updated(self, track_id: int, signal: Signal) -> Self:
        """With one more outcome."""
        return self.after([(track_id, signal)])

    def after(self, outcomes: Iterable[tuple[int, Signal]]) -> Self:
        """With more outcomes, each of a track; a whole log at once is quicker than one by one."""
        evidence = dict(self.evidence)
        for track_id, signal in outcomes:
            weight, total = evidence.get(track_id, (0.0, 0.0))
            evidence[track_id] = weight + signal.weight, total + signal.weight * signal.outcome
        return replace(self, evidence=evidence)

    def expected(self, space: TasteSpace, rows: NDArray[np.int64] | None = None) -> Expected:
        """How well tracks are expected to please.

        Evidence of tracks that the library does not hold is left out.

        Args:
            space: the library.
            rows: of the space; all of them if None.
        """
        asked = np.arange(len(space)) if rows is None else rows
        traits = space.traits if rows is None else space.traits[rows]
        posterior = Posterior.of(space, self.evidence, config=self.config, prior=self.prior_mean())
        others = posterior.of_artists(traits, space.artist[asked])
        mean, variance = posterior.with_tracks(asked, others)
        return Expected(np.clip(mean, 0.0, 1.0), variance, self.config.before(traits))

    def prior_mean(self) -> NDArray[np.float64]:
        """Mu: float64 (51,), what each trait adds before any event."""
        genres = [self.genre_affinity.get(genre, MIDDLE) - MIDDLE for genre in GENRES]
        return np.concatenate([np.zeros(1 + len(DESCRIPTORS) + N_SOUND), genres])


def genre_affinity(facts: ListenerFacts) -> dict[str, float]:
    """What a registration says of genres: those that are named are expected to please more.

    >>> genre_affinity(ListenerFacts(genres=("Bebop", "unheard of")))
    {'jazz': 0.65}
    """
    return {genre: _NAMED for name in facts.genres for genre in genres_of(name)}


def taste_of(
    events: Iterable[ListeningEvent], tracks: Sequence[Track], facts: ListenerFacts | None = None
) -> Taste:
    """The taste that a whole log gives.

    Args:
        events: of one listener, in any order.
        tracks: the library, for how long each track is.
        facts: what the listener said at registration; None = nothing.
    """
    duration_s = {
        track.track_id: track.analysis.descriptors.duration_s
        for track in tracks
        if track.analysis is not None
    }
    told = (
        (event.track_id, signal_of(event, duration_s.get(event.track_id, 0.0))) for event in events
    )
    prior = Taste.prior(genre_affinity=genre_affinity(facts) if facts else None)
    return prior.after((track_id, signal) for track_id, signal in told if signal is not None)
