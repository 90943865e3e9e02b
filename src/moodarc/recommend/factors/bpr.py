"""What was heard before what was not: matrix factorisation with BPR (Rendle et al. 2009).

    maximise  sum log sigmoid(x_ui - x_uj) - penalty (|p_u|^2 + |q_i|^2 + |q_j|^2),
    x_ui = <p_u, q_i> + b_i

over pairs of an item i that u heard and one j that u did not. Where the paper takes one pair at a
time, a step here takes thousands: a sparse matrix with +1 at i and -1 at j gathers all differences
q_i - q_j in one product and scatters their gradients in another, and Adagrad (Duchi et al. 2011),
with one rate a row, keeps frequent items from running ahead. Nothing loops over rows.

Everybody is folded in, whom it learned from as well: a vector is a linear map of the sum of the
vectors of what was heard, fitted once by ridge regression to the vectors that were learned. On
HetRec that ranked no worse than the learned vectors, and the model holds nobody's own row.
"""

import math
from dataclasses import dataclass
from typing import ClassVar, Final, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories
from moodarc.randomness import derive_rng
from moodarc.recommend.co_plays import play_matrix, popularity_behind
from moodarc.recommend.factors.sampling import Heard, Pairs, draw_pairs
from moodarc.recommend.packing import packed, unpacked
from moodarc.recommend.recency import faded, fading_of, half_life_of, with_half_life
from moodarc.recommend.recommender import Known, Recommender

__all__ = ["BPR", "ItemFactors"]

_FIRST: Final = 1e-2
"""what Adagrad's sums start from: the first steps stay small"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BPR:
    """Settings.

    Attributes:
        factors: length of a vector.
        epochs: each with one pair for each (listener, item).
        learning_rate: of Adagrad.
        penalty: of squared values, for each pair.
        batch_size: pairs of a step.
        half_life: of plays in a history; inf = all count alike; None = chosen on the validation
            part.
    """

    factors: int = 64
    epochs: int = 60
    learning_rate: float = 0.4
    penalty: float = 0.02
    batch_size: int = 16384
    half_life: float | None = None

    name: ClassVar[str] = "bpr"

    def fit(self, known: Known) -> Recommender:
        """Learn."""
        plays = play_matrix(known.plays, "listener")
        learning = _Learning(plays, self, known.seed)
        for epoch in range(self.epochs):
            known.told({"epoch": float(epoch), "loss": learning.epoch(epoch)})
        found = ItemFactors(
            items=learning.items[:, 1:].copy(),
            bias=learning.items[:, 0] + popularity_behind(known.plays),
            fold=_fold(plays, learning),
            half_life=math.inf,
        )
        return with_half_life(found, self.half_life, known)

    @classmethod
    def paper(cls) -> Self:
        """The paper searches all on validation; EM-9's networks have 64 factors."""
        return cls(half_life=math.inf)

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        names = {"items": 2, "bias": 1, "fold": 2, "fading": 1}
        items, bias, fold, fading = unpacked(artifact, cls.name, names)
        return ItemFactors(items, bias, fold, half_life_of(fading))


