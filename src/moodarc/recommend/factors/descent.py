"""How SVD++ learns what it holds of items: steps of Adam over batches of listeners.

The listeners' own parts are solved, not stepped (`taste`), so that the gradients of b, q and y are
those of the loss at its minimum over listeners.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.randomness import derive_rng
from moodarc.recommend.factors.ratings import choices, unexplained
from moodarc.recommend.factors.taste import solve_listeners

__all__ = ["Descent", "DescentSettings"]

_MOMENTUM, _MEMORY, _LEAST = 0.9, 0.99, 1e-3
"""Adam's, with a shorter memory of squares than usual: there are few steps"""
_SPREAD: Final = 0.1
"""of the first item vectors"""
_ROUNDS: Final = 10
"""of the alternation of biases before the first step"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescentSettings:
    """As in the recipe, where each is described."""

    factors: int
    epochs: int
    learning_rate: float
    penalty: float
    listener_penalty: float
    item_penalty: float
    batch_size: int


class Descent:
    """Items while they are learned."""

    def __init__(self, ratings: sp.csr_array, settings: DescentSettings, seed: int) -> None:
        self._ratings, self._settings, self._seed = ratings, settings, seed
        n_items = ratings.shape[1]
        rng = derive_rng(seed, "svdpp")
        first = rng.standard_normal((n_items, settings.factors), dtype=np.float32)
        self.mean = float(ratings.data.mean()) if ratings.nnz else 0.0
        self.bias = _biases(ratings, self.mean, settings)
        self.items = np.float32(_SPREAD) * first
        self.chosen = np.zeros_like(self.items)
        self._choices = choices(ratings)
        self._moments = {
            name: (np.zeros_like(getattr(self, name)), np.zeros_like(getattr(self, name)))
            for name in ("bias", "items", "chosen")
        }
        self._n_batches = max(1, round(ratings.shape[0] / settings.batch_size))
        self._steps = 0

    def epoch(self, number: int) -> float:
        """One epoch; the root of its mean squared error, measured along the way."""
        rng = derive_rng(self._seed, "svdpp", number)
        order = rng.permutation(self._ratings.shape[0])
        squares = sum(self._step(np.sort(rows)) for rows in np.array_split(order, self._n_batches))
        return math.sqrt(squares / max(self._ratings.nnz, 1))

    def _step(self, rows: NDArray[np.int64]) -> float:
        ratings, chose = self._ratings[rows], self._choices[rows]
        choice = chose @ self.chosen
        left = unexplained(ratings, choice, (self.mean, self.bias, self.items))
        own = solve_listeners(
            left,
            self.items,
            bias_penalty=self._settings.listener_penalty,
            penalty=self._settings.penalty,
        )
        row = np.repeat(np.arange(len(rows)), np.diff(left.indptr))
        meet = np.einsum("nf,nf->n", own[row, 1:], self.items[left.indices])
        left.data = left.data - own[row, 0] - meet
        self._descend(left, chose, own[:, 1:] + choice)
        return float((left.data.astype(np.float64) ** 2).sum())

    def _descend(
        self, errors: sp.csr_array, chose: sp.csr_array, vectors: NDArray[np.float32]
    ) -> None:
        share = errors.shape[0] / self._ratings.shape[0]
        ridge = np.float32(self._settings.penalty * share)
        gradients = {
            "chosen": chose.T @ (errors @ self.items) - ridge * self.chosen,
            "items": errors.T @ vectors - ridge * self.items,
            "bias": np.asarray(errors.sum(axis=0)).ravel()
            - np.float32(self._settings.item_penalty * share) * self.bias,
        }
        self._steps += 1
        done = self._steps / (self._n_batches * self._settings.epochs)
        rate = self._settings.learning_rate * 0.5 * (1.0 + math.cos(math.pi * done))
        for name, gradient in gradients.items():
            self._move(name, gradient, rate)

    def _move(self, name: str, gradient: NDArray[np.float32], rate: float) -> None:
        mean, square = self._moments[name]
        mean += np.float32(1.0 - _MOMENTUM) * (gradient - mean)
        square += np.float32(1.0 - _MEMORY) * (gradient * gradient - square)
        upright = math.sqrt(1.0 - _MEMORY**self._steps)
        step = mean / (np.sqrt(square) / np.float32(upright) + np.float32(_LEAST))
        value = getattr(self, name)
        value += np.float32(rate / (1.0 - _MOMENTUM**self._steps)) * step


def _biases(ratings: sp.csr_array, mean: float, settings: DescentSettings) -> NDArray[np.float32]:
    """Item biases by alternating shrunk means of items and listeners."""
    n, n_items = ratings.shape
    row = np.repeat(np.arange(n), np.diff(ratings.indptr))
    column, value = ratings.indices, ratings.data - mean
    of_items = np.bincount(column, minlength=n_items) + settings.item_penalty
    of_listeners = np.bincount(row, minlength=n) + settings.listener_penalty
    listener = np.zeros(n)
    item = np.zeros(n_items)
    for _ in range(_ROUNDS):
        item = np.bincount(column, value - listener[row], n_items) / of_items
        listener = np.bincount(row, value - item[column], n) / of_listeners
    return item.astype(np.float32)
