"""`moodarc bench face --clip FILE`: what a frame of a video costs, stage by stage (EM-10).

Each frame, resized to 640x480 outside the clock, is read by three chains in turns, so that all meet
the same load of the machine; of a clip the first 900 are. One thread each, as it ships: on two
cores the pools of two libraries wait for each other, and chains take longer with two.

- ours, as `FaceRecognizer.observe` runs it: this is what a frame costs;
- ours again, its stages run one by one to be timed: tracked detector, preprocessing (validity,
  framing, equalisation), the light network in ONNX Runtime, smoothing with the reading;
- the paper's to the letter: MTCNN untracked from 20 pixels, the box of EM-1, VGG-16 with
  Squeeze-and-Excitation in PyTorch, mean of ten frames. Its detector is ours, with the same three
  networks; its weights are untrained, which takes as long.

Frames without a face are left out of all. The first frame of each chain is not timed.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from moodarc.affect import VALID
from moodarc.errors import InputError
from moodarc.evaluation.clip_frames import clip_frames
from moodarc.evaluation.report import BenchRow
from moodarc.sensing.face import (
    DetectorConfig,
    ExpressionClassifier,
    FaceDetector,
    FaceRecognizer,
    FaceTracker,
    FrameSmoother,
    TimeSmoother,
    as_fer,
    choose_face,
    face_picture,
    face_reading,
    framed_picture,
    validity_of,
)
from moodarc.sensing.face.network import Vgg16Se

__all__ = ["Chain", "paper_chain", "speed_rows"]

_PAPER_MIN_FACE_PX: Final = 20
_FRAMES_PER_S: Final = 30.0
_START: Final = datetime(2026, 1, 1, tzinfo=UTC)
_STAGES: Final = ("detector", "preprocessing", "network", "smoothing")
_QUANTILES: Final = (50, 95, 99)

Picture = NDArray[np.uint8]
Chain = Callable[[Picture, float], list[float] | None]
"""Reads the frame at a time in seconds: the clock at its start and after each stage, in seconds;
None where the frame holds no face that can be read."""


def speed_rows(clip: Path, classifier: ExpressionClassifier | None = None) -> tuple[BenchRow, ...]:
    """`face.latency_*`, milliseconds a frame, and how many times the paper's chain takes.

    Args:
        clip: a video with a face.
        classifier: what tells expressions, on as many threads as it has; None = what ships, on one.

    Raises:
        InputError: no video that can be read, or none with a face that can.
    """
    frames = clip_frames(clip)
    classifier = classifier or ExpressionClassifier.shipped()
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        ours, whole, paper = _taken(frames, (_ours(classifier), _whole(classifier), paper_chain()))
    finally:
        torch.set_num_threads(before)
    if not len(ours):
        msg = f"{clip.name}: no frame holds a face that can be read; give a video of one"
        raise InputError(msg)
    return tuple(_rows(ours, whole, paper))


def _taken(frames: Sequence[Picture], chains: Sequence[Chain]) -> list[NDArray[np.float64]]:
    """Milliseconds of each chain, (n_frames, n_stages), of frames that all of them read."""
    for chain in chains:
        chain(frames[0], 0.0)  # the first run of a network takes longer
    told = [
        [chain(frame, (number + 1) / _FRAMES_PER_S) for chain in chains]
        for number, frame in enumerate(frames)
    ]
    read = [stamps for stamps in told if all(stamp is not None for stamp in stamps)]
    return [
        1000.0 * np.diff(np.array([stamps[place] for stamps in read]), axis=-1)
        for place in range(len(chains))
    ]


def _ours(classifier: ExpressionClassifier) -> Chain:
    tracker = FaceTracker(FaceDetector.shipped())
    smoother = TimeSmoother()

    def chain(frame: Picture, at_s: float) -> list[float] | None:
        stamps = [perf_counter()]
        face = choose_face(tracker.track(frame), frame.shape)
        stamps.append(perf_counter())
        if face is None or validity_of(frame, face) != VALID:
            return None
        picture = framed_picture(frame, as_fer(face))
        stamps.append(perf_counter())
        p = classifier.probabilities(picture[None])[0]
        stamps.append(perf_counter())
        steady = smoother.add(p, at_s).probabilities
        face_reading(steady, _START + timedelta(seconds=at_s), confidence=face.score)
        return [*stamps, perf_counter()]

    return chain


def _whole(classifier: ExpressionClassifier) -> Chain:
    recognizer = FaceRecognizer(FaceDetector.shipped(), classifier)

    def chain(frame: Picture, at_s: float) -> list[float] | None:
        began = perf_counter()
        reading = recognizer.observe(frame, _START + timedelta(seconds=at_s))
        return [began, perf_counter()] if reading.is_valid else None

    return chain


def paper_chain() -> Chain:
    """The paper's, to the letter."""
    config = DetectorConfig(min_face_px=_PAPER_MIN_FACE_PX)
    detector = FaceDetector.shipped(config)
    network, smoother = Vgg16Se().eval(), FrameSmoother()

    def chain(frame: Picture, at_s: float) -> list[float] | None:
        began = perf_counter()
        face = choose_face(detector.detect(frame), frame.shape)
        if face is None:
            return None
        picture = torch.from_numpy(face_picture(frame, face))[None, None]
        with torch.no_grad():
            p = torch.softmax(network(picture), dim=1)[0].numpy()
        smoother.add(p, at_s)
        return [began, perf_counter()]

    return chain


def _rows(
    ours: NDArray[np.float64], whole: NDArray[np.float64], paper: NDArray[np.float64]
) -> Iterator[BenchRow]:
    for stage, taken_ms in zip(_STAGES, ours.T, strict=True):
        yield from _quantile_rows(f"face.latency_{stage}", taken_ms)
    yield from _quantile_rows("face.latency", whole[:, 0])
    yield from _quantile_rows("face.latency_paper", paper[:, 0])
    ratio = float(np.median(paper) / np.median(whole))
    yield BenchRow(name="face.latency_ratio", value=ratio)
    yield BenchRow(name="face.latency_frames", value=len(whole), higher_is_better=None)


def _quantile_rows(name: str, taken_ms: NDArray[np.float64]) -> Iterator[BenchRow]:
    for quantile in _QUANTILES:
        value = float(np.percentile(taken_ms, quantile))
        row = f"{name}_p{quantile}_ms"
        yield BenchRow(name=row, value=value, unit="ms", higher_is_better=False)
