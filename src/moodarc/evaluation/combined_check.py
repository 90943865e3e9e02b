"""`moodarc bench metadata --data DIR --sound`: does what is written add to what is heard?

4Q's clips, artist-disjoint: for each fold what reads descriptors in the sound's estimator and the
genre effects are trained on the other folds; the fold is then a library of its own, whose clips are
combined from sound, genre, title and the artist's other clips (known by their held-out sound only).
Words of titles and the artists' share of the variance are the shipped ones, which come from other
data. There are no albums and no lyrics in this set.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from moodarc.affect import combine_many
from moodarc.catalog import Tags
from moodarc.datasets import LabelledClip, load_panda_4q
from moodarc.evaluation.metadata import load_genre_clips
from moodarc.evaluation.music_emotion import load_runs
from moodarc.evaluation.music_folds import MusicTrainingConfig
from moodarc.evaluation.music_learners import fusion_of, learn_descriptors
from moodarc.evaluation.report import BenchRow
from moodarc.metrics import binary_log_loss, macro_f1
from moodarc.music.emotion import FusedEstimator
from moodarc.music.emotion.training import LabelledRuns, quadrants_of_means
from moodarc.music.metadata import MetadataPrior, Normals
from moodarc.music.metadata.training import GenreClips, fit_genres, select_penalty
from moodarc.parallel import Executor
from moodarc.protocols import bootstrap_interval

__all__ = ["combined_rows"]


def combined_rows(
    folder: Path, executor: Executor, config: MusicTrainingConfig, *, seed: int
) -> Iterator[BenchRow]:
    """Figures of the sound alone and of all parts together, and the gain, clip by clip.

    Args:
        folder: in 4Q's format, with genres, artists and titles.
        executor: computes the features of the clips.
        config: of the sound estimator's training.
        seed: of the bootstrap.

    Raises:
        DatasetError: the folder is not in the format.
        AudioError: a clip cannot be decoded.
    """
    clips = load_panda_4q(folder)
    genres, artists = load_genre_clips(folder)
    data = load_runs(clips, executor)
    sound = _held_out_sound(data, config)
    together = _combined(clips, genres, sound)
    measure = partial(bootstrap_interval, rng=np.random.default_rng(seed), groups=artists)
    truth, heard, all_parts = data.quadrant, _quadrants(sound), _quadrants(together)
    row = partial(BenchRow.of, higher_is_better=True)
    yield row("metadata.sound.macro_f1", measure(_macro_f1, truth, heard))
    yield row("metadata.combined.macro_f1", measure(_macro_f1, truth, all_parts))
    yield row("metadata.combined.macro_f1_gain", measure(_gain(_macro_f1), truth, heard, all_parts))
    for axis, name in enumerate(("valence", "arousal")):
        positive = genres.positive[:, axis]
        before, after = _probability(sound)[:, axis], _probability(together)[:, axis]
        loss = measure(binary_log_loss, positive, after)
        gain = measure(_gain(_log_likelihood), positive, before, after)
        yield row(f"metadata.combined.{name}_log_loss", loss, higher_is_better=False)
        yield row(f"metadata.combined.{name}_gain", gain)


def _held_out_sound(data: LabelledRuns, config: MusicTrainingConfig) -> Normals:
    found = Normals(np.zeros((len(data.fold), 2)), np.ones((len(data.fold), 2)))
    for fold in np.unique(data.fold):
        held = data.fold == fold
        others = data[~held]
        learned = learn_descriptors(
            others, config.features, config.machine, version=f"without-fold-{fold}"
        )
        estimator = FusedEstimator(
            ensemble=learned.ensemble,
            machine=learned.machine,
            heads=(),
            scales=fusion_of(others, learned.probits),
        )
        heard = np.zeros((int(held.sum()), 0), dtype=np.float32)
        estimate = estimator.estimate(data.views[held, 0], heard)
        found.mean[held], found.variance[held] = estimate.mean, estimate.variance
    return found


def _combined(clips: Sequence[LabelledClip], genres: GenreClips, sound: Normals) -> Normals:
    """Each fold as a library, with genre effects of the other folds."""
    found = Normals(np.zeros_like(sound.mean), np.ones_like(sound.mean))
    shipped = MetadataPrior.shipped()
    for fold in np.unique(genres.fold):
        held = genres.fold == fold
        others = genres[~held]
        prior = replace(shipped, genres=fit_genres(others, select_penalty(others)))
        tags = [
            Tags(title=clip.title, artist=clip.artist_group, genre=clip.genres)
            for clip, inside in zip(clips, held, strict=True)
            if inside
        ]
        own = Normals(sound.mean[held], sound.variance[held])
        parts = [own, *prior.parts_of(tags, own).values()]
        together = combine_many(
            np.stack([part.mean for part in parts]), np.stack([part.variance for part in parts])
        )
        found.mean[held], found.variance[held] = together.mean, together.variance
    return found


def _probability(told: Normals) -> NDArray[np.float64]:
    """That each value is positive, (n, 2)."""
    return np.asarray(ndtr(told.mean / np.sqrt(told.variance)))


def _quadrants(told: Normals) -> NDArray[np.int64]:
    return quadrants_of_means(told.mean)


def _macro_f1(truth: NDArray[np.int64], told: NDArray[np.int64]) -> float:
    return macro_f1(truth, told, classes=[0, 1, 2, 3])


def _log_likelihood(happened: NDArray[np.bool_], probability: NDArray[np.float64]) -> float:
    return -binary_log_loss(happened, probability)


def _gain(metric: Callable[..., float]) -> Callable[..., float]:
    """What a metric gains from one estimate to another of the same rows."""
    return lambda truth, before, after: metric(truth, after) - metric(truth, before)
