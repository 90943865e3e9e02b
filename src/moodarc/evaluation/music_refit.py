"""Figures of estimators that never heard what they are scored on, for `--refit` and the card.

`music.*` is the fused estimator, `music.descriptors.*` and `music.network.*` its parts alone, all
calibrated in the same way. With several seeds, `music.seeds.*` is the mean over them: the interval
draws artists, and each draw is scored for every seed.
"""

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import emotion_vectors
from moodarc.evaluation.music_baseline import svm_rows
from moodarc.evaluation.music_folds import HeldOut, MusicData
from moodarc.evaluation.music_rows import (
    AGREEMENT,
    Resampling,
    Told,
    rating_rows,
    side_rows,
    sides_of_quadrants,
)
from moodarc.evaluation.music_scores import Heard, Judgements, score_rows
from moodarc.evaluation.report import BenchRow
from moodarc.metrics import accuracy, macro_f1
from moodarc.music.emotion.training import quadrants_of_means

__all__ = ["heard_of", "judgements_of", "refit_rows"]

_CLASSES = (0, 1, 2, 3)


def judgements_of(data: MusicData) -> Judgements:
    """The labels of the clips."""
    groups = np.array([clip.artist_group for clip in data.clips])
    unrated = np.full((len(data.clips), 2), np.nan)
    return Judgements(data.runs.quadrant, unrated, data.runs.fold, groups)


def heard_of(held: HeldOut, n: int) -> Heard:
    """What the first seed's estimators told of the n labelled clips."""
    mean, variance = held.mean[0, :n], held.variance[0, :n]
    return Heard(mean, emotion_vectors(mean, variance).max(axis=1))


def refit_rows(data: MusicData, held: Mapping[str, HeldOut]) -> Iterator[BenchRow]:
    """Every figure of a cross-validation."""
    judged, n = judgements_of(data), len(data.clips)
    yield from score_rows(judged, heard_of(held["fused"], n))
    draw = Resampling(judged.group, np.random.default_rng(0))
    sides = sides_of_quadrants(judged.quadrant)
    for kind in ("descriptors", "network"):
        told = Told.by_means(held[kind].mean[0, :n])
        yield from side_rows(f"music.{kind}", sides, told, draw=draw)
    yield from svm_rows(data.runs, judged.group)
    if len(held["fused"].mean) > 1:
        yield from _seed_rows(judged, held, draw)
    if data.pieces:
        yield from _piece_rows(data, held)


def _seed_rows(
    judged: Judgements, held: Mapping[str, HeldOut], draw: Resampling
) -> Iterator[BenchRow]:
    n = len(judged.quadrant)
    for kind, name in (("fused", ""), ("network", ".network"), ("descriptors", ".descriptors")):
        told = np.stack([quadrants_of_means(means[:n]) for means in held[kind].mean], axis=1)
        for metric in ("macro_f1", "accuracy", "valence_accuracy", "arousal_accuracy"):
            over_seeds = partial(_mean_over_seeds, metric)
            yield draw.row(f"music.seeds{name}.{metric}", over_seeds, judged.quadrant, told)
    fused = [quadrants_of_means(means[:n]) for means in held["fused"].mean]
    for number, quadrants in enumerate(fused):
        value = _score("macro_f1", judged.quadrant, quadrants)
        yield BenchRow(name=f"music.seed{number}.macro_f1", value=value)


def _piece_rows(data: MusicData, held: Mapping[str, HeldOut]) -> Iterator[BenchRow]:
    """Rated pieces; those of one series are drawn together."""
    ratings = np.array([(piece.valence, piece.arousal) for piece in data.pieces])
    draw = Resampling(np.array([p.group for p in data.pieces]), np.random.default_rng(0))
    n = len(data.clips)
    for kind, prefix in (("fused", "music.pieces"), ("network", "music.pieces.network")):
        means = held[kind].mean[0, n:]
        yield from rating_rows(prefix, ratings, means, draw=draw, metrics=tuple(AGREEMENT))


def _mean_over_seeds(metric: str, truth: NDArray[np.int64], told: NDArray[np.int64]) -> float:
    """Of `told` (n, n_seeds)."""
    return float(np.mean([_score(metric, truth, column) for column in told.T]))


def _score(metric: str, truth: NDArray[np.int64], told: NDArray[np.int64]) -> float:
    match metric:
        case "macro_f1":
            return macro_f1(truth, told, classes=_CLASSES)
        case "valence_accuracy":
            return accuracy(np.isin(truth, (0, 3)), np.isin(told, (0, 3)))
        case "arousal_accuracy":
            return accuracy(truth < 2, told < 2)
    return accuracy(truth, told)