@dataclass(frozen=True, slots=True, eq=False)
class ItemFactors:
    """Vectors of items, and how listeners follow from them.

    Attributes:
        items: float32 (n_items, factors).
        bias: float32 (n_items,).
        fold: float32 (factors, factors), from the sum of items' vectors over the root of their
            number to a listener's.
        half_life: of plays in a history.
    """

    items: NDArray[np.float32]
    bias: NDArray[np.float32]
    fold: NDArray[np.float32]
    half_life: float

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.bias)

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items), of any sign."""
        heard = faded(histories, self.n_items, half_life=self.half_life)
        vectors = _sums(heard, self.items) @ self.fold
        return np.asarray(vectors @ self.items.T + self.bias, dtype=np.float32)

    def pack(self) -> Artifact:
        """As a model folder."""
        names = ("items", "bias", "fold")
        arrays = {name: getattr(self, name) for name in names}
        return packed(BPR.name, arrays | {"fading": fading_of(self.half_life)})


class _Learning:
    """Vectors while they are learned; the first column is an item's bias, a listener's 1."""

    def __init__(self, plays: sp.csr_array, config: BPR, seed: int) -> None:
        self._config, self._seed = config, seed
        self._heard = Heard(plays)
        rng = derive_rng(seed, "bpr")
        spread = np.float32(1.0 / math.sqrt(config.factors))
        (n_listeners, n_items), width = plays.shape, config.factors + 1
        self.listeners = spread * rng.standard_normal((n_listeners, width), dtype=np.float32)
        self.items = spread * rng.standard_normal((n_items, width), dtype=np.float32)
        self.listeners[:, 0], self.items[:, 0] = 1.0, 0.0
        # the sums of squared gradients, one a row
        self._squares = (np.full(n_listeners, _FIRST), np.full(n_items, _FIRST))

    def epoch(self, number: int) -> float:
        """One epoch; its mean loss."""
        pairs = draw_pairs(self._heard, derive_rng(self._seed, "bpr", number))
        losses = []
        for start in range(0, len(pairs.item), self._config.batch_size):
            end = start + self._config.batch_size
            losses.append(self._step(Pairs(*(part[start:end] for part in pairs))))
        return float(np.mean(losses)) if losses else 0.0

    def _step(self, pairs: Pairs) -> float:
        who, listener = _numbered(pairs.listener, len(self.listeners))
        both = np.column_stack([pairs.item, pairs.unheard]).ravel()
        what, place = _numbered(both, len(self.items))
        order, asking = _differences(place, len(what)), _ones(listener, len(who))
        items, listeners = self.items[what], self.listeners[who]
        ahead, asked = order @ items, listeners[listener]
        margin = np.einsum("nf,nf->n", ahead, asked)
        wrong = (1.0 / (1.0 + np.exp(margin)))[:, None]
        ahead *= wrong
        asked *= wrong
        penalty = np.float32(self._config.penalty)
        often = penalty * np.bincount(place, minlength=len(what)).astype(np.float32)
        active = penalty * np.bincount(listener, minlength=len(who)).astype(np.float32)
        for_listeners = asking.T @ ahead - active[:, None] * listeners
        for_listeners[:, 0] = 0.0
        self._move((self.listeners, self._squares[0]), who, for_listeners)
        self._move((self.items, self._squares[1]), what, order.T @ asked - often[:, None] * items)
        return float(np.logaddexp(0.0, -margin).mean())

    def _move(
        self,
        values: tuple[NDArray[np.float32], NDArray[np.float64]],
        rows: NDArray[np.int64],
        gradient: NDArray[np.float32],
    ) -> None:
        weights, squares = values
        squares[rows] += np.einsum("nf,nf->n", gradient, gradient) / gradient.shape[1]
        gradient *= (self._config.learning_rate / np.sqrt(squares[rows]))[:, None].astype(
            np.float32
        )
        weights[rows] += gradient


def _numbered(ids: NDArray[np.int64], n: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Those of n that occur, ascending, and the place of each id among them."""
    met = np.zeros(n, dtype=bool)
    met[ids] = True
    place = np.cumsum(met, dtype=np.int32) - np.int32(1)
    return np.flatnonzero(met), place[ids]


def _differences(place: NDArray[np.int32], n_items: int) -> sp.csr_array:
    """float32 (n, n_items): +1 at what was heard, -1 at what was not; both in turn in `place`."""
    n = len(place) // 2
    values = np.tile(np.array([1.0, -1.0], dtype=np.float32), n)
    starts = np.arange(0, 2 * n + 1, 2, dtype=np.int32)
    return sp.csr_array((values, place, starts), shape=(n, n_items))


def _ones(column: NDArray[np.int32], n: int) -> sp.csr_array:
    starts = np.arange(len(column) + 1, dtype=np.int32)
    values = np.ones(len(column), dtype=np.float32)
    return sp.csr_array((values, column, starts), shape=(len(column), n))


def _sums(heard: sp.csr_array, items: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sums of items' vectors over the root of how many there are; 0 for nobody's."""
    many = np.asarray(heard.sum(axis=1)).ravel()
    scale = 1.0 / np.sqrt(np.maximum(many, 1e-9))
    return np.asarray((heard @ items) * scale[:, None], dtype=np.float32)


def _fold(plays: sp.csr_array, learning: _Learning) -> NDArray[np.float32]:
    """The map of `_sums` to what was learned of listeners, by ridge regression."""
    parts = (np.ones_like(plays.data), plays.indices, plays.indptr)
    sums = _sums(sp.csr_array(parts, shape=plays.shape), learning.items[:, 1:]).astype(float)
    gram = sums.T @ sums
    gram[np.diag_indices_from(gram)] += 1e-3 * max(float(np.trace(gram)) / len(gram), 1e-9)
    return np.linalg.solve(gram, sums.T @ learning.listeners[:, 1:]).astype(np.float32)
