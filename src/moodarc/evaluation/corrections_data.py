"""Libraries whose every track is judged and was never heard by the estimator that tells of it.

What ships was trained on all judged music at hand, so it can be scored on none. Here, for each fold
of 4Q, what reads descriptors is selected, trained and calibrated without it, and a network without
it hears the embeddings. (The fused estimator would take a network for each *pair* of folds too, and
tells quadrants of held-out clips no better: .732 and .732 macro-F1, docs/figures.md.)

- each fold is a library of its own, told by the estimator and the network that have not heard it;
  judged by quadrant;
- VGMIDI is one library, told by those of fold 0, which have heard none of it; judged by valence and
  arousal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
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
    descriptors_without,
    fold_states,
)
from moodarc.evaluation.music_learners import LearnedDescriptors, fusion_of
from moodarc.music import Analyser
from moodarc.music.corrections import Estimates
from moodarc.music.embedding import EMBEDDING_SIZE, embed
from moodarc.music.emotion import FusedEstimator
from moodarc.music.emotion.convolution import OnnxEncoder
from moodarc.music.emotion.convolution.heard_clips import HeardClips
from moodarc.music.emotion.convolution.training import State, export_onnx, vectors_of
from moodarc.music.emotion.training import quadrants_of_means
from moodarc.parallel import Executor
from moodarc.session import LibraryScale

__all__ = ["JudgedLibrary", "Retraining", "Unheard", "on_own_scale"]


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


class Unheard:
    """What told each fold of labelled clips without having heard it.

    Args:
        data: of `load_music`, without rated pieces.
        training: of the estimators.
    """

    def __init__(self, data: MusicData, training: Retraining) -> None:
        self._data, self._training = data, training
        self._states = fold_states(data, training.config, training.executor, work=training.work)
        config = training.config
        configs = (replace(config.features, seed=config.seed), config.machine)
        learn = partial(descriptors_without, data.runs, configs)
        outcomes = training.executor.map(learn, data.folds, ordered=True)
        self._estimators = [
            self._estimator(fold, outcome.result())
            for fold, outcome in zip(data.folds, outcomes, strict=True)
        ]

    def clips(self) -> list[JudgedLibrary]:
        """Each fold as a library."""
        return list(map(self._fold, self._data.folds, self._estimators, self._states))

    def pieces(self, rated: Path) -> JudgedLibrary:
        """Rated music as one library.

        Args:
            rated: VGMIDI's folder, or another of rated music that `load_judged_clips` reads.

        Raises:
            DatasetError: the folder is not in its format.
            AudioError: a file cannot be decoded.
        """
        training = self._training
        cache = training.work / "rendered"
        clips = load_judged_clips(rated, cache=cache, executor=training.executor)
        model = export_onnx(self._states[:1], training.config.network.network)
        analyser = Analyser(replace(self._estimators[0], encoder=OnnxEncoder(model)))
        analyses = [analyser.analyse(clip.path) for clip in clips]
        points = np.array([(clip.valence, clip.arousal) for clip in clips], np.float64)
        return JudgedLibrary(_estimates(analyses), points, quadrants_of_means(points))

    def _estimator(self, fold: int, learned: LearnedDescriptors) -> FusedEstimator:
        runs = self._data.runs
        return FusedEstimator(
            ensemble=learned.ensemble,
            machine=learned.machine,
            heads=[],
            scales=fusion_of(runs[runs.fold != fold], learned.probits),
            version=f"without-fold-{fold}",
        )

    def _fold(self, fold: int, estimator: FusedEstimator, state: State) -> JudgedLibrary:
        data = self._data
        rows = np.flatnonzero(data.runs.fold == fold)
        heard, network = HeardClips.load(data.heard), self._training.config.network.network
        told = estimator.estimate(data.features[rows], np.zeros((len(rows), 0), np.float32))
        embeddings = _stacked(map(embed, vectors_of(state, heard, rows, config=network)))
        return JudgedLibrary(
            Estimates(told.mean, told.variance, embeddings),
            np.full((len(rows), 2), np.nan),
            data.runs.quadrant[rows],
        )


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
