"""`moodarc bench serve --hnsw N`: recall, time and size of a graph over made vectors.

Vectors are made block by block (`made_vectors`), written to a folder with float16 originals,
linked and mapped from there, so that N may be larger than fits into memory as float32. How searches
are measured: `search_speed`.
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
from moodarc.evaluation.search_speed import (
    LISTENERS,
    WANTED,
    exact_best,
    fact,
    searched,
    size_rows,
)
from moodarc.recommend import ApproximateRetriever, GraphConfig, Held, write_approximate

__all__ = ["GraphBench", "graph_rows"]

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
        return tuple(_rows(folder, made.queries(LISTENERS), build_s))


def _rows(folder: Path, queries: NDArray[np.float32], build_s: float) -> Iterator[BenchRow]:
    items = ApproximateRetriever.open(folder).items
    truth, measured = exact_best(items, queries), {}
    for expansion in _EXPANSIONS:
        retriever = ApproximateRetriever.open(folder, expansion_search=expansion)
        measured[expansion] = searched(retriever, queries, truth)
    enough = [it for it, found in measured.items() if found.recall >= WANTED]
    chosen = enough[0] if enough else _EXPANSIONS[-1]
    yield from measured[chosen].rows("serve.hnsw.")
    yield fact("serve.hnsw.expansion", chosen)
    yield from size_rows("hnsw.graph", folder, "graph.usearch", n_items=len(items))
    yield fact("serve.hnsw.tracks", len(items))
    yield BenchRow(name="serve.hnsw.build_s", value=build_s, unit="s", higher_is_better=False)
    for expansion, found in measured.items():
        yield from found.rows(f"serve.hnsw.expansion{expansion}.")
