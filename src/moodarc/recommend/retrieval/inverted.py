"""Retrieval by an inverted file: only the clusters that promise most are looked at.

Items lie cluster by cluster (`inverted_lists`). The product of a query with the mean of a cluster
says how promising it is; the codes of the best clusters are multiplied with the query, and the best
of those are scored again from the original vectors. What is returned has its exact score; a better
item of another cluster may have been missed. Recall is measured by `moodarc bench serve --inverted
N`. Beside a graph (`approximate`) a search takes longer, the index is smaller and is built sooner:
for catalogues whose graph would take hours.

Filters. What is no candidate is ruled out before anything is compared; for each row to leave out
one more is proposed. Where a share f of the items are candidates, the best of them lie in more
clusters, and probes / sqrt(f) are looked at (of a million made tracks this found .986 of the ten
best without a filter, .985 to 1 for f from .5 to .01). Where that is all of them, or too few rows
remain, the exact retriever answers for that query. So a row that was ruled out is never returned,
and nobody gets a shorter list than there are rows for.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import ArtifactError
from moodarc.recommend.retrieval.admission import Admission, admit, checked_queries
from moodarc.recommend.retrieval.codes import Held
from moodarc.recommend.retrieval.exact import ExactRetriever, best_of, stacked
from moodarc.recommend.retrieval.folder import open_item_vectors, write_arrays
from moodarc.recommend.retrieval.inverted_lists import InvertedFileConfig, InvertedLists, Runs
from moodarc.recommend.retrieval.item_vectors import ItemVectors
from moodarc.recommend.retrieval.retriever import Nearest
from moodarc.recommend.retrieval.shortlist import first_contenders
from moodarc.recommend.retrieval.whole_folder import read_manifest, whole_folder, write_manifest

__all__ = ["InvertedFile", "write_inverted"]

_GENEROUS = 4
"""proposals for each item wanted: int8 orders the nearest only roughly"""

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class InvertedFile:
    """Nearly the best items, from the clusters nearest to the query.

    Attributes:
        items: the vectors.
        lists: of the same items.
        probes: clusters that a query looks at.
    """

    items: ItemVectors
    lists: InvertedLists
    probes: int
    _exact: ExactRetriever = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_exact", ExactRetriever(self.items))

    @classmethod
    def of(cls, items: ItemVectors, config: InvertedFileConfig | None = None) -> Self:
        """Cluster vectors that lie in memory."""
        config = config or InvertedFileConfig()
        return cls(items, InvertedLists.build(items, config, None), config.probes)

    @classmethod
    def open(cls, folder: Path, *, probes: int | None = None, verify: bool = False) -> Self:
        """Map vectors and lists of a folder into memory.

        Args:
            folder: of `write_inverted`.
            probes: others than it was built with.
            verify: compare every file with its hash, which reads all of it.

        Raises:
            ArtifactError: the folder or a file is absent, damaged, or of a newer format.
        """
        items = open_item_vectors(folder, verify=verify)
        told = read_manifest(folder, verify=False).get("inverted")
        if not isinstance(told, dict):
            msg = f"{folder} has vectors but no inverted lists; build it by write_inverted"
            raise ArtifactError(msg)
        config = InvertedFileConfig(**told)
        if probes is not None:
            config = replace(config, probes=probes)
        lists = InvertedLists.view(folder)
        if lists.codes.shape != items.originals.shape:
            shapes = f"{lists.codes.shape}, vectors of {items.originals.shape}"
            msg = f"{folder} has lists of {shapes}; expected the same; build it again"
            raise ArtifactError(msg)
        return cls(items, lists, config.probes)

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
        share = max(admission.count, 1) / len(self)
        probes = math.ceil(self.probes / math.sqrt(share))
        if admission.mask is None or probes < len(self.lists.centres):
            runs = self.lists.runs(query, probes)
            rows = self._proposals(query, _GENEROUS * n + len(left_out), runs, mask=admission.mask)
            rows = rows[admission.allows(rows, place)]
            if len(rows) >= min(n, admission.available(place)):
                return best_of(self.items, query, rows, n=n)
        (found,) = self._exact.search(
            query[None], n, Admission(admission.mask, [left_out], admission.count)
        )
        return found

    def _proposals(
        self, query: Floats, n: int, runs: Runs, *, mask: NDArray[np.bool_] | None
    ) -> Rows:
        """Rows of the best `n` of some runs by their codes, and some more."""
        scores = self.lists.scores(query, runs)
        if mask is None and self.items.bias is None:
            return self.lists.rows_at(runs, first_contenders(scores, n, 0.0))
        rows = self.lists.rows_at(runs, np.arange(len(scores)))
        if self.items.bias is not None:
            scores += self.items.bias[rows]
        if mask is not None:
            scores[~mask[rows]] = -np.inf
        return rows[first_contenders(scores, n, 0.0)]


def write_inverted(
    folder: Path,
    blocks: Iterable[NDArray[Any]],
    shape: tuple[int, int],
    *,
    held: Held = Held.FLOAT16,
    bias: ArrayLike | None = None,
    config: InvertedFileConfig | None = None,
) -> None:
    """Write vectors that come block by block, and the inverted lists of them.

    Args:
        folder: where; an older one is replaced once all is written.
        blocks: (n, size) each, in catalogue order.
        shape: (n_items, size) of all together.
        held: the type that is scanned where the lists do not serve; that of the blocks takes no
            more room.
        bias: (n_items,), added to each score.
        config: of the clusters.

    Raises:
        InputError: blocks that do not add up to the shape, or numbers that are not finite.
        ArtifactError: something is there that is no such folder.
    """
    config = config or InvertedFileConfig()
    with whole_folder(folder) as fresh:
        facts = write_arrays(fresh, blocks, shape, held=held, bias=bias)
        write_manifest(fresh, facts)
        InvertedLists.build(open_item_vectors(fresh), config, fresh)
        write_manifest(fresh, {**facts, "inverted": asdict(config)})
