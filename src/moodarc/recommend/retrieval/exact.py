r"""Exact retrieval: every item is looked at, and the best are the best.

A scan of blocks multiplies the queries with the codes (`codes`: float32, float16 or int8). What
cannot be among the best, by the bound that holds there, is dropped (`shortlist`); the few left are
scored again from the original vectors. So all three types return the same rows and the same
scores; they differ in speed and memory only. The scan takes 4, 2 or 1 bytes a number.

Filters act inside: what is no candidate or was heard gets the score -inf before anything is
compared. Where few rows are candidates only those are scored, and nothing is scanned.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.recommend.retrieval.admission import Admission, admit, checked_queries
from moodarc.recommend.retrieval.codes import CodedQueries, code_queries, products
from moodarc.recommend.retrieval.item_vectors import ItemVectors
from moodarc.recommend.retrieval.retriever import NOTHING, Nearest
from moodarc.recommend.retrieval.shortlist import contenders, first_contenders

__all__ = ["ExactRetriever", "best_of", "stacked"]

_QUERIES = 32
"""that share one reading of the codes"""
_BLOCK = 2**20
"""scores at a time, of all queries together: 4 MB"""
_FEW = 4096
"""candidates that are scored one by one sooner than scanned for"""
_ULP = 2.0**-23

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Contenders of one query in one block: rows, what the scan says, how far that can be off."""

    rows: Rows
    scores: Floats
    margins: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ExactRetriever:
    """The best items of all, for certain.

    Attributes:
        items: the vectors.
        threads: that share one search; 1 leaves the other cores to other listeners.

    >>> songs = ItemVectors.of([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]])
    >>> ExactRetriever(songs).nearest([[1.0, 0.1]], 2).rows.tolist()
    [[0, 1]]
    """

    items: ItemVectors
    threads: int = 1
    _pool: ThreadPoolExecutor | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        if self.threads > 1:
            object.__setattr__(self, "_pool", ThreadPoolExecutor(self.threads - 1))

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
        """The `n` best items of each query, see `Retriever`."""
        asked = checked_queries(queries, self.items.size, n)
        admission = admit(len(self), len(asked), candidates=candidates, exclude=exclude)
        return stacked(self.search(asked, n, admission), n)

    def search(self, queries: Floats, n: int, admission: Admission) -> list[tuple[Rows, Floats]]:
        """Rows and scores of each query, at most `n`, for arguments that are checked."""
        if admission.mask is not None and admission.count <= max(n, _FEW):
            lists = [np.flatnonzero(admission.mask)] * len(queries)
        else:
            lists = self._shortlists(queries, n, admission)
        return [
            best_of(self.items, query, rows[admission.allows(rows, place)], n=n)
            for place, (query, rows) in enumerate(zip(queries, lists, strict=True))
        ]

    def _shortlists(self, queries: Floats, n: int, admission: Admission) -> list[Rows]:
        lists: list[Rows] = []
        for first in range(0, len(queries), _QUERIES):
            coded = code_queries(queries[first : first + _QUERIES], self.items.codes.held)
            scan = _Scan(self.items, coded, n, admission, first)
            lists += [_joined(parts, n) for parts in zip(*self._each_block(scan), strict=True)]
        return lists

    def _each_block(self, scan: "_Scan") -> list[list[_Found]]:
        """What each block yields; the calling thread takes its share."""
        share = -(-len(self) // self.threads)
        step = max(1, min(share, _BLOCK // len(scan.queries.values)))
        blocks = [slice(at, at + step) for at in range(0, len(self), step)]
        if self._pool is None or len(blocks) < 2:
            return [scan.block(block) for block in blocks]
        own = -(-len(blocks) // self.threads)
        others = [self._pool.submit(scan.block, block) for block in blocks[own:]]
        return [scan.block(block) for block in blocks[:own]] + [it.result() for it in others]


@dataclass(frozen=True, slots=True, eq=False)
class _Scan:
    """One reading of the codes for some queries, the first of which is number `first`."""

    items: ItemVectors
    queries: CodedQueries
    n: int
    admission: Admission
    first: int

    def block(self, block: slice) -> list[_Found]:
        """The contenders of each query among these rows."""
        items, codes = self.items, self.items.codes
        scores = products(codes.values[block], self.queries)
        if codes.scale is not None:
            scores *= codes.scale[block]
        if items.bias is not None:
            scores += items.bias[block]
        self._rule_out(scores, block)
        return [self._found(row, place, block.start) for place, row in enumerate(scores)]

    def _rule_out(self, scores: Floats, block: slice) -> None:
        if self.admission.mask is not None:
            scores[:, ~self.admission.mask[block]] = -np.inf
        for place, row in enumerate(scores):
            heard = self.admission.left_out[self.first + place] - block.start
            row[heard[(heard >= 0) & (heard < len(row))]] = -np.inf

    def _found(self, scores: Floats, place: int, start: int) -> _Found:
        scale = self.items.codes.scale
        unit, rounding = _margin(self.items, self.queries, place)
        widest = unit * self.items.codes.largest + rounding
        rows = first_contenders(scores, self.n, widest)
        own = np.ones(len(rows)) if scale is None else scale[start + rows].astype(np.float64)
        return _Found(rows + start, scores[rows], unit * own + rounding)


def best_of(items: ItemVectors, query: Floats, rows: Rows, *, n: int) -> tuple[Rows, Floats]:
    """The best `n` of these rows by their exact scores; equal scores in row order."""
    scores = items.scores(query, rows)
    order = np.lexsort((rows, -scores))[:n]
    return rows[order], scores[order]


def stacked(best: Sequence[tuple[Rows, Floats]], n: int) -> Nearest:
    """Lists of at most `n` as one array, filled up with nothing."""
    rows = np.full((len(best), n), NOTHING, dtype=np.int64)
    scores = np.full((len(best), n), -np.inf, dtype=np.float32)
    for place, (found, told) in enumerate(best):
        rows[place, : len(found)] = found
        scores[place, : len(found)] = told
    return Nearest(rows, scores)


def _joined(parts: Sequence[_Found], n: int) -> Rows:
    rows = np.concatenate([part.rows for part in parts])
    scores = np.concatenate([part.scores for part in parts])
    margins = np.concatenate([part.margins for part in parts])
    return rows[contenders(scores, margins, n)]


def _margin(items: ItemVectors, queries: CodedQueries, place: int) -> tuple[float, float]:
    """How far a score can be off: by so much times the code's scale, and by rounding.

    Rounding: float32 sums of `size` products each lose at most `size` ulps, and so does a score
    that is rounded once more; four ulps of the bias are for its sum.
    """
    codes, error, length = items.codes, queries.error[place], queries.length[place]
    unit = length * codes.residual + error * codes.length
    longest = codes.length * codes.largest
    sums = (items.size + 8) * longest * length + 4.0 * items.largest_bias
    return unit, _ULP * sums
