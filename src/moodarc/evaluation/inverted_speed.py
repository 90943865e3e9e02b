"""`moodarc bench serve --inverted N`: recall, time and size of an inverted file over made vectors.

Vectors are made block by block (`made_vectors`), written to a folder with float16 originals,
clustered and mapped from there, so that N may be larger than fits into memory as float32; they and
the 300 queries are those of `--hnsw N`. How searches are measured: `search_speed`.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
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
from moodarc.recommend import Held, InvertedFile, InvertedFileConfig, write_inverted

__all__ = ["PROBES", "InvertedBench", "inverted_rows"]

PROBES: Final = (32, 64, 128, 256, 512, 1024)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvertedBench:
    """What is built.

    Attributes:
        n_items: tracks.
        size: numbers a vector.
        config: how it is built.
        probes: with which it is searched, rising.
        seed: of vectors and queries.
    """

    n_items: int
    size: int = 128
    config: InvertedFileConfig
    probes: tuple[int, ...] = PROBES
    seed: int = 0


def inverted_rows(bench: InvertedBench, work: Path) -> tuple[BenchRow, ...]:
    """`serve.inverted.*`.

    Args:
        bench: what is built.
        work: where the folder is made, and removed from at the end; 400 bytes a track.
    """
    work.mkdir(parents=True, exist_ok=True)
    made = MadeVectors(n_items=bench.n_items, size=bench.size, seed=bench.seed)
    with tempfile.TemporaryDirectory(dir=work, prefix="serve-") as scratch:
        folder = Path(scratch) / "inverted"
        began, cpu = perf_counter(), process_time()
        write_inverted(
            folder,
            (block.astype(np.float16) for block in made.blocks()),
            (bench.n_items, bench.size),
            held=Held.FLOAT16,
            config=bench.config,
        )
        taken_s = {"build_s": perf_counter() - began, "build_cpu_s": process_time() - cpu}
        return (*_rows(bench, folder, made.queries(LISTENERS)), *_facts(bench, taken_s))


def _rows(bench: InvertedBench, folder: Path, queries: NDArray[np.float32]) -> Iterator[BenchRow]:
    truth = exact_best(InvertedFile.open(folder).items, queries)
    measured = {
        probes: searched(InvertedFile.open(folder, probes=probes), queries, truth)
        for probes in bench.probes
    }
    enough = [probes for probes, it in measured.items() if it.recall >= WANTED]
    chosen = enough[0] if enough else bench.probes[-1]
    yield from measured[chosen].rows("serve.inverted.")
    yield fact("serve.inverted.probes", chosen)
    yield from size_rows("inverted.lists", folder, "list_*", n_items=bench.n_items)
    for probes, found in measured.items():
        yield from found.rows(f"serve.inverted.{probes}.")


def _facts(bench: InvertedBench, taken_s: dict[str, float]) -> Iterator[BenchRow]:
    for name, value in taken_s.items():
        yield BenchRow(name=f"serve.inverted.{name}", value=value, unit="s", higher_is_better=False)
    yield fact("serve.inverted.tracks", bench.n_items)
    yield fact("serve.inverted.clusters", min(bench.config.n_clusters, bench.n_items))
    yield fact("serve.inverted.load", os.getloadavg()[0])
