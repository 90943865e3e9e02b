"""How much each play of a history counts: the latest most, halving every few plays.

What is heard now is continued by what was heard just before more than by what was heard long ago.
How fast the past fades differs from data to data (a session of ten plays, a library of years), so
that the half-life may be chosen on what came next in the validation part.
"""

import math
from dataclasses import replace
from typing import Any, Final, TypeVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.catalog import Histories
from moodarc.protocols import place_in_catalogue
from moodarc.recommend.recommender import Cases, Known, Recommender

__all__ = [
    "HALF_LIVES",
    "damp_heard",
    "faded",
    "fading_of",
    "half_life_of",
    "plays_ago",
    "with_half_life",
]

Fading = TypeVar("Fading", bound=Any)

HALF_LIVES: Final = (math.inf, 16.0, 4.0, 2.0, 1.0)
"""tried in this order, in plays; inf = all plays count alike"""
_IN_SITTINGS: Final = 2.0
_CASES: Final = 2000
"""enough to choose by: NDCG's standard error is about .008"""
_BLOCK: Final = 500


def plays_ago(histories: Histories) -> NDArray[np.int64]:
    """int64 (m,): 0 for the last play of each history, 1 for the one before ...

    >>> plays_ago(Histories.of([[7, 8, 9], [], [7]])).tolist()
    [2, 1, 0, 0]
    """
    ends = np.repeat(histories.starts[1:], histories.lengths())
    return ends - 1 - np.arange(len(histories.item))


def faded(histories: Histories, n_items: int, *, half_life: float = math.inf) -> sp.csr_array:
    """float32 (n, n_items): how much each item counts, the sum over its plays.

    Args:
        histories: what was heard.
        n_items: size of the vocabulary.
        half_life: in plays, > 0; inf = each item that was heard counts 1, however often.
    """
    where = (histories.rows(), histories.item)
    count = np.exp2(-plays_ago(histories) / half_life).astype(np.float32)
    found = sp.coo_array((count, where), shape=(len(histories), n_items)).tocsr()
    if math.isinf(half_life):
        found.data[:] = 1.0
    return found


def damp_heard(scores: NDArray[np.float32], heard: sp.csr_array, again: float) -> None:
    """Scale the scores of items that are in the history, in place.

    Neighbours share the history's items by definition, so that these would come first; people
    hear them again less often than that.

    Args:
        scores: (n, n_items), >= 0.
        heard: (n, n_items), what is in each history.
        again: factor, in [0, 1].
    """
    row = np.repeat(np.arange(heard.shape[0]), np.diff(heard.indptr))
    scores[row, heard.indices] *= np.float32(again)


def fading_of(half_life: float) -> NDArray[Any]:
    """float64 (1,): 1 / half-life, as a model folder holds it; 0 = all plays count alike."""
    return np.array([1.0 / half_life])


def half_life_of(fading: NDArray[Any]) -> float:
    """The half-life of `fading_of`."""
    return 1.0 / float(fading[0]) if float(fading[0]) > 0.0 else math.inf


def with_half_life(found: Fading, half_life: float | None, known: Known) -> Fading:
    """The recommender with this half-life; None = the best one in the validation part.

    The best has the highest NDCG@10 on at most 2,000 cases. Without a validation part it is 2 plays
    where the data tell sittings apart, which is near the best on 30Music, and else all plays count
    alike.

    Args:
        found: a frozen dataclass with the field `half_life`.
        half_life: in plays.
        known: what it was fitted on.
    """
    if half_life is not None:
        return replace(found, half_life=half_life)
    if known.validation is None or not len(known.validation.target):
        sitting = known.plays.session is not None
        return replace(found, half_life=_IN_SITTINGS if sitting else math.inf)
    cases = _some(known.validation)
    tried = [replace(found, half_life=each) for each in HALF_LIVES]
    return max(tried, key=lambda one: _ndcg(one, cases, repeats=known.repeats))


def _some(cases: Cases) -> Cases:
    n = len(cases.target)
    rows = np.unique(np.linspace(0, n - 1, min(n, _CASES)).astype(np.int64))
    return Cases(cases.histories.take(rows), cases.target[rows])


def _ndcg(found: Recommender, cases: Cases, *, repeats: bool) -> float:
    gains = []
    for start in range(0, len(cases.target), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(cases.target)))
        histories = cases.histories.take(rows)
        heard = None if repeats else histories.matrix(found.n_items).toarray() != 0
        place = place_in_catalogue(found.score(histories), cases.target[rows], heard)
        gains.append(np.where(place <= 10.0, 1.0 / np.log2(1.0 + place), 0.0))
    return float(np.concatenate(gains).mean())
