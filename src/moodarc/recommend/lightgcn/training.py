"""Training of LightGCN: each edge against items that its listener did not hear."""

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from moodarc.recommend.lightgcn.network import GraphNetwork, normalised
from moodarc.recommend.pairs import next_item_ndcg
from moodarc.recommend.recommender import Known, Recommender
from moodarc.recommend.training import train

if TYPE_CHECKING:
    from moodarc.recommend.lightgcn.light_gcn import LightGCN

__all__ = ["GraphTask", "train_graph"]

Arrays = dict[str, NDArray[np.float32]]


def train_graph(recipe: "LightGCN", known: Known, made: Callable[[Arrays], Recommender]) -> Arrays:
    """The arrays of the best epoch; `made` gives their recommender, for validation."""
    task = GraphTask(recipe, known, made)
    train(task, recipe.training, known)
    return task.arrays()


class GraphTask:
    """A `Task` of edges; its arguments are those of `train_graph`."""

    def __init__(
        self, recipe: "LightGCN", known: Known, made: Callable[[Arrays], Recommender]
    ) -> None:
        self._recipe, self._known, self._made = recipe, known, made
        matrix = known.plays.matrix()
        matrix.sort_indices()
        self._matrix, self._shape = matrix, matrix.shape
        self._edges = np.stack(matrix.tocoo().coords).astype(np.int64)
        with torch.random.fork_rng():
            torch.manual_seed(known.seed)
            self.module = GraphNetwork(
                *self._shape,
                size=recipe.embedding_size,
                layers=recipe.layers,
                own_vectors=recipe.own_vectors,
            )

    def n_batches(self, size: int) -> int:
        """Of one epoch."""
        return math.ceil(len(self._edges[0]) / size)

    def batches(self, rng: np.random.Generator, size: int) -> Iterator[tuple[Tensor, ...]]:
        """The graph's edges, those to be told, others, and which of them are no negatives."""
        order = rng.permutation(self._edges.shape[1])
        for start in range(0, len(order), size):
            rows = np.sort(order[start : start + size])
            edges = self._edges
            if self._recipe.left_out:
                edges = np.delete(edges, rows, axis=1)
            told = self._edges[:, rows]
            others = self._others(rng, len(rows))
            parts = edges, told, others, self._heard(told[0], others)
            yield tuple(torch.from_numpy(part) for part in parts)

    def loss(self, *batch: Tensor) -> Tensor:
        """Mean over the edges, and the decay of the vectors that they start from."""
        edges, told, others, heard = batch
        with torch.autocast(edges.device.type, enabled=False):  # sparse products have no bfloat16
            listeners, layers = self.module(normalised(edges, *self._shape))
            items = torch.stack(layers).mean(dim=0)
            listener, found = listeners[told[0]], items[told[1]]
            right = (listener * found).sum(dim=1)
            if self._recipe.loss == "bpr":
                wrong = (listener * items[others]).sum(dim=1)
                lost = (functional.softplus(wrong - right) * ~heard).mean()
            else:
                wrong = (listener @ items[others].T).masked_fill(heard, -torch.inf)
                scores = torch.cat([right[:, None], wrong], dim=1)
                lost = -functional.log_softmax(scores, dim=1)[:, 0].mean()
            return lost + self._recipe.vector_decay * self._size_of(told, others)

    def validate(self) -> float:
        """NDCG@10."""
        return next_item_ndcg(self._made(self.arrays()), self._known)

    def arrays(self) -> Arrays:
        """What scoring needs, from the layers on the whole graph."""
        edges = torch.from_numpy(self._edges).to(self.module.item.device)
        with torch.no_grad():
            _, layers = self.module(normalised(edges, *self._shape))
            item = torch.stack(layers).mean(dim=0)
            degree = torch.bincount(edges[1], minlength=self._shape[1]).clamp_min(1)
            depth = len(layers)
            heard = torch.stack(layers[:-1]).sum(dim=0) / (depth * degree.sqrt()[:, None])
            parts = {"heard": heard, "item": item, "own": self.module.own / depth}
        return {name: part.cpu().numpy().copy() for name, part in parts.items()}

    def _others(self, rng: np.random.Generator, n: int) -> NDArray[np.int64]:
        n_items = self._shape[1]
        if self._recipe.loss == "bpr":
            return rng.integers(n_items, size=n)
        wanted = min(self._recipe.negatives, n_items)
        others: NDArray[np.int64] = rng.choice(n_items, wanted, replace=False)
        return others

    def _heard(self, listener: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
        """No negatives: (n,) with one other each, else (n, n_others)."""
        if self._recipe.loss == "bpr":
            return np.asarray(self._matrix[listener, others] != 0).ravel()
        column = np.full(self._shape[1], -1)
        column[others] = np.arange(len(others))
        own = self._matrix[listener].tocoo()
        row, place = own.coords[0], column[own.coords[1]]
        heard = np.zeros((len(listener), len(others)), dtype=np.bool_)
        heard[row[place >= 0], place[place >= 0]] = True
        return heard

    def _size_of(self, told: Tensor, others: Tensor) -> Tensor:
        module, n = self.module, told.shape[1]
        size = module.item[told[1]].square().sum() + module.item[others].square().sum()
        if len(module.own):
            size = size + module.own[told[0]].square().sum()
        return 0.5 * size / n
