"""From a file to a `TrackAnalysis`: decode once, describe, estimate, in constant memory."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import UNINFORMED_VARIANCE, AffectCurve, TrackAffect, Variance
from moodarc.catalog import Descriptors, TrackAnalysis
from moodarc.errors import AudioError
from moodarc.music.audio import AudioFile, Resampler
from moodarc.music.descriptors import measure
from moodarc.music.embedding import embed
from moodarc.music.emotion import Estimate, FusedEstimator
from moodarc.music.hearing import Encoder, pooled
from moodarc.music.loudness import LoudnessMeter
from moodarc.music.perceptual import speech_probability
from moodarc.music.segments import Segments, describe, track_features
from moodarc.music.spectra import FRONT_END, stream_spectra

__all__ = ["DESCRIPTORS_VERSION", "Analyser", "Described", "describe_file", "load_analyser"]

DESCRIPTORS_VERSION: Final = "descriptors-1"
"""raised whenever a descriptor or feature changes, so that stored analyses are made again"""

_CURVE_SEGMENTS: Final = 3
"""a point of the curve reads 9 s: its own 3 s and the segments beside it"""
_SHORTEST_S: Final = 0.5
_INAUDIBLE_DB: Final = -80.0
"""re full scale; a stretch that never rises above it is silence"""


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """What one pass over a file gives, before any model.

    Attributes:
        segments: of the whole file.
        loudness_lufs: integrated loudness.
        loudness_curve: float32 (n_segments,), loudness of each segment, LUFS.
        duration_s: length in seconds.
    """

    segments: Segments
    loudness_lufs: float
    loudness_curve: NDArray[np.float32]
    duration_s: float


class _Pass:
    """One streaming pass over a file: mono pieces out, loudness and length on the side."""

    def __init__(self, file: AudioFile, max_duration_s: float) -> None:
        self._file = file
        self._max_frames = max_duration_s * file.rate
        self._meter = LoudnessMeter(file.rate, file.channels)
        self._n_frames = 0

    def pieces(self) -> Iterator[NDArray[np.float32]]:
        resampler = Resampler(self._file.rate)
        for block in self._file.blocks():
            self._n_frames += len(block)
            self._check_length()
            self._meter.push(block)
            yield resampler.push(block)
        yield resampler.push(np.zeros((0, 1), dtype=np.float32), last=True)

    def described(self, encoder: Encoder | None) -> Described:
        segments = describe(stream_spectra(self.pieces()), encoder)
        duration_s = self._n_frames / self._file.rate
        if duration_s < _SHORTEST_S:
            msg = f"{self._file.path.name}: lasts {duration_s:.2f} s; expected {_SHORTEST_S} s"
            raise AudioError(msg)
        self._check_audible(segments)
        integrated = self._meter.integrated()
        curve = self._meter.short_term(FRONT_END.segment_s)
        # a last window may be short of some samples, or all there is may be shorter than one
        padded = np.full(len(segments), integrated, dtype=np.float32)
        padded[: len(curve)] = curve[: len(segments)]
        return Described(segments, integrated, padded, duration_s)

    def _check_audible(self, segments: Segments) -> None:
        if segments.level_db.max() < _INAUDIBLE_DB:
            msg = (
                f"{self._file.path.name}: holds only silence; expected sound above "
                f"{_INAUDIBLE_DB:g} dB re full scale in the mean of its channels"
            )
            raise AudioError(msg)

    def _check_length(self) -> None:
        if self._n_frames > self._max_frames:
            limit_s = self._max_frames / self._file.rate
            msg = f"{self._file.path.name}: is longer than {limit_s:g} s (setting max_duration_s)"
            raise AudioError(msg)


def describe_file(
    path: Path, *, max_duration_s: float = math.inf, encoder: Encoder | None = None
) -> Described:
    """Segments, loudness and length of a file.

    Args:
        path: the file.
        max_duration_s: reading stops there with an error, whatever the header said.
        encoder: gives each segment its vector.

    Raises:
        AudioError: the file is no readable sound, only silence, too short or too long.
    """
    with AudioFile(path) as file:
        return _Pass(file, max_duration_s).described(encoder)


class Analyser:
    """Analyses files with one estimator; made once a process.

    Attributes:
        version: names the descriptors and the estimator; an analysis of another version is stale.
    """

    def __init__(self, estimator: FusedEstimator) -> None:
        self._estimator = estimator
        self.version = f"{DESCRIPTORS_VERSION}+{estimator.version}"

    def analyse(self, path: Path, *, max_duration_s: float = math.inf) -> TrackAnalysis:
        """Everything that is computed from the sound of a file.

        Args:
            path: the file.
            max_duration_s: longest file that is analysed, in seconds.

        Raises:
            AudioError: the file is no readable sound, only silence, too short or too long.
        """
        described = self._described(path, max_duration_s)
        features = track_features(described.segments)
        affect = self._affect(described.segments, features)
        return TrackAnalysis(
            analyser=self.version,
            descriptors=measure(
                described.segments,
                features,
                loudness_lufs=described.loudness_lufs,
                valence=affect.valence,
                duration_s=described.duration_s,
            ),
            affect=affect,
            curve=self._curve(described.segments),
            speech_probability=speech_probability(features),
            embedding=embed(described.segments.heard),
        )

    def windows(self, path: Path, *, max_duration_s: float = math.inf) -> list[Descriptors]:
        """The descriptors of each 3-second window of a file, in order.

        Loudness is the window's own; all else is read from the 9 s around it, since a beat, a key
        or a way of singing takes longer than 3 s to tell.

        Raises:
            AudioError: as `analyse`.
        """
        described = self._described(path, max_duration_s)
        runs = _runs(described.segments)
        features = np.stack([track_features(run) for run in runs])
        valence = self._estimate(runs, features).mean[:, 0]
        return [
            measure(
                run,
                features[number],
                loudness_lufs=float(described.loudness_curve[number]),
                valence=float(valence[number]),
                duration_s=FRONT_END.segment_s,
            )
            for number, run in enumerate(runs)
        ]

    def _described(self, path: Path, max_duration_s: float) -> Described:
        encoder = self._estimator.encoder
        return describe_file(path, max_duration_s=max_duration_s, encoder=encoder)

    def _affect(self, segments: Segments, features: NDArray[np.float32]) -> TrackAffect:
        estimate = self._estimate([segments], features[None])
        valence, arousal = (float(value) for value in estimate.mean[0])
        return TrackAffect(valence, arousal, Variance(*(float(v) for v in estimate.variance[0])))

    def _curve(self, segments: Segments) -> AffectCurve:
        runs = _runs(segments)
        estimate = self._estimate(runs, np.stack([track_features(run) for run in runs]))
        start_s = np.arange(len(segments), dtype=np.float32) * np.float32(FRONT_END.segment_s)
        return AffectCurve(start_s, FRONT_END.segment_s, estimate.mean, estimate.variance)

    def _estimate(self, runs: Sequence[Segments], features: NDArray[np.float32]) -> Estimate:
        """Of each run and its features; silence expresses nothing, so it may lie anywhere."""
        vectors = np.stack([pooled(run.heard) for run in runs])
        heard = self._estimator.estimate(features, vectors)
        silent = np.array([[run.level_db.max() < _INAUDIBLE_DB] for run in runs])
        return Estimate(
            np.where(silent, np.float32(0.0), heard.mean),
            np.where(silent, np.float32(UNINFORMED_VARIANCE), heard.variance),
        )


def _runs(segments: Segments) -> list[Segments]:
    """Each segment with those beside it; fewer at the ends."""
    half = _CURVE_SEGMENTS // 2
    return [segments[max(centre - half, 0) : centre + half + 1] for centre in range(len(segments))]


def load_analyser() -> Analyser:
    """The analyser with the shipped estimator."""
    return Analyser(FusedEstimator.shipped())
