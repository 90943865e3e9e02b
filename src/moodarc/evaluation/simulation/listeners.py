r"""SIMULATION: listeners who exist only on paper: how they feel, what they like, what music does.

**Affect** moves as `listener.dynamics.POPULATION_DYNAMICS` says (fitted on Hoemann et al. 2020),
about a home base that differs between people by as much as it did there.

**Felt response** to a track that expresses p, heard to a share f, with liking z (a standard score):

$$x' = x + f\,\big(g\,(p - x) + b + (c\,z, 0)\big) + \sqrt{f}\,\varepsilon$$

with the listener's own bias b. Gains, bias, noise and c are fitted on SiTunes (`fitting`).

**Liking** is a sum of what everybody likes, the listener's own taste for traits and artists, and
the occasion. How much is common is SiTunes' share of the variance of ratings; the rest is parted by
judgement.

**Skips**: $P = \sigma(a - l\,z + m\,(\lVert p - x \rVert - d))$, x being how they feel when the
track begins; earlier the worse the track is liked. a is SiTunes' share of ratings of 1 or 2, a
track rated so being one that somebody with a button would have skipped; l, m and d are judgements,
and no data at hand can tell them: a figure that depends on m is one about m.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.simulation.library import MadeLibrary
from moodarc.listener import POPULATION_DYNAMICS, AffectDynamics
from moodarc.randomness import derive_rng

__all__ = ["PARAMETERS", "Parameters", "SimulatedListener", "drawn_listener"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What simulated people are like.

    Attributes:
        gain: of a track, towards what it expresses, valence and arousal. SiTunes.
        liking_gain: of valence for one deviation of liking. Half of what SiTunes has: a good mood
            makes for good ratings, too (judgement).
        bias: variance between listeners of what any track does, valence and arousal. SiTunes.
        response_noise: variance of what a track does beside that. SiTunes, at its floor.
        reading_noise: variance of a self-report about the feeling, by dimension. SiTunes.
        common: share of liking that everybody has alike. SiTunes.
        taste: share of the listener's own taste for traits.
        artists: share of their taste for artists; the rest of 1 is the occasion.
        skipped: share of tracks that are skipped at mean liking and misfit. SiTunes.
        liking_slope: l, of log odds for a deviation of liking. Judgement.
        misfit_slope: m, of log odds for a distance of 1 on the plane. Judgement.
        usual_misfit: d. Judgement.
        answers: probability of telling how they feel when asked. Judgement.
        likes: probability of a like after a track whose liking is above 1. Judgement.
    """

    gain: tuple[float, float] = (0.08, 0.16)
    liking_gain: float = 0.058
    bias: tuple[float, float] = (0.0003, 0.0065)
    response_noise: tuple[float, float] = (0.0025, 0.0025)
    reading_noise: tuple[float, float] = (0.045, 0.057)
    common: float = 0.21
    taste: float = 0.30
    artists: float = 0.15
    skipped: float = 0.243
    liking_slope: float = 1.2
    misfit_slope: float = 1.0
    usual_misfit: float = 0.6
    answers: float = 0.7
    likes: float = 0.3


PARAMETERS: Final = Parameters()
"""`moodarc bench policies --data DIR` fits those that SiTunes tells again, and shows them."""


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedListener:
    """One person of the simulation.

    Attributes:
        name: as in logs.
        parameters: of all.
        home: (2,) where they are drawn to.
        bias: (2,) what any track does to them.
        liking: (n_tracks,) how well they like each track but for the occasion; standard scores.
        dynamics: of their affect.
    """

    name: str
    parameters: Parameters
    home: Array
    bias: Array
    liking: Array
    dynamics: AffectDynamics

    def unheard(self, feeling: Array, hours: float, noise: Array) -> Array:
        """The feeling after a time without music; `noise` (2,) standard normal."""
        axes = (self.dynamics.valence, self.dynamics.arousal)
        moved = [
            home + retained * (value - home) + math.sqrt(new) * z
            for axis, home, value, z in zip(axes, self.home, feeling, noise, strict=True)
            for retained, new in [axis.transition(hours)]
        ]
        after: Array = np.clip(moved, -1.0, 1.0)
        return after

    def felt(
        self, feeling: Array, track: Array, *, liking: float, share: float, noise: Array
    ) -> Array:
        """The feeling after a track.

        Args:
            feeling: (2,) when it began.
            track: (2,) what it expresses.
            liking: a standard score.
            share: of it that was heard, in [0, 1].
            noise: (2,) standard normal.
        """
        known = self.parameters
        pull = np.array(known.gain) * (track - feeling) + self.bias
        pull[0] += known.liking_gain * liking
        jitter = np.sqrt(share * np.array(known.response_noise)) * noise
        after: Array = np.clip(feeling + share * pull + jitter, -1.0, 1.0)
        return after

    def skip_probability(self, feeling: Array, track: Array, liking: float) -> float:
        """Of a track that begins, in (0, 1)."""
        known = self.parameters
        misfit = math.dist(feeling, track) - known.usual_misfit
        odds = math.log(known.skipped / (1.0 - known.skipped))
        odds += known.misfit_slope * misfit - known.liking_slope * liking
        return 1.0 / (1.0 + math.exp(-odds))


def drawn_listener(
    number: int, library: MadeLibrary, parameters: Parameters = PARAMETERS, *, seed: int = 0
) -> SimulatedListener:
    """Somebody; the same number and seed are the same person, whoever else is drawn.

    Args:
        number: of the person.
        library: what they may hear.
        parameters: of all people.
        seed: of the population.
    """
    rng = derive_rng(seed, "simulation", "listener", number)
    axes = (POPULATION_DYNAMICS.valence, POPULATION_DYNAMICS.arousal)
    home = [rng.normal(axis.home, math.sqrt(axis.home_variance)) for axis in axes]
    return SimulatedListener(
        name=f"simulated {number}",
        parameters=parameters,
        home=np.clip(home, -0.9, 0.9),
        bias=rng.standard_normal(2) * np.sqrt(parameters.bias),
        liking=_liking(library, parameters, rng),
        dynamics=POPULATION_DYNAMICS,
    )


def _liking(library: MadeLibrary, known: Parameters, rng: np.random.Generator) -> Array:
    own = library.traits @ rng.standard_normal(library.traits.shape[1])
    own /= math.sqrt(library.traits.shape[1])
    of_artist = rng.standard_normal(int(library.artist.max()) + 1)[library.artist]
    parts = ((known.common, library.popularity), (known.taste, own), (known.artists, of_artist))
    return np.asarray(sum(math.sqrt(share) * part for share, part in parts))
