"""Items cluster by cluster: the lists of an inverted file (Sivic & Zisserman, ICCV 2003).

    list_codes.npy    int8 (n_items, size), cluster behind cluster
    list_scales.npy   float32 (n_items,), of the codes
    list_rows.npy     int32 (n_items,), the catalogue row of each
    list_starts.npy   int64 (n_clusters + 1,), where each cluster begins
    list_centres.npy  float32 (n_clusters, size), the mean of its items
    list_offsets.npy  float32 (n_clusters,), the mean of their biases; -inf where it is empty

That is the vector's size + 8 bytes an item. Clusters near each other lie near each other, so that
those a query looks at join to fewer runs.

Building learns the centres from a sample, reads the originals once in order to assign them, and
once cluster by cluster to code them, block by block: they need not lie in memory, four bytes for
the label and eight for the place of each item do.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from math import isqrt
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import DTypeLike, NDArray

from moodarc.errors import ArtifactError, InputError
from moodarc.randomness import derive_rng
from moodarc.recommend.retrieval.clusters import add_by_cluster, k_means, nearest_centre
from moodarc.recommend.retrieval.codes import Held, code_queries, code_vectors
from moodarc.recommend.retrieval.item_vectors import ItemVectors

__all__ = ["InvertedFileConfig", "InvertedLists", "Runs"]

_BLOCK = 100_000

Floats = NDArray[np.float32]
Runs = list[tuple[int, int]]
"""begin and end among the codes"""
Room = Callable[[str, tuple[int, ...], DTypeLike], NDArray[Any]]
"""name, shape and type -> an array to be filled"""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvertedFileConfig:
    """How the clusters are found, and how many are looked at.

    Attributes:
        n_clusters: at most as many as items; more = fewer items are looked at for the same recall,
            and a longer build.
        probes: clusters that a query looks at, 1 to n_clusters; more = higher recall, slower. Of
            10 million made tracks 384 of 16,384 find .98 of the ten best (docs/figures.md).
        sample: items a cluster from which the centres are learned.
        iterations: of k-means.
        seed: of the sample and of the centres to begin with.
        threads: that build; the outcome does not depend on them.

    Raises:
        InputError: a number below 1, or a negative seed.
    """

    n_clusters: int = 4096
    probes: int = 192
    sample: int = 40
    iterations: int = 6
    seed: int = 0
    threads: int = 1

    def __post_init__(self) -> None:
        least = {field.name: 0 if field.name == "seed" else 1 for field in fields(self)}
        for name, lowest in least.items():
            if getattr(self, name) < lowest:
                msg = f"{name} is {getattr(self, name)}; expected {lowest} or more"
                raise InputError(msg)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class InvertedLists:
    """The arrays that the head of this module tells of.

    Attributes:
        codes: of all items, cluster behind cluster.
        scales: of the codes.
        rows: in the catalogue.
        starts: of the clusters.
        centres: means of the clusters.
        offsets: mean biases of the clusters.
    """

    codes: NDArray[np.int8]
    scales: Floats
    rows: NDArray[np.int32]
    starts: NDArray[np.int64]
    centres: Floats
    offsets: Floats

    @classmethod
    def build(cls, items: ItemVectors, config: InvertedFileConfig, folder: Path | None) -> Self:
        """Cluster all items, and put their codes in order, in a folder or (None) in memory."""
        room = _in_memory if folder is None else _in_folder(folder)
        directions = _centres(items, config)
        labels = _labels(items, directions, config.threads)
        order = np.argsort(labels, kind="stable").astype(np.int32)
        counts = np.bincount(labels, minlength=len(directions))
        arrays = _empty(room, items, len(directions))
        arrays["rows"][:] = order
        arrays["starts"][:] = np.concatenate([[0], np.cumsum(counts)])
        _put_codes(arrays, items, labels=labels, order=order)
        arrays["offsets"][:] = _mean_bias(items, labels, counts)
        return cls(**arrays)

    @classmethod
    def view(cls, folder: Path) -> Self:
        """Map saved lists into memory; all processes of a machine share their pages.

        Raises:
            ArtifactError: a file is no array, or arrays that do not fit one another.
        """
        names = [field.name for field in fields(cls)]
        try:
            paths = [folder / _file(name) for name in names]
            found = [np.asarray(np.load(it, mmap_mode="r", allow_pickle=False)) for it in paths]
        except (OSError, ValueError) as error:
            msg = f"{folder} has no inverted lists to map ({error}); build the folder again"
            raise ArtifactError(msg) from error
        lists = cls(**dict(zip(names, found, strict=True)))
        lists._check(folder)
        return lists

    def _check(self, folder: Path) -> None:
        n_items, n_clusters = len(self.codes), len(self.centres)
        wanted = {"scales": n_items, "rows": n_items, "starts": n_clusters + 1}
        found = {name: len(getattr(self, name)) for name in wanted}
        if found != wanted or self.codes.dtype != np.int8 or self.starts[-1] != n_items:
            msg = f"{folder} has lists of {found}; expected {wanted}; build the folder again"
            raise ArtifactError(msg)

    def runs(self, query: Floats, probes: int) -> Runs:
        """Where the most promising clusters lie, by their means; neighbours are joined."""
        told = self.centres @ query + self.offsets
        if probes < len(told):
            best = np.sort(np.argpartition(-told, probes - 1)[:probes])
        else:
            best = np.arange(len(told))
        gaps = np.flatnonzero(np.diff(best) > 1)
        begins = self.starts[best[np.concatenate([[0], gaps + 1])]]
        ends = self.starts[best[np.concatenate([gaps, [len(best) - 1]])] + 1]
        return [run for run in zip(begins.tolist(), ends.tolist(), strict=True) if run[0] < run[1]]

    def scores(self, query: Floats, runs: Runs) -> Floats:
        """About the products of all items of some runs, one behind the other."""
        import numkong  # noqa: PLC0415 - see codes.products

        kernels: Any = numkong
        coded = code_queries(query[None], Held.INT8)
        packed = kernels.dots_pack(coded.values)
        scores = np.empty(sum(end - begin for begin, end in runs), dtype=np.float32)
        at = 0
        for begin, end in runs:
            raw = np.asarray(kernels.dots_packed(self.codes[begin:end], packed))[:, 0]
            np.multiply(raw, self.scales[begin:end], out=scores[at : at + len(raw)])
            at += len(raw)
        scores *= coded.scale[0]
        return scores

    def rows_at(self, runs: Runs, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The catalogue rows of items, by their places among the scores of some runs."""
        if not runs:
            return np.empty(0, dtype=np.int64)
        begins, ends = np.array(runs).T
        first = np.concatenate([[0], np.cumsum(ends - begins)])
        run = np.searchsorted(first, places, side="right") - 1
        return np.asarray(self.rows[places - first[run] + begins[run]], dtype=np.int64)


