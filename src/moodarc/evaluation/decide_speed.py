"""`moodarc bench decide`: how long a whole decision takes, from a reading to an explained list.

One decision: a reading comes in and the belief moves (`BeliefFilter`); what a recommender expects
of each of 210,000 tracks is read from int8 vectors and brought to [0, 1]; with novelty and context
it is weighed against affect, the new top 10 is taken; a path of 12 tracks is planned past the 50
heard last, explained, and becomes a `Decision`. Goals take turns: match, follow, lift, calm,
energise. The library is made (`made_library`) and prepared beforehand, as an engine holds it.

With the camera one frame of 640x480 is read first by the face chain that ships; frames are those of
a clip, or drawn. Beside both in the same run: what the paper's decision takes where it can be built
to the letter, its face chain (MTCNN from 20 pixels, VGG-16 with SE in PyTorch) and its head (a
layer 256 -> 210,000, softmax, best 100), without anything between and behind them. All take turns
of ten, the first of which is not counted.

How good the lists are: by how much, per track, they may miss the best possible (`session.bound`),
as a mean over one decision of each goal.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from moodarc.affect import AffectReading, AffectState, Goal, GoalKind, Variance
from moodarc.errors import InputError
from moodarc.evaluation.clip_frames import clip_frames
from moodarc.evaluation.drawn_frame import drawn_frames
from moodarc.evaluation.face_speed import paper_chain
from moodarc.evaluation.made_library import made_candidates
from moodarc.evaluation.made_vectors import MadeVectors
from moodarc.evaluation.report import BenchReport, BenchRow
from moodarc.evaluation.serve_speed import ServeConfig, Work, paper_head, quantile_rows, taken_ms
from moodarc.listener import BeliefFilter
from moodarc.randomness import derive_rng
from moodarc.recommend import Held, ItemVectors
from moodarc.recommend.retrieval.codes import CodedQueries, code_queries, products
from moodarc.sensing.face import FaceRecognizer
from moodarc.session import (
    PathPolicy,
    PlaylistRequest,
    TrackPart,
    best_at_start,
    decision_of,
    gap_to_best,
    planned_rows,
    problem_of,
)

__all__ = ["DecideConfig", "bench_decide"]

_START: Final = datetime(2026, 1, 1, tzinfo=UTC)
_BETWEEN: Final = timedelta(seconds=30)
_HEARD: Final = 50
_TOP: Final = 10
_PLACES: Final = 12
_DRAWN: Final = 60
_GOALS: Final = (
    GoalKind.LIFT,
    GoalKind.CALM,
    GoalKind.MATCH,
    GoalKind.ENERGISE,
    GoalKind.FOLLOW,
)
_STAGES: Final = ("belief", "score", "path")

Floats = NDArray[np.float64]
Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideConfig:
    """What is decided.

    Attributes:
        n_items: tracks, at least 100.
        requests: decisions that are measured, of each kind.
        threads: of the paper's networks in PyTorch; ours run on one, but for the scan of the
            vectors, which two share.
        seed: of library, listener and readings.
    """

    n_items: int = 210_000
    requests: int = 100
    threads: int = 2
    seed: int = 0


def bench_decide(config: DecideConfig, clip: Path | None = None) -> BenchReport:
    """`decide.*`.

    Args:
        config: what is decided.
        clip: a video whose frames are read; None = frames of a drawn face.

    Raises:
        InputError: no video that can be read, or none with a face that can.
    """
    frames = drawn_frames(_DRAWN) if clip is None else clip_frames(clip)
    before = torch.get_num_threads()
    torch.set_num_threads(config.threads)
    try:
        rows = tuple(_measured(config, frames))
    finally:
        torch.set_num_threads(before)
    return BenchReport("decide", f"made-{config.n_items}-{config.seed}", rows)


class _Decider:
    """One listener before one library."""

    def __init__(self, config: DecideConfig) -> None:
        rng = derive_rng(config.seed, "decide")
        made = MadeVectors(n_items=config.n_items, seed=config.seed)
        vectors = np.vstack(list(made.blocks()))
        self.items = ItemVectors.of(vectors, Held.INT8)
        self.queries = made.queries(config.requests)
        self.candidates = made_candidates(vectors, seed=config.seed)
        self.policy = PathPolicy()
        self.listener = BeliefFilter()
        self.parts = tuple(self._drawn(rng, name) for name in ("novelty", "context"))
        self.heard = rng.integers(0, config.n_items, (config.requests, _HEARD))
        self.felt = rng.uniform(-0.6, 0.6, (config.requests, 2))
        self.told = 0
        self.pool = ThreadPoolExecutor(1)

    def _drawn(self, rng: np.random.Generator, name: str) -> TrackPart:
        values = rng.uniform(size=len(self.candidates)).astype(np.float32)
        return TrackPart(name, getattr(self.policy, name), values, f"{name} {{:.2f}}".format)

    def now(self) -> datetime:
        """The time of the next reading."""
        self.told += 1
        return _START + self.told * _BETWEEN

    def reading(self, number: int, at: datetime) -> AffectReading:
        """What the listener says without a camera."""
        valence, arousal = self.felt[number].tolist()
        state = AffectState(valence=valence, arousal=arousal, variance=Variance(0.05, 0.05), at=at)
        return AffectReading(state=state, modality="face")

    def _products(self, asked: CodedQueries, rows: slice) -> NDArray[np.float32]:
        codes = self.items.codes
        scores: NDArray[np.float32] = products(codes.values[rows], asked)[0]
        if codes.scale is not None:
            scores *= codes.scale[rows]
        return scores

    def preference(self, number: int) -> TrackPart:
        """What a recommender expects of all tracks; the middle 98 % of a sample span [0, 1]."""
        asked = code_queries(self.queries[number % len(self.queries), None], Held.INT8)
        half = len(self.candidates) // 2
        other = self.pool.submit(self._products, asked, slice(half, None))
        scores = np.concatenate([self._products(asked, slice(half)), other.result()])
        low, high = np.percentile(scores[::101], (1, 99))
        scores -= np.float32(low)
        scores *= np.float32(1.0 / (high - low))
        np.clip(scores, 0.0, 1.0, out=scores)
        return TrackPart("preference", self.policy.preference, scores, "{:.2f}".format)

    def request(self, number: int, at: datetime) -> PlaylistRequest:
        """Past what was heard."""
        return PlaylistRequest(
            belief=self.listener.at(at),
            goal=Goal(_GOALS[number % len(_GOALS)]),
            n=_PLACES,
            exclude=frozenset(self.heard[number].tolist()),
        )

    def decide(self, number: int, reading: AffectReading) -> list[float]:
        """The clock after each stage."""
        at = reading.state.at
        self.listener.update(reading)
        request = self.request(number, at)
        stamps = [perf_counter()]
        parts = (self.preference(number), *self.parts)
        problem = problem_of(request, self.candidates, policy=self.policy, parts=parts)
        best_at_start(problem, _TOP)
        stamps.append(perf_counter())
        decision_of(problem, request, self.candidates, at=at)
        return [*stamps, perf_counter()]

    def gap(self, number: int) -> float:
        """By how much a track of the list may miss the best."""
        request, parts = self.request(number, self.now()), (self.preference(number), *self.parts)
        problem = problem_of(request, self.candidates, policy=self.policy, parts=parts)
        return gap_to_best(problem, planned_rows(problem))


def _plain(decider: _Decider) -> Work:
    def work(number: int) -> list[float]:
        reading = decider.reading(number, decider.now())
        return [perf_counter(), *decider.decide(number, reading)]

    return work


def _camera(decider: _Decider, frames: Sequence[Picture]) -> Work:
    recognizer = FaceRecognizer.shipped()

    def work(number: int) -> list[float]:
        frame, at = frames[number % len(frames)], decider.now()
        began = perf_counter()
        reading = recognizer.observe(frame, at)
        if not reading.is_valid:
            msg = f"frame {number % len(frames)} holds no face that can be read; give a clip of one"
            raise InputError(msg)
        return [began, perf_counter(), *decider.decide(number, reading)]

    return work


def _literal(config: DecideConfig, frames: Sequence[Picture]) -> Work:
    face = paper_chain()
    head = paper_head(
        ServeConfig(
            n_items=config.n_items,
            requests=config.requests,
            threads=config.threads,
            seed=config.seed,
        )
    )

    def work(number: int) -> list[float]:
        stamps = face(frames[number % len(frames)], number * _BETWEEN.total_seconds())
        if stamps is None:
            msg = f"frame {number % len(frames)} holds no face; give a clip of one"
            raise InputError(msg)
        return [*stamps, head(number)[-1]]

    return work


def _cpu_ms(decider: _Decider, requests: int) -> Floats:
    """Time of both cores that a decision takes, whatever else the machine does."""
    taken = []
    for number in range(requests):
        reading, began = decider.reading(number, decider.now()), process_time()
        decider.decide(number, reading)
        taken.append(1000.0 * (process_time() - began))
    return np.array(taken)


def _measured(config: DecideConfig, frames: Sequence[Picture]) -> Iterator[BenchRow]:
    decider = _Decider(config)
    works = {
        "plain": _plain(decider),
        "camera": _camera(decider, frames),
        "literal": _literal(config, frames),
    }
    taken = taken_ms(works, config.requests)
    whole = {name: stages.sum(axis=1) for name, stages in taken.items()}
    yield from quantile_rows("decide.", whole["plain"])
    for stage, stage_ms in zip(_STAGES, taken["plain"].T, strict=True):
        yield from quantile_rows(f"decide.{stage}_", stage_ms)
    yield from quantile_rows("decide.cpu_", _cpu_ms(decider, config.requests))
    yield from quantile_rows("decide.camera_", whole["camera"])
    yield from quantile_rows("decide.face_", taken["camera"][:, 0])
    yield from quantile_rows("decide.literal_", whole["literal"])
    ratio = float(np.median(whole["literal"]) / np.median(whole["camera"]))
    yield BenchRow(name="decide.ratio", value=ratio)
    gap = float(np.mean([decider.gap(number) for number in range(len(_GOALS))]))
    yield BenchRow(name="decide.gap", value=gap, higher_is_better=False)
    facts = {"tracks": config.n_items, "threads": config.threads, "load": os.getloadavg()[0]}
    for name, value in facts.items():
        yield BenchRow(name=f"decide.{name}", value=value, higher_is_better=None)
