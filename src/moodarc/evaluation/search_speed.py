"""Recall and time of searches among made vectors, as both benches of large catalogues tell them.

The truth is the exact retriever's on the same vectors. Each search asks for one listener's 10 best,
on one thread, with pages that were read once before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.report import BenchRow
from moodarc.evaluation.serve_speed import quantile_rows
from moodarc.recommend import ExactRetriever, ItemVectors, Retriever

__all__ = ["LISTENERS", "WANTED", "Searched", "exact_best", "fact", "searched", "size_rows"]

LISTENERS: Final = 300
WANTED: Final = 0.98
"""recall of the ten best (issue)"""
_BEST: Final = 10


@dataclass(frozen=True, slots=True, eq=False)
class Searched:
    """What searches found, and what they took.

    Attributes:
        recall: share of the exact ten best that were found.
        taken_ms: of each search.
        cpu_ms: of each search; what other work on the machine leaves as it is, nearly.
    """

    recall: float
    taken_ms: NDArray[np.float64]
    cpu_ms: NDArray[np.float64]

    def rows(self, prefix: str) -> Iterator[BenchRow]:
        """`recall10`, `p50_ms`, `p99_ms`, `cpu_p50_ms`, `cpu_p99_ms`."""
        yield BenchRow(name=f"{prefix}recall10", value=self.recall)
        yield from quantile_rows(prefix, self.taken_ms)
        yield from quantile_rows(f"{prefix}cpu_", self.cpu_ms)


def exact_best(items: ItemVectors, queries: NDArray[np.float32]) -> NDArray[np.int64]:
    """The ten best of each query for certain: (n_queries, 10)."""
    return ExactRetriever(items).nearest(queries, _BEST).rows


def searched(
    retriever: Retriever, queries: NDArray[np.float32], truth: NDArray[np.int64]
) -> Searched:
    """Ask for the ten best of each query; the pages are read once before."""
    found, taken = [], []
    for query in queries:
        retriever.nearest(query[None], _BEST)
        began, cpu = perf_counter(), process_time()
        found.append(retriever.nearest(query[None], _BEST).rows[0])
        taken.append((perf_counter() - began, process_time() - cpu))
    shared = [len(np.intersect1d(*pair)) for pair in zip(found, truth, strict=True)]
    wall, own = 1000.0 * np.array(taken).T
    return Searched(float(np.mean(shared)) / _BEST, wall, own)


def size_rows(name: str, folder: Path, files: str, *, n_items: int) -> Iterator[BenchRow]:
    """Bytes a track of the files of an index, and of all files of its folder.

    Args:
        name: of the retriever and its index, such as "hnsw.graph".
        folder: that was written.
        files: a pattern for those of the index alone.
        n_items: tracks.
    """
    retriever, _, index = name.partition(".")
    for row, pattern in ((f"{index}_bytes_a_track", files), ("bytes_a_track", "*")):
        size = sum(path.stat().st_size for path in folder.glob(pattern))
        yield BenchRow(
            name=f"serve.{retriever}.{row}", value=size / n_items, unit="B", higher_is_better=False
        )


def fact(name: str, value: float) -> BenchRow:
    """What a run was made with."""
    return BenchRow(name=name, value=value, higher_is_better=None)
