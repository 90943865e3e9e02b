"""The attention network in PyTorch (LIN-3): what `training` fits and exports.

    Q = W_Q [present moment, summary]    K = W_K e    V = W_V e    over moments e
    softmax(Q K^T / sqrt(d_k)) V         several heads (Vaswani et al. 2017)

LIN's eq. 2 scales by sqrt(d_k) and its eq. 9 does not: ours scales. What the heads bring back
corrects what the regression says of the same summary; from a few dozen people a network that
starts from nothing learns less than the regression knows.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["N_OUTPUTS", "AttentionNetwork"]

N_OUTPUTS = 6
"""valence, arousal, and the four shares before the softmax"""


class AttentionNetwork(nn.Module):
    """Foretells affect from moments and their summary.

    Args:
        n_token: features of a moment.
        n_summary: features of the summary.
        width: of a moment inside.
        heads: they share `width`.
        dropout: of what is brought back and of the summary.
    """

    def __init__(
        self, n_token: int, n_summary: int, *, width: int = 32, heads: int = 4, dropout: float = 0.2
    ) -> None:
        super().__init__()
        self.heads, self.width = heads, width
        self.embed = nn.Linear(n_token, width)
        self.query = nn.Linear(width + n_summary, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.shares = nn.Linear(n_summary, N_OUTPUTS - 2)
        self.dropout = nn.Dropout(dropout)
        self.inner = nn.Linear(width + n_summary, width)
        self.correction = nn.Linear(width, N_OUTPUTS)
        nn.init.zeros_(self.correction.weight)

    def forward(
        self, moments: Tensor, absent: Tensor, *, summary: Tensor, regression: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Outputs and weights.

        Args:
            moments: (n, n_moments, n_token), the present one last.
            absent: (n, n_moments) bool, rows that are none.
            summary: (n, n_summary).
            regression: (n, 2) what the regression says of valence and arousal.

        Returns:
            (n, 6) outputs; (n, heads, n_moments) weights, which sum to 1 over the moments.
        """
        inside = functional.silu(self.embed(moments))
        asked = self.query(torch.cat([inside[:, -1], summary], 1))
        keys, values = self._split(self.key(inside)), self._split(self.value(inside))
        likeness = (keys * self._split(asked[:, None])).sum(-1) / (self.width / self.heads) ** 0.5
        weights = likeness.masked_fill(absent[:, None], -1e9).softmax(-1)
        brought = (weights[..., None] * values).sum(2).flatten(1)
        known = self.dropout(torch.cat([brought, summary], 1))
        correction = self.correction(functional.silu(self.inner(known)))
        told = torch.cat([regression, self.shares(summary)], 1)
        return told + correction, weights

    def _split(self, rows: Tensor) -> Tensor:
        """(n, n_moments, width) by heads: (n, heads, n_moments, width / heads)."""
        return rows.reshape(*rows.shape[:2], self.heads, -1).transpose(1, 2)
