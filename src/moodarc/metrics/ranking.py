"""How good a ranked list is (EM-9): the first n places against what was relevant.

`ranked` holds item ids, best first, each at most once; `relevant` holds the ids that should be
found. A list shorter than n counts its empty places as misses. With one relevant item precision is
at most 1/n and recall equals the hit rate (MISSION, EM).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError

__all__ = ["hit_rate_at_n", "ndcg_at_n", "precision_at_n", "recall_at_n"]


def precision_at_n(ranked: ArrayLike, relevant: ArrayLike, n: int) -> float:
    """Relevant items among the first n, over n; in [0, 1].

    Raises:
        InputError: nothing is relevant, n < 1, or an item is ranked twice.

    >>> precision_at_n([3, 1, 2, 9], [1, 9], 2)
    0.5
    """
    return float(_hits(ranked, relevant, n).sum()) / n


def recall_at_n(ranked: ArrayLike, relevant: ArrayLike, n: int) -> float:
    """Relevant items among the first n, over all that are relevant; in [0, 1].

    Raises:
        InputError: as `precision_at_n`.
    """
    return float(_hits(ranked, relevant, n).sum()) / np.unique(relevant).size


def hit_rate_at_n(ranked: ArrayLike, relevant: ArrayLike, n: int) -> float:
    """1 where the first n hold anything relevant, else 0; its mean over listeners is the rate.

    Raises:
        InputError: as `precision_at_n`.
    """
    return float(_hits(ranked, relevant, n).any())


def ndcg_at_n(
    ranked: ArrayLike, relevant: ArrayLike, n: int, *, gains: ArrayLike | None = None
) -> float:
    """Discounted gain of the first n over that of the best possible list; in [0, 1].

    DCG = sum over places i = 1 ... n of gain_i / log2(i + 1) (Jarvelin and Kekalainen 2002).

    Args:
        ranked: item ids, best first.
        relevant: (r,) ids.
        n: how many places count.
        gains: (r,) gain > 0 of each relevant item; all 1 without it.

    Raises:
        InputError: as `precision_at_n`, or gains that do not fit the relevant items.

    >>> round(ndcg_at_n([3, 1, 2], [1], 3), 4)
    0.6309
    """
    ids = np.asarray(relevant)
    worth = np.ones(ids.shape) if gains is None else np.asarray(gains, dtype=np.float64)
    if worth.shape != ids.shape or not (worth > 0.0).all() or np.unique(ids).size != ids.size:
        msg = f"{worth.size} gains for {ids.size} items; expected one gain > 0 for each, once"
        raise InputError(msg)
    hits = _hits(ranked, relevant, n)
    by_id = dict(zip(ids.tolist(), worth.tolist(), strict=True))
    found = np.array([by_id.get(item, 0.0) for item in np.asarray(ranked)[: hits.size].tolist()])
    return _discounted(found) / _discounted(np.sort(worth)[::-1][:n])


def _hits(ranked: ArrayLike, relevant: ArrayLike, n: int) -> NDArray[np.bool_]:
    offered = np.asarray(ranked)
    if n < 1 or np.asarray(relevant).size == 0:
        msg = f"n is {n} with {np.asarray(relevant).size} relevant items; both must be at least 1"
        raise InputError(msg)
    if np.unique(offered).size != offered.size:
        msg = "an item is ranked twice; a list holds each item once"
        raise InputError(msg)
    return np.isin(offered[:n], relevant)


def _discounted(gains: NDArray[np.float64]) -> float:
    return float((gains / np.log2(np.arange(2, gains.size + 2))).sum())
