"""`moodarc bench serve --hnsw N`: recall, time and size of a graph over made vectors.

Vectors are made block by block (`made_vectors`), written to a folder with float16 originals,
linked and mapped from there, so that N may be larger than fits into memory as float32. The truth
is the exact retriever's on the same folder. Each search asks for one listener's 10 best, on one
thread.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.made_vectors import MadeVectors
from moodarc.evaluation.report import BenchRow
from moodarc.evaluation.serve_speed import quantile_rows
from moodarc.recommend import (
    ApproximateRetriever,
    ExactRetriever,
    GraphConfig,
    Held,
    Retriever,
    write_approximate,
)

__all__ = ["GraphBench", "graph_rows"]

_BEST: Final = 10
_QUERIES: Final = 300
_WANTED: Final = 0.98
"""recall of the ten best (issue)"""
_EXPANSIONS: Final = (64, 128, 256, 512, 1024, 2048)


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphBench:
    """What is built.

    Attributes:
        n_items: tracks.
        size: numbers a vector.
        graph: how it is built; searched with several expansions.
        seed: of vectors and queries.
    """

    n_items: int
    size: int = 128
    graph: GraphConfig
    seed: int = 0


def graph_rows(bench: GraphBench, work: Path) -> tuple[BenchRow, ...]:
    """`serve.hnsw.*`.

    Args:
        bench: what is built.
        work: where the folder is made, and removed from at the end; 550 bytes a track.
    """
    work.mkdir(parents=True, exist_ok=True)
    made = MadeVectors(n_items=bench.n_items, size=bench.size, seed=bench.seed)
    with tempfile.TemporaryDirectory(dir=work, prefix="serve-") as scratch:
        folder = Path(scratch) / "graph"
        began = perf_counter()
        write_approximate(
            folder,
            (block.astype(np.float16) for block in made.blocks()),
            (bench.n_items, bench.size),
            held=Held.FLOAT16,
            config=bench.graph,
        )
        build_s = perf_counter() - began
        return tuple(_rows(folder, made.queries(_QUERIES), build_s))


def _rows(folder: Path, queries: NDArray[np.float32], build_s: float) -> Iterator[BenchRow]:
    retriever = ApproximateRetriever.open(folder)
    truth = ExactRetriever(retriever.items).nearest(queries, _BEST).rows
    measured = {}
    for expansion in _EXPANSIONS:
        searched = ApproximateRetriever.open(folder, expansion_search=expansion)
        measured[expansion] = _searched(searched, queries, truth)
    enough = [it for it, (recall, _) in measured.items() if recall >= _WANTED]
    chosen = enough[0] if enough else _EXPANSIONS[-1]
    yield from _figures("serve.hnsw.", *measured[chosen])
    yield _fact("serve.hnsw.expansion", chosen)
    yield from _sizes(folder, len(retriever))
    yield BenchRow(name="serve.hnsw.build_s", value=build_s, unit="s", higher_is_better=False)
    for expansion, (recall, taken_ms) in measured.items():
        yield from _figures(f"serve.hnsw.expansion{expansion}.", recall, taken_ms)


def _searched(
    retriever: Retriever, queries: NDArray[np.float32], truth: NDArray[np.int64]
) -> tuple[float, NDArray[np.float64]]:
    """Recall of the ten best, and milliseconds of each search; the pages are read once before."""
    found, taken = [], []
    for query in queries:
        retriever.nearest(query[None], _BEST)
        began = perf_counter()
        found.append(retriever.nearest(query[None], _BEST).rows[0])
        taken.append(1000.0 * (perf_counter() - began))
    shared = [len(np.intersect1d(*pair)) for pair in zip(found, truth, strict=True)]
    return float(np.mean(shared)) / _BEST, np.array(taken)


def _figures(prefix: str, recall: float, taken_ms: NDArray[np.float64]) -> Iterator[BenchRow]:
    yield BenchRow(name=f"{prefix}recall10", value=recall)
    yield from quantile_rows(prefix, taken_ms)


def _sizes(folder: Path, n_items: int) -> Iterator[BenchRow]:
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    parts = {"bytes_a_track": sum(sizes.values()), "graph_bytes_a_track": sizes["graph.usearch"]}
    for name, size in parts.items():
        yield BenchRow(
            name=f"serve.hnsw.{name}", value=size / n_items, unit="B", higher_is_better=False
        )
    yield _fact("serve.hnsw.tracks", n_items)


def _fact(name: str, value: float) -> BenchRow:
    return BenchRow(name=name, value=value, higher_is_better=None)