def _centres(items: ItemVectors, config: InvertedFileConfig) -> Floats:
    """Directions, near ones near each other."""
    rng = derive_rng(config.seed, "inverted file")
    n_clusters = min(config.n_clusters, len(items))
    taken = rng.choice(len(items), min(len(items), config.sample * n_clusters), replace=False)
    sample = items.originals[np.sort(taken)].astype(np.float32)
    how: dict[str, Any] = {"iterations": config.iterations, "rng": rng, "threads": config.threads}
    centres = k_means(sample, n_clusters, **how)
    coarse = k_means(centres, isqrt(n_clusters), **how)
    groups = nearest_centre(code_vectors(centres, Held.INT8).values, coarse)
    return centres[np.argsort(groups, kind="stable")]


def _labels(items: ItemVectors, directions: Floats, threads: int) -> NDArray[np.int32]:
    labels = np.empty(len(items), dtype=np.int32)
    for start in range(0, len(items), _BLOCK):
        block = slice(start, start + _BLOCK)
        vectors = items.originals[block].astype(np.float32, copy=False)
        codes = code_vectors(vectors, Held.INT8).values
        labels[block] = nearest_centre(codes, directions, threads=threads)
    return labels


def _put_codes(
    arrays: dict[str, NDArray[Any]],
    items: ItemVectors,
    *,
    labels: NDArray[np.int32],
    order: NDArray[np.int32],
) -> None:
    """Fill in codes, scales and means."""
    sums = np.zeros(arrays["centres"].shape)
    for start in range(0, len(order), _BLOCK):
        rows = order[start : start + _BLOCK]
        vectors = items.originals[rows].astype(np.float32, copy=False)
        coded = code_vectors(vectors, Held.INT8)
        arrays["codes"][start : start + _BLOCK] = coded.values
        arrays["scales"][start : start + _BLOCK] = coded.scale
        add_by_cluster(sums, vectors, labels[rows])
    arrays["centres"][:] = sums / np.maximum(np.diff(arrays["starts"]), 1)[:, None]


def _mean_bias(
    items: ItemVectors, labels: NDArray[np.int32], counts: NDArray[np.int64]
) -> NDArray[np.float64]:
    mean = np.where(counts > 0, 0.0, -np.inf)
    if items.bias is not None:
        mean += np.bincount(labels, items.bias, minlength=len(counts)) / np.maximum(counts, 1)
    return mean


def _empty(room: Room, items: ItemVectors, n_clusters: int) -> dict[str, NDArray[Any]]:
    n_items, size = len(items), items.size
    return {
        "codes": room("codes", (n_items, size), np.int8),
        "scales": room("scales", (n_items,), np.float32),
        "rows": room("rows", (n_items,), np.int32),
        "starts": room("starts", (n_clusters + 1,), np.int64),
        "centres": room("centres", (n_clusters, size), np.float32),
        "offsets": room("offsets", (n_clusters,), np.float32),
    }


def _in_memory(_name: str, shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
    return np.empty(shape, dtype=dtype)


def _in_folder(folder: Path) -> Room:
    def room(name: str, shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
        return open_memmap(folder / _file(name), mode="w+", dtype=dtype, shape=shape)

    return room


def _file(name: str) -> str:
    return f"list_{name}.npy"
