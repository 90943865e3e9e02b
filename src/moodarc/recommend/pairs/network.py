"""A listener's bag of heard items as a vector, trainable; `history_bag` has the formula."""

import torch
from torch import Tensor, nn

__all__ = ["HistoryTower"]


class HistoryTower(nn.Module):
    """Vectors of listeners out of what they heard.

    Args:
        n_items: of the vocabulary.
        size: of a vector.
        history_size: places of a bag.
        ordered: whether the places are an order in time, so that their weights are learned.
    """

    def __init__(self, n_items: int, size: int, *, history_size: int, ordered: bool) -> None:
        super().__init__()
        self.heard = nn.Parameter(torch.randn(n_items, size) * 0.1)
        self.recency = nn.Parameter(torch.zeros(history_size), requires_grad=ordered)

    def forward(self, bag: Tensor) -> Tensor:
        """(n, size) of the bags (n, history_size), in which -1 is no item."""
        weight = torch.where(bag >= 0, self.recency.exp(), 0.0)
        total = weight.sum(dim=1, keepdim=True).clamp_min(1e-12)
        summed = nn.functional.embedding_bag(
            bag.clamp_min(0), self.heard, per_sample_weights=weight, mode="sum"
        )
        return summed / total.sqrt()
