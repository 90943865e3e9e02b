"""Layers of LightGCN by sparse products; `light_gcn` has the formula."""

import torch
from torch import Tensor, nn

__all__ = ["GraphNetwork", "normalised"]


class GraphNetwork(nn.Module):
    """Vectors of layer 0, and their smoothing.

    Args:
        n_listeners: nodes of one side.
        n_items: nodes of the other.
        size: of a vector.
        layers: K.
        own_vectors: whether listeners have vectors of layer 0.
    """

    def __init__(
        self, n_listeners: int, n_items: int, *, size: int, layers: int, own_vectors: bool
    ) -> None:
        super().__init__()
        self.layers = layers
        self.item = nn.Parameter(torch.randn(n_items, size) * 0.1)
        own = torch.randn(n_listeners, size) * 0.1 if own_vectors else torch.zeros(0, size)
        self.own = nn.Parameter(own)

    def forward(self, graph: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Final vectors of listeners, and the layers of items; the graph is `normalised`."""
        nobody = self.item.new_zeros(graph.shape[0], self.item.shape[1])
        listeners: list[Tensor] = [self.own if len(self.own) else nobody]
        items: list[Tensor] = [self.item]
        back = graph.t()
        for _ in range(self.layers):
            told = torch.sparse.mm(graph, items[-1])
            items.append(torch.sparse.mm(back, listeners[-1]))
            listeners.append(told)
        return torch.stack(listeners).mean(dim=0), items


def normalised(edges: Tensor, n_listeners: int, n_items: int) -> Tensor:
    """Sparse (n_listeners, n_items) of edges (2, n): 1 over the root of both ends' degrees."""
    of_listener = torch.bincount(edges[0], minlength=n_listeners)[edges[0]]
    of_item = torch.bincount(edges[1], minlength=n_items)[edges[1]]
    weight = (of_listener * of_item).float().rsqrt()
    return torch.sparse_coo_tensor(
        edges, weight, (n_listeners, n_items), is_coalesced=True, check_invariants=False
    )
