"""`moodarc bench face-detector --clip FILE`: what tracking saves, and what it changes.

Every frame is searched in full and tracked, in turns, so that both meet the same load of the
machine. The first 900 frames are taken, resized to 640x480 outside the clock. One
thread.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.clip_frames import clip_frames
from moodarc.evaluation.report import BenchRow
from moodarc.sensing.face import (
    DetectorConfig,
    Face,
    FaceDetector,
    FaceTracker,
    TrackerConfig,
    choose_face,
)
from moodarc.sensing.face.boxes import overlaps

__all__ = ["tracking_rows"]

_PAPER_MIN_FACE_PX: Final = 20

Way = Callable[[NDArray[np.uint8]], tuple[Face, ...]]


class _Step(NamedTuple):
    """One frame, both ways; the face is the one that `choose_face` chooses."""

    searched: Face | None
    tracked: Face | None
    searched_ms: float
    tracked_ms: float
    paper_ms: float


def tracking_rows(clip: Path, tracker: TrackerConfig | None = None) -> tuple[BenchRow, ...]:
    """Milliseconds a frame and agreement of boxes, under `face_detector.clip`.

    Args:
        clip: a video.
        tracker: how to track; none = as shipped.

    Raises:
        InputError: no video that can be read.
    """
    return tuple(_rows(_steps(clip_frames(clip), tracker or TrackerConfig())))


def _steps(frames: Sequence[NDArray[np.uint8]], config: TrackerConfig) -> list[_Step]:
    full = FaceDetector.shipped()
    paper = FaceDetector.shipped(DetectorConfig(min_face_px=_PAPER_MIN_FACE_PX))
    for detector in (full, paper):
        detector.detect(frames[0])  # the first run of a network takes longer
    ways = (full.detect, FaceTracker(full, config).track, paper.detect)
    return [_step(frame, ways) for frame in frames]


def _step(frame: NDArray[np.uint8], ways: Sequence[Way]) -> _Step:
    chosen, took_ms = [], []
    for way in ways:
        began = perf_counter()
        faces = way(frame)
        took_ms.append(1000 * (perf_counter() - began))
        chosen.append(choose_face(faces, frame.shape))
    return _Step(chosen[0], chosen[1], *took_ms)


def _rows(steps: Sequence[_Step]) -> Iterator[BenchRow]:
    prefix = "face_detector.clip"
    yield BenchRow(name=f"{prefix}.frames", value=len(steps), higher_is_better=None)
    for name in ("tracked", "searched", "paper"):
        times = np.array([getattr(step, f"{name}_ms") for step in steps])
        label = "min20" if name == "paper" else name
        for quantile in (50, 95):
            value = float(np.percentile(times, quantile))
            row = f"{prefix}.{label}_ms_p{quantile}"
            yield BenchRow(name=row, value=value, unit="ms", higher_is_better=False)
        mean = float(times.mean())
        yield BenchRow(name=f"{prefix}.{label}_ms", value=mean, unit="ms", higher_is_better=False)
    yield from _agreement(f"{prefix}", steps)


def _agreement(prefix: str, steps: Sequence[_Step]) -> Iterator[BenchRow]:
    both = [(step.searched, step.tracked) for step in steps]
    alike = np.mean([(a is None) == (b is None) for a, b in both])
    yield BenchRow(name=f"{prefix}.same_presence", value=float(alike))
    shared = [overlaps(a.box[None], b.box[None]).item() for a, b in both if a and b]
    if shared:
        yield BenchRow(name=f"{prefix}.overlap", value=float(np.mean(shared)))
        yield BenchRow(name=f"{prefix}.overlap_lowest", value=float(np.min(shared)))
    for name, faces in zip(("searched", "tracked"), zip(*both, strict=True), strict=True):
        steady = [overlaps(a.box[None], b.box[None]).item() for a, b in _adjacent(faces)]
        if steady:
            value = float(np.mean(steady))
            yield BenchRow(name=f"{prefix}.{name}_overlap_with_last_frame", value=value)


def _adjacent(faces: Sequence[Face | None]) -> Iterator[tuple[Face, Face]]:
    for last, now in pairwise(faces):
        if last and now:
            yield last, now
