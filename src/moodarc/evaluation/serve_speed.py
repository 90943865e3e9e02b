"""`moodarc bench serve`: what a listener waits for a list (EM-10).

A request: a history of 50 tracks is encoded by a network in ONNX Runtime, all tracks are scored
against it, the best 100 are taken, mixed with the emotion wanted (EM-8) and spaced by artist. The
tracks are made (`made_vectors`), 210,000 of 128 numbers, as many as the paper has. The history is
left out of the list, as a service does.

Beside it in the same run: the paper's head to the letter, a PyTorch layer 256 -> 210,000 with
softmax and the best 100, without the encoder before it and the re-ranking behind. All answer ten
requests each in turns, so that they meet the same load of the machine; the first of the ten is not
counted, as it finds the cache filled by another.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from moodarc.evaluation.history_encoder import (
    HISTORY,
    HistoryEncoder,
    sasrec_sized,
    trained_encoder,
)
from moodarc.evaluation.made_vectors import MadeVectors
from moodarc.evaluation.report import BenchReport, BenchRow
from moodarc.randomness import derive_rng
from moodarc.recommend import ExactRetriever, Held, ItemVectors, artist_spacing, lambda_mix

__all__ = ["ServeConfig", "Work", "bench_serve", "paper_head", "quantile_rows", "taken_ms"]

_TURN: Final = 10
"""requests in a row, the first of which is not counted"""
_LIST: Final = 100
_PAPER_STATE: Final = 256
_QUANTILES: Final = (50, 99)

Taken = NDArray[np.float64]
Work = Callable[[int], list[float]]
"""Answers a request by its number: the clock at its start and after each stage, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeConfig:
    """What is served.

    Attributes:
        n_items: tracks, at least 100.
        requests: that are measured.
        threads: of encoder, scan and the paper's head.
        seed: of tracks, histories, emotions.
    """

    n_items: int = 210_000
    requests: int = 300
    threads: int = 2
    seed: int = 0


def bench_serve(config: ServeConfig, model: Path | None = None) -> BenchReport:
    """`serve.*`.

    Args:
        config: what is served.
        model: folder of a trained sequence model, whose encoder is run; None = one of SASRec's
            size with random weights, which takes as long.

    Raises:
        ArtifactError: the folder is none of a sequence model.
    """
    made = MadeVectors(n_items=config.n_items, seed=config.seed)
    vectors = np.vstack(list(made.blocks()))
    if model is None:
        encoder = sasrec_sized(vectors, threads=config.threads)
    else:
        encoder = trained_encoder(model, threads=config.threads)
        vectors = _of_size(config, encoder.size)
    before = torch.get_num_threads()
    torch.set_num_threads(config.threads)
    try:
        rows = tuple(_measured(config, encoder, vectors))
    finally:
        torch.set_num_threads(before)
    return BenchReport("serve", f"made-{config.n_items}-{config.seed}", rows)


def quantile_rows(name: str, taken_ms: Taken) -> Iterator[BenchRow]:
    """Median and 99th percentile of times in milliseconds."""
    for quantile in _QUANTILES:
        value = float(np.percentile(taken_ms, quantile))
        row = f"{name}p{quantile}_ms"
        yield BenchRow(name=row, value=value, unit="ms", higher_is_better=False)


def _of_size(config: ServeConfig, size: int) -> NDArray[np.float32]:
    made = MadeVectors(n_items=config.n_items, size=size, seed=config.seed)
    return np.vstack(list(made.blocks()))


def _measured(
    config: ServeConfig, encoder: HistoryEncoder, vectors: NDArray[np.float32]
) -> Iterator[BenchRow]:
    works = {str(held): _ours(config, encoder, vectors, held=held) for held in Held}
    taken = taken_ms({**works, "literal": paper_head(config)}, config.requests)
    ours, literal = taken[Held.INT8], taken["literal"][:, 0]
    yield from quantile_rows("serve.", ours.sum(axis=1))
    for stage, stage_ms in zip(("encode", "retrieve", "rerank"), ours.T, strict=True):
        yield from quantile_rows(f"serve.{stage}_", stage_ms)
    for held in (Held.FLOAT16, Held.FLOAT32):
        yield from quantile_rows(f"serve.{held}_", taken[held].sum(axis=1))
    yield from quantile_rows("serve.literal_", literal)
    ratio = float(np.median(literal) / np.median(ours.sum(axis=1)))
    yield BenchRow(name="serve.ratio", value=ratio)
    facts = {"tracks": config.n_items, "threads": config.threads, "load": os.getloadavg()[0]}
    for name, value in facts.items():
        yield BenchRow(name=f"serve.{name}", value=value, higher_is_better=None)


def taken_ms(works: Mapping[str, Work], requests: int) -> dict[str, Taken]:
    """Milliseconds by stage, (requests, n_stages), all works in turns."""
    told: dict[str, list[list[float]]] = {name: [] for name in works}
    for first in range(0, requests, _TURN - 1):
        for name, work in works.items():
            work(first)
            told[name] += [work(it) for it in range(first, min(first + _TURN - 1, requests))]
    return {name: 1000.0 * np.diff(np.array(stamps), axis=1) for name, stamps in told.items()}


def _ours(
    config: ServeConfig, encoder: HistoryEncoder, vectors: NDArray[np.float32], *, held: Held
) -> Work:
    rng = derive_rng(config.seed, "serve")
    known = min(encoder.n_items, config.n_items)
    histories = rng.integers(0, known, (config.requests, HISTORY))
    affect = rng.uniform(-1.0, 1.0, (config.n_items, 2)).astype(np.float32)
    artists = rng.integers(0, max(1, config.n_items // 20), config.n_items)
    retriever = ExactRetriever(ItemVectors.of(vectors, held), config.threads)

    def work(number: int) -> list[float]:
        heard = histories[number]
        stamps = [perf_counter()]
        query = encoder.encode(heard)
        stamps.append(perf_counter())
        found = retriever.nearest(query, _LIST, exclude=[heard])
        rows = found.rows[0]
        stamps.append(perf_counter())
        mixed = rows[lambda_mix(found.scores[0], affect[rows], affect[heard[-1]])]
        mixed[artist_spacing(artists[mixed])]
        return [*stamps, perf_counter()]

    return work


def paper_head(config: ServeConfig) -> Work:
    """The paper's, to the letter: a layer to all tracks, softmax, the best 100."""
    with torch.random.fork_rng():
        torch.manual_seed(config.seed)
        head = nn.Linear(_PAPER_STATE, config.n_items).eval()
        states = torch.randn(config.requests, 1, _PAPER_STATE)

    def work(number: int) -> list[float]:
        began = perf_counter()
        with torch.inference_mode():
            torch.topk(torch.softmax(head(states[number]), dim=1), _LIST)
        return [began, perf_counter()]

    return work
