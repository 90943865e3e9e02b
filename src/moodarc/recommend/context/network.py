"""Factorisation machine and deep cross network; `factorisation`, `deep_cross` have the formulas."""

from itertools import pairwise, starmap
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from moodarc.recommend.pairs.network import HistoryTower

__all__ = ["DeepCrossNetwork", "FactorisationNetwork"]

_NOISE: Final = 0.01
"""share of the usual size of weights that a deep cross network starts with, its product aside"""


class FactorisationNetwork(nn.Module):
    """Vectors of all features.

    Args:
        tower: of bags, its vectors as long as those of features.
        columns: (n_items, n_columns), what is known of items.
        n_context: columns of the context.
        dropout: of the listener's vector.
    """

    columns: Tensor

    def __init__(
        self, tower: HistoryTower, columns: Tensor, *, n_context: int, dropout: float
    ) -> None:
        super().__init__()
        n_items, size = tower.heard.shape
        self.tower = tower
        self.register_buffer("columns", columns)
        self.identity = nn.Parameter(torch.randn(n_items, size) * 0.1)
        self.bias = nn.Parameter(torch.zeros(n_items))
        self.feature = nn.Parameter(torch.randn(columns.shape[1], size) * 0.01)
        self.feature_weight = nn.Parameter(torch.zeros(columns.shape[1]))
        self.context = nn.Parameter(torch.randn(n_context, size) * 0.01)
        self.dropout = nn.Dropout(dropout)

    def forward(self, bag: Tensor, context: Tensor, items: Tensor) -> Tensor:
        """Scores; `train_pairs` names the shapes."""
        listener = self.dropout(self.tower(bag)) + context @ self.context
        columns, identity = self.columns[items], self.identity[items]
        item = identity + columns @ self.feature
        alone = identity.square().sum(-1) + columns.square() @ self.feature.square().sum(1)
        own = self.bias[items] + columns @ self.feature_weight
        own = own + 0.5 * (item.square().sum(-1) - alone)
        return _products(listener, item) + own


class DeepCrossNetwork(nn.Module):
    """Cross layers and a perceptron side by side over the joined vector of a pair.

    Args:
        tower: of bags.
        columns: (n_items, n_columns).
        n_context: columns of the context.
        crosses: number of cross layers, 1 or 2.
        hidden: widths of the perceptron.
        dropout: of the listener's vector, and after each layer of the perceptron.
    """

    columns: Tensor

    def __init__(
        self,
        tower: HistoryTower,
        columns: Tensor,
        *,
        n_context: int,
        crosses: int,
        hidden: tuple[int, ...],
        dropout: float,
    ) -> None:
        super().__init__()
        n_items, size = tower.heard.shape
        self.tower = tower
        self.register_buffer("columns", columns)
        self.identity = nn.Parameter(torch.randn(n_items, size) * 0.1)
        self.bias = nn.Parameter(torch.zeros(n_items))
        width = 2 * size + n_context + columns.shape[1]
        self.crosses = nn.ModuleList(nn.Linear(width, width) for _ in range(crosses))
        self.layers = nn.ModuleList(starmap(nn.Linear, pairwise((width, *hidden))))
        self.last = nn.Linear(width + hidden[-1], 1, bias=False)
        self.dropout = nn.Dropout(dropout)
        self._start_as_product(size, item_at=size + n_context)

    def forward(self, bag: Tensor, context: Tensor, items: Tensor) -> Tensor:
        """Scores; `train_pairs` names the shapes."""
        situation = torch.cat([self.dropout(self.tower(bag)), context], dim=1)
        item = torch.cat([self.identity[items], self.columns[items]], dim=2)
        return self._crossed(situation, item) + self._deep(situation, item) + self.bias[items]

    def _crossed(self, situation: Tensor, item: Tensor) -> Tensor:
        """What the cross layers say of pairs, by the products of `deep_cross`."""
        n, weight = situation.shape[1], self.last.weight[0]
        first = self.crosses.get_parameter("0.weight")
        a = functional.linear(situation, first[:, :n], self.crosses.get_parameter("0.bias") + 1.0)
        b = functional.linear(item, first[:, n:])
        c, d = weight[: len(first)].expand_as(a), torch.zeros_like(b)
        own = item.new_zeros(1)
        if len(self.crosses) == 2:
            second = self.crosses.get_parameter("1.weight")
            offset = self.crosses.get_parameter("1.bias") * weight[: len(first)]
            c, d = (
                c + situation * weight[:n] @ second[:n],
                item * weight[n : len(first)] @ second[n:],
            )
            own = (situation @ offset[:n])[:, None] + item @ offset[n:]
        left = [situation * a[:, :n], situation * c[:, :n], situation, a[:, n:] * c[:, n:]]
        right = [d[..., :n], b[..., :n], b[..., :n] * d[..., :n], item]
        left += [a[:, n:], c[:, n:]]
        right += [item * d[..., n:], item * b[..., n:]]
        own = own + (left[0] * c[:, :n]).sum(dim=1, keepdim=True) + (right[-1] * d[..., n:]).sum(-1)
        return _products(torch.cat(left, dim=-1), torch.cat(right, dim=-1)) + own

    def _deep(self, situation: Tensor, item: Tensor) -> Tensor:
        """What the perceptron says of pairs; its first layer is a sum of one of each part."""
        n, weight = situation.shape[1], self.layers.get_parameter("0.weight")
        left = functional.linear(situation, weight[:, :n], self.layers.get_parameter("0.bias"))
        values = (left[:, None] + functional.linear(item, weight[:, n:])).relu_()
        for layer in self.layers[1:]:
            values = layer(values * self._kept(values)).relu_()
        last = self.last.weight[0, -values.shape[-1] :] * self._kept(values)
        return torch.bmm(values, last.mT)[..., 0]

    def _kept(self, values: Tensor) -> Tensor:
        """Dropout drawn once a row for all its items: a draw a pair takes half of the time."""
        kept: Tensor = self.dropout(torch.ones_like(values[:, :1]))
        return kept

    @torch.no_grad()
    def _start_as_product(self, size: int, *, item_at: int) -> None:
        """Begin where the score is the product of listener and item, with little beside it.

        From weights drawn evenly the network takes many epochs to find any product of the two (see
        Rendle et al., RecSys 2020) and mostly stops at popularity before. Noise of the usual size
        in the other weights does as much harm: it is there before the embeddings say anything.
        """
        item = slice(item_at, item_at + size)
        for layer in self.crosses:
            layer.get_parameter("weight").mul_(_NOISE)
            layer.get_parameter("bias").zero_()
        self.crosses.get_parameter("0.weight")[item, :size] += torch.eye(size)
        self.crosses.get_parameter("0.bias")[item] -= 1.0  # without the sum of the item's vector
        self.last.weight.mul_(_NOISE)
        self.last.weight[0, item] += 1.0


def _products(listener: Tensor, item: Tensor) -> Tensor:
    if len(item) == 1:  # the same items for all rows
        return listener @ item[0].T
    return (listener[:, None] * item).sum(dim=-1)
