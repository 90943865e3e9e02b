r"""The posterior of a taste, exact and in closed form: linear regression with random effects.

How well track j of artist a pleases a listener is

$$u_j = \tfrac12 + x_j^\top (\mu + w) + \alpha_a + \tau_j, \qquad
w \sim N(0, D),\quad \alpha_a \sim N(0, s_\alpha),\quad \tau_j \sim N(0, s_\tau)$$

with x the row of `TasteSpace`, and the mean of a track's outcomes, of total weight W, is
N(u_j, s / W). With $\tau$ integrated out its variance is $v_j = s / W_j + s_\tau$. With
$\kappa_a = s_\alpha / (1 + s_\alpha \sum_{j \in a} 1/v_j)$, so is $\alpha$ (Woodbury), and what is
left is one system in w with the matrix

$$A = D^{-1} + \sum_j x_j x_j^\top / v_j - \sum_a \kappa_a g_a g_a^\top, \qquad
g_a = \sum_{j \in a} x_j / v_j$$

Cost: O(m d^2) for m heard tracks and O(n d^2) for n asked, d = 51; the latter in single precision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, solve_triangular

from moodarc.errors import InputError
from moodarc.music.metadata import GENRES
from moodarc.session.taste.space import DESCRIPTORS, N_SOUND, TasteSpace

__all__ = ["MIDDLE", "Evidence", "Normal", "Posterior", "TasteConfig", "squares"]

MIDDLE: Final = 0.5
"""how well a track pleases of which nothing is known"""

Evidence = Mapping[int, tuple[float, float]]
"""of each track by its id, the outcomes' total weight and their weighted sum"""

Normal = tuple[NDArray[np.float64], NDArray[np.float64]]
"""means and variances, each `(n,)`"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TasteConfig:
    """Variances, in squared units of an outcome; all > 0.

    `level` is about as in SiTunes (.0066 between the means of its 30 listeners). The others are
    judgements: together they say that a third of how a track is taken is taste and the rest the
    moment; of SiTunes' ratings, which are explicit, half is.

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

    def before(self, traits: NDArray[np.float32]) -> NDArray[np.float64]:
        """Variance of tracks of these traits `(n, 51)` before anything is known."""
        spread = np.sqrt(self.of_traits()).astype(np.float32)
        return squares(traits * spread) + self.artist + self.track


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """Tracks of which there is evidence, m of them by k artists, artist by artist.

    Attributes:
        rows: of the space.
        traits: float64 (m, d).
        mean: (m,), of the outcomes.
        variance: (m,), v of the module's head.
        artists: (k,), their numbers in the space, ascending.
        starts: (k,), where each artist's tracks begin.
    """

    rows: NDArray[np.int64]
    traits: NDArray[np.float64]
    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    artists: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, space: TasteSpace, evidence: Evidence, config: TasteConfig) -> "_Heard":
        known = [track_id for track_id in evidence if track_id in space.row_of]
        rows = np.array([space.row_of[track_id] for track_id in known], dtype=np.int64)
        told = np.array([evidence[track_id] for track_id in known]).reshape(-1, 2)
        order = np.lexsort((rows, space.artist[rows]))
        order = order[told[order, 0] > 0.0]
        rows, (weight, total) = rows[order], told[order].T
        artists, starts = np.unique(space.artist[rows], return_index=True)
        variance = config.outcome / weight + config.track
        traits = space.traits[rows].astype(np.float64)
        return cls(rows, traits, total / weight, variance, artists, starts)

    def by_artist(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums of values / v over each artist's tracks, `(k, ...)`."""
        if not len(self.rows):
            return np.zeros((0, *values.shape[1:]))
        per_track = values / self.variance.reshape(-1, *[1] * (values.ndim - 1))
        return np.asarray(np.add.reduceat(per_track, self.starts))


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Of w, and of each heard artist's effect given w.

    Attributes:
        weights: (d,), mean of mu + w.
        root: (d, d), the inverse of L, where A = L L^T.
        shrink: (k,), kappa.
        told: (k,), the mean of the artist's effect, were mu + w = 0.
        pull: (k, d), kappa g: what the artist's effect takes off the traits.
        n_tracks: of the space; neither rows nor artists have higher numbers.
    """

    config: TasteConfig
    heard: _Heard
    weights: NDArray[np.float64]
    root: NDArray[np.float64]
    shrink: NDArray[np.float64]
    told: NDArray[np.float64]
    pull: NDArray[np.float64]
    n_tracks: int

    @classmethod
    def of(
        cls,
        space: TasteSpace,
        evidence: Evidence,
        *,
        config: TasteConfig,
        prior: NDArray[np.float64],
    ) -> "Posterior":
        """The posterior given evidence of tracks in a library.

        Args:
            space: the library; evidence of other tracks is left out.
            evidence: see there.
            config: prior variances.
            prior: mu, float64 (d,).
        """
        heard = _Heard.of(space, evidence, config)
        residual = heard.mean - MIDDLE - heard.traits @ prior
        sums, told = heard.by_artist(heard.traits), heard.by_artist(residual)
        ones = heard.by_artist(np.ones(len(heard.rows)))
        shrink = config.artist / (1.0 + config.artist * ones)
        pull = shrink[:, None] * sums
        scaled = heard.traits / heard.variance[:, None]
        precision = np.diag(1.0 / config.of_traits()) + heard.traits.T @ scaled - sums.T @ pull
        root = cho_factor(precision, lower=True)
        moved = cho_solve(root, scaled.T @ residual - pull.T @ told)
        inverse = solve_triangular(root[0], np.eye(len(prior)), lower=True)
        effect = shrink * told + pull @ prior
        weights = prior + moved
        return cls(config, heard, weights, inverse, shrink, effect, pull, len(space))

    def of_artists(self, traits: NDArray[np.float32], artist: NDArray[np.int64]) -> Normal:
        """How tracks of these traits `(n, d)` and artists please, their own effects apart."""
        place = _places(self.heard.artists, artist, self.n_tracks)
        known = np.flatnonzero(place < len(self.heard.artists))
        seen = place[known]
        if len(known):
            traits = traits.copy()
            traits[known] -= self.pull.astype(np.float32)[seen]
        mean = MIDDLE + (traits @ self.weights.astype(np.float32)).astype(np.float64)
        variance = squares(traits @ self.root.T.astype(np.float32))
        mean[known] += self.told[seen]
        shrink = np.full(len(artist), self.config.artist)
        shrink[known] = self.shrink[seen]
        return mean, variance + shrink

    def with_tracks(self, rows: NDArray[np.int64], others: Normal) -> Normal:
        """The tracks' own effects added; of a heard one what its outcomes say of it.

        Args:
            rows: of the space, `(n,)`.
            others: of the same tracks by `of_artists`.
        """
        heard, (mean, variance) = self.heard, others
        place = _places(heard.rows, rows, self.n_tracks)
        share = np.append(self.config.track / heard.variance, 0.0)[place]
        outcome = np.append(heard.mean, 0.0)[place]
        left = 1.0 - share
        return left * mean + share * outcome, left**2 * variance + self.config.track * left


def squares(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Squared lengths of rows `(n, d)`, float64 (n,)."""
    return np.asarray(np.einsum("nd,nd->n", rows, rows), dtype=np.float64)


def _places(known: NDArray[np.int64], asked: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Where each is among the known ones, all in [0, size); their number where it is not."""
    place = np.full(size, len(known))
    place[known] = np.arange(len(known))
    return place[asked]
