"""How good a recommender is by now: NDCG@10 of what came next, over the full catalogue (EM-9)."""

import math
from typing import Final

import numpy as np

from moodarc.protocols import place_in_catalogue
from moodarc.randomness import derive_rng
from moodarc.recommend.recommender import Known, Recommender

__all__ = ["next_item_ndcg"]

_N: Final = 10
_BLOCK: Final = 256


def next_item_ndcg(recommender: Recommender, known: Known, *, cases: int = 2000) -> float:
    """Mean of 1 / log2(1 + place) of places up to 10; NaN where there is nothing to validate on.

    Args:
        recommender: as it is now.
        known: its validation cases; items already heard are left out unless they repeat.
        cases: at most so many, the same ones each time.
    """
    found = known.validation
    if found is None or not len(found):
        return math.nan
    chosen = derive_rng(known.seed, "validated").permutation(len(found))[:cases]
    gains = []
    for start in range(0, len(chosen), _BLOCK):
        rows = chosen[start : start + _BLOCK]
        histories, target = found.histories.take(rows), found.target[rows]
        scores = recommender.score(histories)
        heard = None if known.repeats else histories.matrix(scores.shape[1]).toarray() > 0
        place = place_in_catalogue(scores, target, heard)
        gains.append(np.where(place <= _N, 1.0 / np.log2(1.0 + place), 0.0))
    return float(np.concatenate(gains).mean())
