"""Libraries whose every track is judged and was never heard by the estimator that tells of it.

What ships was trained on all judged music at hand, so it can be scored on none. Here it is trained
anew (`music_folds`, `music_training`), each time without what it is asked about:

- each fold of 4Q is a library of its own: estimates by a cross-validated estimator, embeddings by
  the network of that fold, which is one space; judged by quadrant;
- VGMIDI is one library, told by an estimator that heard 4Q alone; judged by valence and arousal.

Estimates are on their library's own scale, as lists go by it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import starmap
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import TrackAffect, Variance
from moodarc.catalog import TrackAnalysis
from moodarc.datasets import load_judged_clips
from moodarc.evaluation.music_folds import (
    MusicData,
    MusicTrainingConfig,
    cross_validate,
    fold_states,
)
from moodarc.evaluation.music_training import final_estimator
from moodarc.music import Analyser
from moodarc.music.corrections import Estimates
from moodarc.music.embedding import EMBEDDING_SIZE, embed
from moodarc.music.emotion.convolution import OnnxEncoder
from moodarc.music.emotion.convolution.heard_clips import HeardClips
from moodarc.music.emotion.convolution.training import vectors_of
from moodarc.music.emotion.training import quadrants_of_means
from moodarc.parallel import Executor
from moodarc.session import LibraryScale

__all__ = ["JudgedLibrary", "Retraining", "on_own_scale", "unheard_clips", "unheard_pieces"]


@dataclass(frozen=True, slots=True, eq=False)
class JudgedLibrary:
    """n tracks, what an estimator that never heard them told, and what people said.

    Attributes:
        estimates: before any correction.
        points: float64 (n, 2), rated valence and arousal; NaN where nobody rated.
        quadrants: int64 (n,), labelled, or by the signs of the rating.
    """

    estimates: Estimates
    points: NDArray[np.float64]
    quadrants: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.quadrants)

    @property
    def rated(self) -> bool:
        """Whether all tracks have a point."""
        return bool(np.isfinite(self.points).all())


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraining:
    """How estimators are trained anew.

    Attributes:
        config: of the training.
        executor: trains, and renders.
        work: keeps finished networks and rendered sound, so that a later run goes on from there.
    """

    executor: Executor
    work: Path
    config: MusicTrainingConfig = field(default_factory=MusicTrainingConfig)


def on_own_scale(library: JudgedLibrary) -> JudgedLibrary:
    """The library with its estimates as they stand within it (`session.library_scale`)."""
    before = library.estimates
    told = list(starmap(_affect, zip(before.mean, before.variance, strict=True)))
    scale = LibraryScale.of(told)
    moved = [scale.apply(affect) for affect in told]
    mean = np.array([(affect.valence, affect.arousal) for affect in moved])
    variance = np.array([affect.variance[:2] for affect in moved])
    return replace(library, estimates=Estimates(mean, variance, before.embeddings))


def unheard_clips(data: MusicData, training: Retraining) -> list[JudgedLibrary]:
    """Each fold of labelled clips as a library.

    Args:
        data: of `load_music`, without rated pieces.
        training: of the estimators.
    """
    config, executor, work = training.config, training.executor, training.work
    held = cross_validate(data, config, executor, work=work)["fused"]
    states = fold_states(data, config, executor, work=work)
    heard, found = HeardClips.load(data.heard), []
    for fold, state in zip(data.folds, states, strict=True):
        rows = np.flatnonzero(data.runs.fold == fold)
        vectors = vectors_of(state, heard, rows, config=config.network.network)
        told = held.mean[0, rows], held.variance[0, rows]
        estimates = Estimates(*told, _stacked(map(embed, vectors)))
        none = np.full((len(rows), 2), np.nan)
        found.append(JudgedLibrary(estimates, none, data.runs.quadrant[rows]))
    return found


def unheard_pieces(data: MusicData, rated: Path, training: Retraining) -> JudgedLibrary:
    """Rated music as one library, told by an estimator that learned from `data` alone.

    Args:
        data: of `load_music`, without rated pieces.
        rated: VGMIDI's folder, or another of rated music that `load_judged_clips` reads.
        training: of the estimator.

    Raises:
        DatasetError: the folder is not in its format.
        AudioError: a file cannot be decoded.
    """
    executor, work = training.executor, training.work
    clips = load_judged_clips(rated, cache=work / "rendered", executor=executor)
    estimator, _, model = final_estimator(data, training.config, executor, work=work)
    analyser = Analyser(replace(estimator, encoder=OnnxEncoder(model)))
    analyses = [analyser.analyse(clip.path) for clip in clips]
    points = np.array([(clip.valence, clip.arousal) for clip in clips], np.float64)
    return JudgedLibrary(_estimates(analyses), points, quadrants_of_means(points))


def _estimates(analyses: Sequence[TrackAnalysis]) -> Estimates:
    affects = [analysis.affect for analysis in analyses]
    return Estimates(
        np.array([(affect.valence, affect.arousal) for affect in affects]),
        np.array([affect.variance[:2] for affect in affects]),
        _stacked(analysis.embedding for analysis in analyses),
    )


def _stacked(embeddings: Iterable[NDArray[np.float32] | None]) -> NDArray[np.float32]:
    none = np.full(EMBEDDING_SIZE, np.nan, np.float32)
    return np.stack([none if one is None else one for one in embeddings])


def _affect(mean: NDArray[np.floating], variance: NDArray[np.floating]) -> TrackAffect:
    return TrackAffect(float(mean[0]), float(mean[1]), Variance(*(float(v) for v in variance)))
