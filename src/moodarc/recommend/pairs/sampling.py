r"""How the rows are made that networks over listener-item pairs learn from, and what is their loss.

Three losses of the score $s$ of the item that was played beside those of the others, $s_o$:

- `softmax`: $-\log (e^{s} / (e^{s} + \sum_o e^{s_o}))$, cross-entropy of what was played;
- `logistic`: binary cross-entropy, summed over the others; NCF's own (He et al. 2017);
- `squared`: $(1 - \sigma(s))^2 + \sum_o \sigma(s_o)^2$, the squared error of LIN-T3.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = ["PairLoss", "Sampling"]

PairLoss = Literal["softmax", "logistic", "squared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """Settings of rows and loss.

    Attributes:
        history_size: items of a bag at most; the latest where plays have an order.
        hidden: share of a bag's items left out by chance, so that short histories are met too.
        negatives: others drawn for each batch; None = the whole catalogue.
        loss: of the three above.
    """

    history_size: int = 50
    hidden: float = 0.2
    negatives: int | None = 64
    loss: PairLoss = "softmax"
