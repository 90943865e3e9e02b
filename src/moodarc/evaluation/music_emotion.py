"""`moodarc bench music` and `moodarc train music`: how well the quadrant of a clip is told.

Artist-disjoint: with `refit` the estimator is selected and trained anew for each fold on the other
folds only (selection nested inside them); without, the shipped model is scored as it is, which on
its own training data says nothing of other music: the row `music.seen_in_training` is then 1.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import Quadrant, emotion_vectors
from moodarc.artifacts import load_shipped
from moodarc.datasets import LabelledClip, load_panda_4q
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.metrics import accuracy, expected_calibration_error, macro_f1
from moodarc.music import describe_file
from moodarc.music.emotion import SHIPPED, FeatureEstimator
from moodarc.music.emotion.training import (
    FeatureTrainingConfig,
    LabelledRuns,
    quadrants_of_means,
    run_views,
    train,
)
from moodarc.parallel import Executor
from moodarc.protocols import bootstrap_interval

__all__ = ["SEEN", "bench_music", "cross_validate", "cross_validated_rows", "load_runs"]

SEEN: Final = "music.seen_in_training"
"""the row that is 1 where the model was trained on these very clips, else 0"""

_NUMBER: Final = {quadrant: number for number, quadrant in enumerate(Quadrant)}


def bench_music(
    folder: Path,
    executor: Executor,
    *,
    refit: bool,
    config: FeatureTrainingConfig | None = None,
) -> BenchReport:
    """Score the shipped estimator on a folder in 4Q's format, or cross-validate over its folds.

    Args:
        folder: holds `labels.csv` and `audio/`.
        executor: computes the features of the clips.
        refit: train anew for each fold instead of scoring the shipped model.
        config: of that training.

    Raises:
        DatasetError: the folder is not in the format.
        AudioError: a clip cannot be decoded.
    """
    clips = load_panda_4q(folder)
    data = load_runs(clips, executor)
    found = fingerprint(clip.path for clip in clips)
    if refit:
        rows = cross_validated_rows(clips, data, config or FeatureTrainingConfig())
        return BenchReport("music", found, (*rows, _seen_row(seen=False)))
    shipped = load_shipped(SHIPPED)
    rows = _rows(clips, data, _estimate(FeatureEstimator.from_artifact(shipped), data.views[:, 0]))
    seen = shipped.config.get("trained_on") == found
    return BenchReport("music", found, (*rows, _seen_row(seen=seen)))


def cross_validated_rows(
    clips: Sequence[LabelledClip], data: LabelledRuns, config: FeatureTrainingConfig
) -> tuple[BenchRow, ...]:
    """Figures of estimators trained without the fold they are scored on."""
    return _rows(clips, data, cross_validate(data, config))


def load_runs(clips: Sequence[LabelledClip], executor: Executor) -> LabelledRuns:
    """The features of clips and their runs, in the order of `clips`.

    Raises:
        AudioError: a clip cannot be decoded.
    """
    outcomes = executor.map(_views_of_file, (clip.path for clip in clips), ordered=True)
    return LabelledRuns(
        views=np.stack([outcome.result() for outcome in outcomes]),
        quadrant=np.array([_NUMBER[clip.quadrant] for clip in clips], dtype=np.int64),
        fold=np.array([clip.fold for clip in clips], dtype=np.int64),
    )


def cross_validate(
    data: LabelledRuns, config: FeatureTrainingConfig
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Held-out estimates `(n, 2)` and the share of the strongest quadrant `(n,)`."""
    means = np.zeros((len(data.quadrant), 2), dtype=np.float32)
    sure = np.zeros(len(data.quadrant))
    for fold in np.unique(data.fold):
        held_out = data.fold == fold
        estimator, _ = train(data[~held_out], config, version=f"without-fold-{fold}")
        means[held_out], sure[held_out] = _estimate(estimator, data.views[held_out, 0])
    return means, sure


def _rows(
    clips: Sequence[LabelledClip],
    data: LabelledRuns,
    estimates: tuple[NDArray[np.float32], NDArray[np.float64]],
) -> tuple[BenchRow, ...]:
    """Rows of the quadrant and of the two signs, intervals by bootstrap over artists."""
    means, sure = estimates
    truth, told = data.quadrant, quadrants_of_means(means)
    rng = np.random.default_rng(0)
    artists = [clip.artist_group for clip in clips]
    rows = [
        BenchRow.of(
            f"music.{name}", bootstrap_interval(metric, truth, told, rng=rng, groups=artists)
        )
        for name, metric in _METRICS.items()
    ]
    ece = expected_calibration_error(told == truth, sure)
    rows.append(BenchRow(name="music.ece", value=ece, higher_is_better=False))
    by_fold = _fold_rows(data, told, artists=np.array(artists), rng=rng)
    return (*rows, *by_fold)


def _fold_rows(
    data: LabelledRuns,
    told: NDArray[np.int64],
    *,
    artists: NDArray[np.str_],
    rng: np.random.Generator,
) -> Iterator[BenchRow]:
    """Macro-F1 of each fold; the interval by bootstrap over the fold's artists."""
    for fold in np.unique(data.fold):
        held = data.fold == fold
        interval = bootstrap_interval(
            _macro_f1, data.quadrant[held], told[held], rng=rng, groups=artists[held]
        )
        yield BenchRow.of(f"music.fold{fold}.macro_f1", interval)


def _seen_row(*, seen: bool) -> BenchRow:
    return BenchRow(name=SEEN, value=float(seen), higher_is_better=None)


def _estimate(
    estimator: FeatureEstimator, features: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    estimate = estimator.estimate(features)
    return estimate.mean, emotion_vectors(estimate.mean, estimate.variance).max(axis=1)


def _views_of_file(path: Path) -> NDArray[np.float32]:
    return run_views(describe_file(path).segments)


def _valence_accuracy(truth: NDArray[np.int64], told: NDArray[np.int64]) -> float:
    return accuracy(np.isin(truth, (0, 3)), np.isin(told, (0, 3)))


def _arousal_accuracy(truth: NDArray[np.int64], told: NDArray[np.int64]) -> float:
    return accuracy(truth < 2, told < 2)


def _macro_f1(truth: NDArray[np.int64], told: NDArray[np.int64]) -> float:
    return macro_f1(truth, told, classes=[0, 1, 2, 3])


_METRICS: Final = {
    "macro_f1": _macro_f1,
    "accuracy": accuracy,
    "valence_accuracy": _valence_accuracy,
    "arousal_accuracy": _arousal_accuracy,
}
