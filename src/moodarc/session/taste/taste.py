r"""What a listener likes: a Bayesian linear model with random effects, in closed form.

How well track j of artist a pleases this listener is

$$u_j = \tfrac12 + x_j^\top (\mu + w) + \alpha_a + \tau_j, \qquad
w \sim N(0, D),\quad \alpha_a \sim N(0, s_\alpha),\quad \tau_j \sim N(0, s_\tau)$$

with x the row of `TasteSpace` (level, descriptors, sound, genres), and an outcome of weight w is
y ~ N(u_j, s / w). Effects of artists and tracks are shrunk to what the sound and the genre say
(Gelman and Hill 2007, ch. 12), so a track that was never heard has its artist's, its genre's and
its sound's estimate (LIN-9), and before any event all tracks have the middle, 0.5, or what a
registration says of their genre, with the prior's variance.

The posterior is exact. A track's outcomes enter by their total weight W and weighted mean alone, so
evidence is two numbers a track, and neither the order of events nor how they are batched matters.
With $\tau$ integrated out, a track's mean has variance $v_j = s / W_j + s_\tau$; with
$P_a = \sum 1/v_j$ over an artist's tracks and $\kappa_a = s_\alpha / (1 + s_\alpha P_a)$, so has
$\alpha$ (Woodbury), and what is left is one system in w:

$$A = D^{-1} + \sum_j x_j x_j^\top / v_j - \sum_a \kappa_a g_a g_a^\top, \qquad
g_a = \sum_{j \in a} x_j / v_j$$

Cost: O(m d^2) for m heard tracks and O(n d^2) for n asked, d = 51. Nothing is forgotten: a taste
that changes is followed as fast as new outcomes outweigh old ones. The variances are judgements
(`TasteConfig`), not fitted to listeners; their sum says that a third of how a track is taken is
taste and the rest the moment.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, solve_triangular

from moodarc.errors import InputError
from moodarc.listener import ListenerFacts
from moodarc.music.metadata import GENRES, genres_of
from moodarc.session.feedback import Signal
from moodarc.session.taste.space import DESCRIPTORS, N_SOUND, TasteSpace

__all__ = ["Expected", "Taste", "TasteConfig", "genre_affinity"]

MIDDLE: Final = 0.5
"""how well a track pleases of which nothing is known"""
_NAMED: Final = 0.65
"""expected of a genre that a listener named at registration; a judgement"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TasteConfig:
    """Variances, in squared units of an outcome; all > 0. Their sizes are judgements.

    Attributes:
        level: of how well a listener takes music as a whole.
        descriptors: of what a usual row of descriptors adds.
        sound: likewise, of a row of sound.
        genre: of a genre's effect.
        artist: of an artist's effect beside sound and genre.
        track: of a track's own effect beside all that.
        outcome: of one outcome of weight 1 about its expectation.
    """

    level: float = 0.005
    descriptors: float = 0.01
    sound: float = 0.01
    genre: float = 0.01
    artist: float = 0.015
    track: float = 0.015
    outcome: float = 0.12

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            if not 0.0 < (value := getattr(self, name)) < np.inf:
                msg = f"{name} is {value!r}; expected a variance above 0"
                raise InputError(msg)

    def of_traits(self) -> NDArray[np.float64]:
        """D: float64 (51,), the prior variance of each coefficient."""
        counts = (1, len(DESCRIPTORS), N_SOUND, len(GENRES))
        return np.repeat([self.level, self.descriptors, self.sound, self.genre], counts)


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
    evidence: Mapping[int, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def prior(
        cls,
        *,
        genre_affinity: Mapping[str, float] | None = None,
        config: TasteConfig | None = None,
    ) -> Self:
        """The taste of someone who has done nothing yet.

        Args:
            genre_affinity: see the class; `genre_affinity` makes it of a registration.
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
        posterior = _Posterior.of(self, space)
        mean, variance = posterior.of_rows(space, asked)
        config = self.config
        before = space.traits[asked] ** 2 @ config.of_traits() + config.artist + config.track
        return Expected(np.clip(mean, 0.0, 1.0), variance, before)

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


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """Tracks of which there is evidence, m of them by k artists.

    Attributes:
        rows: of the space.
        traits: (m, d).
        mean: (m,), of the outcomes.
        variance: (m,), v of the module's head.
        artists: (k,), their numbers in the space.
        place: (m,), of each track's artist among them.
    """

    rows: NDArray[np.int64]
    traits: NDArray[np.float64]
    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    artists: NDArray[np.int64]
    place: NDArray[np.int64]

    @classmethod
    def of(cls, taste: Taste, space: TasteSpace) -> "_Heard":
        known = [
            (row, *evidence)
            for track_id, evidence in sorted(taste.evidence.items())
            if (row := space.row_of.get(track_id)) is not None and evidence[0] > 0.0
        ]
        table = np.array(known, dtype=np.float64).reshape(-1, 3)
        rows, weight, total = table[:, 0].astype(np.int64), table[:, 1], table[:, 2]
        artists, place = np.unique(space.artist[rows], return_inverse=True)
        variance = taste.config.outcome / weight + taste.config.track
        return cls(rows, space.traits[rows], total / weight, variance, artists, place)

    def by_artist(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums of values / v over each artist's tracks, `(k, ...)`."""
        sums = np.zeros((len(self.artists), *values.shape[1:]))
        np.add.at(sums, self.place, (values.T / self.variance).T)
        return sums


@dataclass(frozen=True, slots=True, eq=False)
class _Posterior:
    """Of w, and of each heard artist's effect given w.

    Attributes:
        weights: (d,), mean of mu + w.
        root: (d, d), L of A = L L^T, lower.
        shrink: (k,), kappa.
        told: (k,), the mean of the artist's effect, were mu + w = 0.
        pull: (k, d), kappa g: what of w it takes off.
    """

    config: TasteConfig
    heard: _Heard
    weights: NDArray[np.float64]
    root: NDArray[np.float64]
    shrink: NDArray[np.float64]
    told: NDArray[np.float64]
    pull: NDArray[np.float64]

    @classmethod
    def of(cls, taste: Taste, space: TasteSpace) -> "_Posterior":
        config, heard, prior = taste.config, _Heard.of(taste, space), taste.prior_mean()
        residual = heard.mean - MIDDLE - heard.traits @ prior
        sums, told = heard.by_artist(heard.traits), heard.by_artist(residual)
        ones = heard.by_artist(np.ones(len(heard.rows)))
        shrink = config.artist / (1.0 + config.artist * ones)
        pull = shrink[:, None] * sums
        scaled = heard.traits / heard.variance[:, None]
        precision = np.diag(1.0 / config.of_traits()) + heard.traits.T @ scaled - sums.T @ pull
        root = cho_factor(precision, lower=True)
        moved = cho_solve(root, scaled.T @ residual - pull.T @ told)
        own = shrink * told + pull @ prior
        return cls(config, heard, prior + moved, np.tril(root[0]), shrink, own, pull)

    def of_rows(
        self, space: TasteSpace, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean and variance of u."""
        place = _places(self.heard.artists, space.artist[rows])
        shrink = np.append(self.shrink, self.config.artist)[place]
        traits = space.traits[rows] - np.vstack([self.pull, np.zeros_like(self.weights)])[place]
        mean = MIDDLE + traits @ self.weights + np.append(self.told, 0.0)[place]
        spread = solve_triangular(self.root, traits.T, lower=True, check_finite=False)
        variance = shrink + np.einsum("dn,dn->n", spread, spread)
        return self._with_own(rows, mean, variance)

    def _with_own(
        self, rows: NDArray[np.int64], mean: NDArray[np.float64], variance: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The tracks' own effects added; of a heard one what its outcomes say of it."""
        heard, of_track = self.heard, self.config.track
        order = np.argsort(heard.rows)
        place = np.append(order, len(order))[_places(heard.rows[order], rows)]
        share = np.append(of_track / heard.variance, 0.0)[place]
        outcome = np.append(heard.mean, 0.0)[place]
        left = 1.0 - share
        return left * mean + share * outcome, left**2 * variance + of_track * left


def _places(known: NDArray[np.int64], asked: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each is among the sorted known ones; their number where it is not."""
    if not len(known):
        return np.zeros(len(asked), dtype=np.int64)
    place = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where(known[place] == asked, place, len(known))
