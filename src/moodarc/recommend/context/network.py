"""Factorisation machine and deep cross network; `factorisation`, `deep_cross` have the formulas."""

import torch
from torch import Tensor, nn

from moodarc.recommend.pairs.network import HistoryTower

__all__ = ["DeepCrossNetwork", "FactorisationNetwork"]


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
        crosses: number of cross layers.
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
        widths = (width, *hidden)
        self.layers = nn.ModuleList(map(nn.Linear, widths[:-1], widths[1:]))
        self.last = nn.Linear(width + hidden[-1], 1, bias=False)
        self.dropout = nn.Dropout(dropout)
        self._start_as_product(size, item_at=size + n_context)

    def forward(self, bag: Tensor, context: Tensor, items: Tensor) -> Tensor:
        """Scores; `train_pairs` names the shapes."""
        situation = torch.cat([self.dropout(self.tower(bag)), context], dim=1)[:, None]
        item = torch.cat([self.identity[items], self.columns[items]], dim=2)
        shape = (max(len(situation), len(item)), max(situation.shape[1], item.shape[1]), -1)
        joined = torch.cat([situation.expand(shape), item.expand(shape)], dim=2)
        crossed, deep = joined, joined
        for layer in self.crosses:
            crossed = joined * layer(crossed) + crossed
        for layer in self.layers:
            values = layer(deep).relu()
            deep = values * self.dropout(torch.ones_like(values[:, :1]))
        scores: Tensor = self.last(torch.cat([crossed, deep], dim=2))[..., 0] + self.bias[items]
        return scores

    @torch.no_grad()
    def _start_as_product(self, size: int, *, item_at: int) -> None:
        """Begin where the score is about the product of listener and item.

        From weights drawn evenly the network takes many epochs to find any product of the two (see
        Rendle et al., RecSys 2020) and mostly stops at popularity before.
        """
        item = slice(item_at, item_at + size)
        first = self.crosses.get_parameter("0.weight")
        first.mul_(0.1)
        first[item, :size] += torch.eye(size)
        self.last.weight.mul_(0.1)
        self.last.weight[0, item] += 1.0


def _products(listener: Tensor, item: Tensor) -> Tensor:
    if len(item) == 1:  # the same items for all rows
        return listener @ item[0].T
    return (listener[:, None] * item).sum(dim=-1)
