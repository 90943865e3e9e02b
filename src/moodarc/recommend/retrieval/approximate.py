"""Approximate retrieval, for catalogues that are too large to be looked at whole.

A graph (`graph`) proposes rows, which are scored again from the original vectors; what is returned
has its exact score, but a better item may have been missed. Recall is measured by
`moodarc bench serve --hnsw N`.

Filters. usearch offers no predicate to Python (2.26), so more is asked for than wanted, and what is
no candidate or was heard is dropped: n proposals become n / (share of candidates) + (rows left
out). Where that goes beyond `most_proposals`, or too few remain, the exact retriever answers for
that query. It is cheapest just there: few candidates are scored one by one. So a row that was ruled
out is never returned, and nobody gets a shorter list than there are rows for.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import ArtifactError
from moodarc.recommend.retrieval.admission import Admission, admit, checked_queries
from moodarc.recommend.retrieval.codes import Held
from moodarc.recommend.retrieval.exact import ExactRetriever, best_of, stacked
from moodarc.recommend.retrieval.folder import open_item_vectors, write_arrays
from moodarc.recommend.retrieval.graph import Graph, GraphConfig
from moodarc.recommend.retrieval.item_vectors import ItemVectors
from moodarc.recommend.retrieval.retriever import Nearest
from moodarc.recommend.retrieval.whole_folder import read_manifest, whole_folder, write_manifest

__all__ = ["ApproximateRetriever", "write_approximate"]

_GRAPH = "graph.usearch"
_MOST_PROPOSALS = 4096
"""asked of the graph; beyond, an exact scan takes about as long and misses nothing"""
_GENEROUS = 4
"""proposals for each item wanted: int8 orders the nearest only roughly"""

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ApproximateRetriever:
    """Nearly the best items, at a cost that hardly grows with their number.

    Attributes:
        items: the vectors.
        graph: of the same items.
    """

    items: ItemVectors
    graph: Graph
    _exact: ExactRetriever = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_exact", ExactRetriever(self.items))

    @classmethod
    def of(cls, items: ItemVectors, config: GraphConfig | None = None) -> Self:
        """Build the graph of vectors that lie in memory."""
        return cls(items, Graph.build(items, config or GraphConfig()))

    @classmethod
    def open(
        cls, folder: Path, *, expansion_search: int | None = None, verify: bool = False
    ) -> Self:
        """Map vectors and graph of a folder into memory.

        Args:
            folder: of `write_approximate`.
            expansion_search: another than it was built with.
            verify: compare every file with its hash, which reads all of it.

        Raises:
            ArtifactError: the folder or a file is absent, damaged, or of a newer format.
        """
        items = open_item_vectors(folder, verify=verify)
        told = read_manifest(folder, verify=False).get("graph")
        if not isinstance(told, dict):
            msg = f"{folder} has vectors but no graph; build it by write_approximate"
            raise ArtifactError(msg)
        config = GraphConfig(**told["config"])
        if expansion_search is not None:
            config = GraphConfig(**asdict(config) | {"expansion_search": expansion_search})
        path = folder / _GRAPH
        return cls(items, Graph.view(path, config, scale=told["scale"], width=told["width"]))

    def __len__(self) -> int:
        return len(self.items)

    def nearest(
        self,
        queries: ArrayLike,
        n: int,
        *,
        candidates: ArrayLike | None = None,
        exclude: Sequence[ArrayLike] | None = None,
    ) -> Nearest:
        """About the `n` best items of each query, see `Retriever`."""
        asked = checked_queries(queries, self.items.size, n)
        admission = admit(len(self), len(asked), candidates=candidates, exclude=exclude)
        return stacked(
            [self._one(query, n, admission, place=it) for it, query in enumerate(asked)], n
        )

    def _one(
        self, query: Floats, n: int, admission: Admission, *, place: int
    ) -> tuple[Rows, Floats]:
        left_out = admission.left_out[place]
        wanted = min(n, admission.available(place))
        share = max(admission.count, 1) / len(self)
        proposals = math.ceil(_GENEROUS * n / share) + len(left_out)
        if proposals <= _MOST_PROPOSALS:
            rows = self.graph.proposals(query, min(proposals, len(self)))
            rows = rows[admission.allows(rows, place)]
            if len(rows) >= wanted:
                return best_of(self.items, query, rows, n=n)
        (found,) = self._exact.search(
            query[None], n, Admission(admission.mask, [left_out], admission.count)
        )
        return found


def write_approximate(
    folder: Path,
    blocks: Iterable[NDArray[Any]],
    shape: tuple[int, int],
    *,
    held: Held = Held.INT8,
    bias: ArrayLike | None = None,
    config: GraphConfig | None = None,
) -> None:
    """Write vectors that come block by block, and the graph of them.

    Args:
        folder: where; an older one is replaced once all is written.
        blocks: (n, size) each, in catalogue order.
        shape: (n_items, size) of all together.
        held: the type that is scanned where the graph does not serve.
        bias: (n_items,), added to each score.
        config: of the graph.

    Raises:
        InputError: blocks that do not add up to the shape, or numbers that are not finite.
        ArtifactError: something is there that is no such folder.
    """
    config = config or GraphConfig()
    with whole_folder(folder) as fresh:
        facts = write_arrays(fresh, blocks, shape, held=held, bias=bias)
        write_manifest(fresh, facts)
        graph = Graph.build(open_item_vectors(fresh), config)
        graph.index.save(fresh / _GRAPH)
        told = {"config": asdict(config), "scale": graph.scale, "width": graph.width}
        write_manifest(fresh, {**facts, "graph": told})
