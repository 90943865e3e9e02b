"""NeuMF as a network; `neumf` says what it computes."""

from itertools import pairwise

import torch
from torch import Tensor, nn

from moodarc.recommend.pairs.network import HistoryTower

__all__ = ["NeuMFNetwork"]


class NeuMFNetwork(nn.Module):
    """Product and perceptron over the vectors of a listener and an item.

    Args:
        n_items: of the vocabulary.
        embedding_size: of the vectors of each part.
        hidden: widths of the perceptron's layers.
        dropout: after each of its layers.
        history_size: places of a bag.
        ordered: whether plays have an order in time.
    """

    def __init__(
        self,
        n_items: int,
        *,
        embedding_size: int,
        hidden: tuple[int, ...],
        dropout: float,
        history_size: int,
        ordered: bool,
    ) -> None:
        super().__init__()
        self.size = embedding_size
        self.tower = HistoryTower(
            n_items, 2 * embedding_size, history_size=history_size, ordered=ordered
        )
        self.item = nn.Parameter(torch.randn(n_items, 2 * embedding_size) * 0.1)
        self.bias = nn.Parameter(torch.zeros(n_items))
        widths = (2 * embedding_size, *hidden)
        self.layers = nn.ModuleList(nn.Linear(*pair) for pair in pairwise(widths))
        self.product = nn.Parameter(torch.ones(embedding_size))
        self.last = nn.Linear(hidden[-1], 1, bias=False)
        self.dropout = nn.Dropout(dropout)

    def forward(self, bag: Tensor, context: Tensor, items: Tensor) -> Tensor:
        """Scores; `PairTask` names the shapes."""
        del context
        listener, item = self.tower(bag)[:, None], self.item[items]
        product = self._product(self.dropout(listener), item)
        values = self._first(listener, item)
        for layer in [*self.layers[1:], self.last]:
            values = layer(values.relu() * self._kept(values))
        scores: Tensor = product + values[..., 0] + self.bias[items]
        return scores

    def _kept(self, values: Tensor) -> Tensor:
        """Dropout drawn once a row for all its items: a draw a pair took half of the time."""
        kept: Tensor = self.dropout(torch.ones_like(values[:, :1]))
        return kept

    def _product(self, listener: Tensor, item: Tensor) -> Tensor:
        weighted = listener[..., : self.size] * self.product
        if len(item) == 1:  # the same items for all rows
            return weighted[:, 0] @ item[0, :, : self.size].T
        return (weighted * item[..., : self.size]).sum(dim=-1)

    def _first(self, listener: Tensor, item: Tensor) -> Tensor:
        """The first layer of the joined vectors, one part at a time."""
        weight = self.layers.get_parameter("0.weight")
        bias = self.layers.get_parameter("0.bias")
        left = nn.functional.linear(listener[..., self.size :], weight[:, : self.size], bias)
        return left + nn.functional.linear(item[..., self.size :], weight[:, self.size :])
