r"""SIMULATION: plays whose choice depends on how the listener feels, by a strength that is known.

Every half hour a made listener plays a track. With liking z (their own, `listeners`), feeling x and
a track that expresses a,

$$P(\text{track}) \propto \exp\big(\text{eager}\; z - s\,\kappa\,\lVert x - a \rVert^2 / 2\big)$$

where s, the strength, goes from 0 (what is felt plays no part) to 1. Before each play they say how
they feel, off by the noise of a self-report; the belief filter that ships makes of these readings
what it believes (`smoothed`). The truth is kept beside the plays, so that the best that anybody
could do is known: with the feeling (`ceiling`), and without it (`blind`).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import UNINFORMED_VARIANCE
from moodarc.catalog import Cases, Feelings, Histories, Interactions, ItemContent
from moodarc.evaluation.simulation.library import MadeLibrary
from moodarc.evaluation.simulation.listeners import PARAMETERS, SimulatedListener, drawn_listener
from moodarc.listener import POPULATION_DYNAMICS, BeliefBatch, ReadingBatch
from moodarc.randomness import derive_rng

__all__ = ["PlantedConfig", "PlantedPlays", "choice_odds", "content_of", "planted_plays"]

Array = NDArray[np.float64]

_STEP_H: Final = 0.5
_FEWEST_HEARD: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedConfig:
    """How plays are made; judgements.

    Attributes:
        plays: of each listener.
        eager: of log odds for a deviation of liking.
        kappa: of log odds for half a squared distance on the plane, at strength 1: a track a
            quarter of the plane's diagonal away is then e^-4 as likely.
    """

    plays: int = 24
    eager: float = 1.0
    kappa: float = 16.0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PlantedPlays:
    """n listeners with m plays each.

    Attributes:
        items: int64 (n, m) rows of the library.
        felt: (n, m, 2) how they truly felt before each.
        said: (n, m, 2) what they said of it.
        believed: (n, m, 2) what the filter made of what was said till then.
        doubt: (n, m, 2) its variance.
        liking: (n, n_items).
        strength: of the emotion, in [0, 1].
        config: how they were made.
    """

    items: NDArray[np.int64]
    felt: Array
    said: Array
    believed: Array
    doubt: Array
    liking: Array
    strength: float
    config: PlantedConfig

    def interactions(self) -> Interactions:
        """The plays, in order."""
        n, m = self.items.shape
        return Interactions(
            listener=np.repeat(np.arange(n), m).astype(np.int32),
            item=self.items.ravel().astype(np.int32),
            weight=np.ones(n * m, dtype=np.float32),
            at_s=np.tile(np.arange(m) * 1800, n),
            listeners=np.arange(n),
            items=np.arange(self.liking.shape[1]),
        )

    def feelings(self, *, smoothed: bool) -> Feelings:
        """Before each play, in the order of `interactions`."""
        noise = np.broadcast_to(PARAMETERS.reading_noise, self.said.shape)
        pair = (self.believed, self.doubt) if smoothed else (self.said, noise)
        return _feelings(*(part.reshape(-1, 2) for part in pair))

    def cases(self, *, seed: int, smoothed: bool) -> tuple[Cases, NDArray[np.int64]]:
        """One play asked of each listener, with all before it; and which it was, (n,)."""
        n, m = self.items.shape
        rng = derive_rng(seed, "simulation", "asked")
        step = np.asarray(rng.integers(_FEWEST_HEARD, m, size=n), dtype=np.int64)
        histories = Histories.of(
            [self.items[who, :at].tolist() for who, at in enumerate(step.tolist())],
            feelings=self.feelings(smoothed=smoothed).take(np.arange(n) * m + step),
        )
        asked = Cases(histories, self.items[np.arange(n), step].astype(np.int32))
        return asked, step

    def ceiling(self, library: MadeLibrary, step: NDArray[np.int64]) -> NDArray[np.float32]:
        """(n, n_items) log odds of who knows liking, feeling and strength."""
        felt = self.felt[np.arange(len(step)), step]
        return self._odds(library, felt).astype(np.float32)

    def blind(self, library: MadeLibrary, step: NDArray[np.int64]) -> NDArray[np.float32]:
        """(n, n_items) of who knows all but the feeling, which might be any that was met."""
        every = self.felt[:, step.min() :].reshape(-1, 2)
        drawn = every[:: max(1, len(every) // 64)]
        total = np.zeros_like(self.liking)
        for felt in drawn:
            odds = self._odds(library, np.broadcast_to(felt, (len(step), 2)))
            total += np.exp(odds - np.logaddexp.reduce(odds, axis=1, keepdims=True))
        return np.asarray(total / len(drawn), dtype=np.float32)

    def _odds(self, library: MadeLibrary, felt: Array) -> Array:
        return choice_odds(library, self.liking, felt, config=self.config, strength=self.strength)


def choice_odds(
    library: MadeLibrary, liking: Array, felt: Array, *, config: PlantedConfig, strength: float
) -> Array:
    """(n, n_items) log odds of each track, up to a constant."""
    gap = library.affect[None] - felt[:, None]
    odds: Array = config.eager * liking - strength * config.kappa * (gap**2).sum(axis=2) / 2.0
    return odds


def planted_plays(
    library: MadeLibrary,
    n: int,
    strength: float,
    *,
    config: PlantedConfig = PlantedConfig(),
    seed: int = 0,
) -> PlantedPlays:
    """Plays of `n` made listeners; the same seed is the same people with the same feelings.

    Args:
        library: what they play.
        n: listeners.
        strength: s of the module's head.
        config: the rest of it.
        seed: of all that is drawn.
    """
    people = [drawn_listener(number, library, seed=seed) for number in range(n)]
    rng = derive_rng(seed, "simulation", "planted")
    felt = _feelings_over_time(people, config.plays, rng)
    noise = np.sqrt(PARAMETERS.reading_noise) * rng.standard_normal(felt.shape)
    luck = rng.gumbel(size=(config.plays, n, len(library)))
    liking = np.stack([one.liking for one in people])
    items = [
        (
            choice_odds(library, liking, felt[:, step], config=config, strength=strength)
            + luck[step]
        ).argmax(axis=1)
        for step in range(config.plays)
    ]
    said = np.clip(felt + noise, -1.0, 1.0)
    believed, doubt = _believed(said)
    return PlantedPlays(
        items=np.stack(items, axis=1),
        felt=felt,
        said=said,
        believed=believed,
        doubt=doubt,
        liking=liking,
        strength=strength,
        config=config,
    )


def content_of(library: MadeLibrary) -> ItemContent:
    """What the analyser says of the tracks."""
    affects = [track.analysis.affect for track in library.tracks if track.analysis is not None]
    points = np.array([(one.valence, one.arousal) for one in affects], dtype=np.float32)
    return ItemContent(
        affect=points,
        variance=np.array([one.variance[:2] for one in affects], dtype=np.float32),
        descriptors=np.empty((len(points), 0), dtype=np.float32),
        artist=library.artist,
    )


def _feelings_over_time(
    people: list[SimulatedListener], plays: int, rng: np.random.Generator
) -> Array:
    """(n, plays, 2), each from the spread about their home base on."""
    home = np.stack([one.home for one in people])
    axes = (POPULATION_DYNAMICS.valence, POPULATION_DYNAMICS.arousal)
    kept, new = np.array([axis.transition(_STEP_H) for axis in axes]).T
    off = np.sqrt([axis.variance for axis in axes]) * rng.standard_normal(home.shape)
    steps = []
    for _ in range(plays):
        steps.append(np.clip(home + off, -1.0, 1.0))
        off = kept * off + np.sqrt(new) * rng.standard_normal(home.shape)
    return np.stack(steps, axis=1)


def _believed(said: Array) -> tuple[Array, Array]:
    """What `BeliefBatch` makes of the readings up to each step, (n, m, 2) twice."""
    n, m = said.shape[:2]
    noise = np.array(PARAMETERS.reading_noise)
    kept = UNINFORMED_VARIANCE / (UNINFORMED_VARIANCE + noise)
    batch, absent = BeliefBatch([POPULATION_DYNAMICS] * n), np.full((n, 1), np.nan)
    found = []
    for step in range(m):
        hour = step * _STEP_H
        values = np.concatenate([kept * said[:, step], absent], axis=1)
        variances = np.concatenate([np.tile(kept * noise, (n, 1)), absent], axis=1)
        whole = np.arange(n), np.full(n, hour), values, variances, np.ones(n)
        batch.update(ReadingBatch(*whole, np.zeros(n, dtype=np.int64)))
        found.append([part[:, :2] for part in batch.at(hour)])
    pairs = np.array(found)  # (m, 2, n, 2)
    return np.swapaxes(pairs[:, 0], 0, 1), np.swapaxes(pairs[:, 1], 0, 1)


def _feelings(mean: Array, variance: Array) -> Feelings:
    absent = np.full((len(mean), 1), np.nan)
    return Feelings(
        mean=np.concatenate([mean, absent], axis=1).astype(np.float32),
        variance=np.concatenate([variance, absent], axis=1).astype(np.float32),
    )
