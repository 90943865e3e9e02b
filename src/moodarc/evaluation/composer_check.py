"""`moodarc bench composer`: does the estimator hear what the composer meant?

The built-in pieces were written for known points of the plane by rules of music psychology that
were fixed before the estimator was looked at. Loudness is one of those rules and follows
arousal closely: the row `composer.loudness_arousal_spearman` is what a level meter would reach.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import TrackAnalysis
from moodarc.evaluation.analyses import analyse_files
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.library.builtin import render_builtin
from moodarc.library.composer import Piece, builtin_pieces
from moodarc.metrics import spearman
from moodarc.parallel import Executor
from moodarc.protocols import bootstrap_interval

__all__ = ["bench_composer"]

_TEMPO_TOLERANCE: Final = 0.04
"""as the field scores tempo (MIREX): within 4 %"""


def bench_composer(executor: Executor) -> BenchReport:
    """Rank correlation of intended and estimated affect; tempo and key against the score."""
    pieces = builtin_pieces()
    with tempfile.TemporaryDirectory() as home:
        paths = render_builtin(Path(home))
        analyses = analyse_files(paths, executor)
        data = fingerprint(paths)
    meant = np.array([(piece.valence, piece.arousal) for piece in pieces])
    heard = np.array([(a.affect.valence, a.affect.arousal) for a in analyses])
    loudness = np.array([a.descriptors.loudness_lufs for a in analyses])
    rows = [
        _correlation(f"composer.{name}_spearman", meant[:, i], heard[:, i])
        for i, name in enumerate(("valence", "arousal"))
    ]
    rows.append(_correlation("composer.loudness_arousal_spearman", meant[:, 1], loudness))
    return BenchReport("composer", data, (*rows, *_score_rows(pieces, analyses)))


def _correlation(name: str, meant: NDArray[np.float64], heard: NDArray[np.float64]) -> BenchRow:
    interval = bootstrap_interval(spearman, meant, heard, rng=np.random.default_rng(0))
    return BenchRow.of(name, interval)


def _score_rows(pieces: Sequence[Piece], analyses: Sequence[TrackAnalysis]) -> list[BenchRow]:
    """Shares of pieces whose tempo (also up to an octave) and whose key is told."""
    told = np.array([a.descriptors.tempo_bpm for a in analyses])
    true = np.array([piece.tempo_bpm for piece in pieces])
    octaves = [
        abs(told / (true * ratio) - 1) < _TEMPO_TOLERANCE for ratio in (1, 2, 1 / 2, 3, 1 / 3)
    ]
    plain = [
        (piece, analysis.descriptors)
        for piece, analysis in zip(pieces, analyses, strict=True)
        if piece.scale in {"ionian", "aeolian"}
    ]
    key = np.mean([(d.key, d.mode) == (piece.key, piece.mode) for piece, d in plain])
    return [
        BenchRow(name="composer.tempo_accuracy", value=float(octaves[0].mean())),
        BenchRow(
            name="composer.tempo_accuracy_octave", value=float(np.any(octaves, axis=0).mean())
        ),
        BenchRow(name="composer.key_accuracy", value=float(key)),
    ]
