"""Lists for moments, by one recommender or by the hybrid of two, and where the heard items stand.

The hybrid is LIN's F as it ships: the hundred items that the collaborative model puts first
(EM-8's shortlist) are ordered by `session.hybrid.fuse`, with the weights of `session.fusion` in the
moment's situation.
"""

import time
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.hybrid_moments import Moments
from moodarc.protocols import place_in_catalogue
from moodarc.recommend import Recommender
from moodarc.session.hybrid import fuse, hybrid_weights, place_shares

__all__ = ["AtHome", "Hybrid", "Lists", "Plain", "Way", "latency_ms", "lists_of"]

LISTED: Final = 10
_SHORTLIST: Final = 100
_BLOCK: Final = 256
_TIMED: Final = 60
"""lists made one by one for their time"""

Scores = NDArray[np.floating[Any]]


class Way(Protocol):
    """How items are scored for moments."""

    def score(self, moments: Moments) -> Scores:
        """(n, n_items), higher is better."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """What a recommender says of the histories."""

    recommender: Recommender

    def score(self, moments: Moments) -> Scores:
        """(n, n_items)."""
        return self.recommender.score(moments.histories)


@dataclass(frozen=True, slots=True, eq=False)
class Hybrid:
    """The best hundred of one recommender, ordered by it and by an emotion match.

    Attributes:
        preference: whose best hundred they are.
        emotion: the match.
        share: lambda, of preference before the situation moves it.
    """

    preference: Recommender
    emotion: Recommender
    share: float

    def score(self, moments: Moments) -> Scores:
        """(n, n_items): the shortlist in [1, 2], all others below 0 in the order of preference."""
        liked = self.preference.score(moments.histories).astype(np.float64)
        off = ~_best_mask(liked, moments.left_out)
        parts = {
            "affect": place_shares(self.emotion.score(moments.histories), off),
            "preference": place_shares(liked, off),
        }
        fused = fuse(parts, hybrid_weights(moments.situations, preference=self.share))
        behind = liked - liked.max(axis=1, keepdims=True) - 1.0
        scores: Scores = np.where(off, behind, 1.0 + fused)
        return scores


@dataclass(frozen=True, slots=True, eq=False)
class AtHome:
    """A way that is not told how the listener feels now, only how in the long run."""

    way: Way

    def score(self, moments: Moments) -> Scores:
        """(n, n_items)."""
        return self.way.score(moments.at_home())


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """What came of a way.

    Attributes:
        place: float64 (m,), of each heard item among the candidates, from 1.
        share: float64 (m,), of the other candidates that stand below it.
        listed: int64 (n, 10), rows of the list; -1 where there were fewer candidates.
    """

    place: NDArray[np.float64]
    share: NDArray[np.float64]
    listed: NDArray[np.int64]


def lists_of(way: Way, moments: Moments) -> Lists:
    """Score every moment once."""
    parts = [
        _block(way, moments.take(slice(start, start + _BLOCK)))
        for start in range(0, len(moments), _BLOCK)
    ]
    return Lists(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def latency_ms(way: Way, moments: Moments) -> float:
    """Median time of a list made for one listener, of up to 60 of them."""
    rows = np.linspace(0, len(moments) - 1, min(_TIMED, len(moments))).astype(np.int64)
    singles = [moments.take(np.array([row])) for row in rows]
    way_s = []
    for single in singles:
        began = time.perf_counter()
        _best(way.score(single), single.left_out)
        way_s.append(time.perf_counter() - began)
    return 1000.0 * float(np.median(way_s))


def _block(way: Way, moments: Moments) -> tuple[NDArray[Any], ...]:
    scores = way.score(moments)
    row, hidden = moments.row, moments.left_out
    place = place_in_catalogue(scores[row], moments.item, hidden[row])
    others = (~hidden).sum(axis=1)[row] - ~hidden[row, moments.item]
    share = 1.0 - (place - 1.0) / np.maximum(others, 1)
    return place, share, _best(scores, hidden)


def _best(scores: Scores, left_out: NDArray[np.bool_]) -> NDArray[np.int64]:
    values = np.where(left_out, -np.inf, scores)
    order = np.argsort(-values, axis=1, kind="stable")[:, :LISTED]
    real = np.isfinite(np.take_along_axis(values, order, axis=1))
    listed: NDArray[np.int64] = np.where(real, order, -1)
    padding = ((0, 0), (0, LISTED - order.shape[1]))
    return np.pad(listed, padding, constant_values=-1)


def _best_mask(scores: Scores, left_out: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The best hundred candidates of each row."""
    values = np.where(left_out, -np.inf, scores)
    n = min(_SHORTLIST, values.shape[1])
    rows = np.argpartition(-values, n - 1, axis=1)[:, :n]
    mask = np.zeros(values.shape, dtype=bool)
    np.put_along_axis(mask, rows, values=True, axis=1)
    return mask & ~left_out
