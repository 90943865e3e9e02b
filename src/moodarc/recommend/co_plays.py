"""Who or which sitting played what, as one matrix: what neighbours and linear models learn from.

A row is a sitting where the data tell sittings apart, and else a listener: items of one sitting
say more of each other than items of one life. What stands behind all scores is popularity, so
small that it only decides between equals and answers an empty history.
"""

from typing import Final, Literal

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.catalog import Interactions

__all__ = ["Unit", "Weighting", "play_matrix", "popularity_behind", "sittings", "weighted"]

Unit = Literal["session", "listener"]
"""what a row is; "session" where there are none is "listener" """
Weighting = Literal["binary", "log", "tf_idf", "bm25"]
"""of plays: whether, log(1 + plays), that times the item's rarity, Okapi's BM25"""

_BEHIND: Final = 1e-6
_BM25_K1, _BM25_B = 1.2, 0.75
"""Robertson and Zaragoza 2009, "The probabilistic relevance framework", section 3.5"""


def sittings(plays: Interactions, unit: Unit) -> NDArray[np.int64]:
    """int64 (n,), the row of each play: numbers from 0, without gaps where `unit` is a session."""
    if unit == "listener" or plays.session is None:
        return plays.listener.astype(np.int64)
    new = np.ones(len(plays), dtype=np.int64)
    order = np.lexsort((plays.session, plays.listener))
    who, which = plays.listener[order], plays.session[order]
    new[1:] = (who[1:] != who[:-1]) | (which[1:] != which[:-1])
    number = np.empty(len(plays), dtype=np.int64)
    number[order] = np.cumsum(new) - 1
    return number


def play_matrix(plays: Interactions, unit: Unit) -> sp.csr_array:
    """float32 (n_rows, n_items), sums of weights."""
    row = sittings(plays, unit)
    shape = (int(row.max(initial=-1)) + 1, plays.n_items)
    return sp.coo_array((plays.weight, (row, plays.item)), shape=shape).tocsr()


def weighted(matrix: sp.csr_array, weighting: Weighting) -> sp.csr_array:
    """The same places, other values; all >= 0 for weights >= 0."""
    plays = np.maximum(matrix.data, 0.0)
    if weighting == "binary":
        values = np.ones_like(plays)
    elif weighting == "log":
        values = np.log1p(plays)
    elif weighting == "tf_idf":
        values = np.log1p(plays) * np.sqrt(_rarity(matrix))[matrix.indices]
    else:
        values = _bm25(matrix, plays)
    parts = (values.astype(np.float32), matrix.indices, matrix.indptr)
    return sp.csr_array(parts, shape=matrix.shape)


def popularity_behind(plays: Interactions) -> NDArray[np.float32]:
    """float32 (n_items,), the share of plays over the largest one, times 1e-6."""
    heard = np.bincount(plays.item, minlength=plays.n_items)
    return (_BEHIND * heard / max(int(heard.max(initial=0)), 1)).astype(np.float32)


def _rarity(matrix: sp.csr_array) -> NDArray[np.float64]:
    holding = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rarity: NDArray[np.float64] = np.log1p(matrix.shape[0] / np.maximum(holding, 1))
    return rarity


def _bm25(matrix: sp.csr_array, plays: NDArray[np.float32]) -> NDArray[np.float64]:
    length = np.asarray(matrix.sum(axis=1)).ravel()
    relative = length / max(float(length.mean()), 1e-12) if len(length) else length
    norm = _BM25_K1 * (1.0 - _BM25_B + _BM25_B * relative)
    norm = np.repeat(norm, np.diff(matrix.indptr))
    share = plays * (_BM25_K1 + 1.0) / (norm + plays + 1e-12)
    return np.asarray(share * _rarity(matrix)[matrix.indices], dtype=np.float64)
