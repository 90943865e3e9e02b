"""How networks over listener-item pairs are trained: each play against items that were not played.

A row is one play: the bag of what else its listener heard, the context of the play where there is
one, and the item. Others are drawn evenly from the catalogue, the same for all rows of a batch, so
that a batch is one broadcast operation; those which the listener played are no negatives (where
items repeat, only the item itself is none).
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from moodarc.recommend.pairs.history_bag import bags_before, bags_beside
from moodarc.recommend.pairs.sampling import PairLoss, Sampling
from moodarc.recommend.pairs.validation import next_item_ndcg
from moodarc.recommend.recommender import Known, Recommender
from moodarc.recommend.training import train
from moodarc.recommend.training_config import TrainingConfig

__all__ = ["Arrays", "PairTask", "pair_loss", "train_pairs"]

Arrays = dict[str, NDArray[Any]]


def train_pairs(
    module: nn.Module,
    known: Known,
    *,
    context: NDArray[np.float32],
    sampling: Sampling,
    training: TrainingConfig,
    made: Callable[[Arrays], Recommender],
) -> Arrays:
    """Train `module`; the arrays of its best epoch.

    Args:
        module: takes bags (n, history_size), context (n, n_features), items (n, 1) or (1, m), and
            gives scores (n, 1) or (n, m).
        known: plays, and what to validate on.
        context: (n_plays, n_features), as the module wants it.
        sampling: how rows are made.
        training: of the trainer.
        made: the recommender of arrays, for validation.
    """
    task = PairTask(
        module,
        known,
        context=context,
        sampling=sampling,
        validate=lambda: next_item_ndcg(made(_arrays(module)), known),
    )
    train(task, training, known)
    return _arrays(module)


class PairTask:
    """A `Task` of plays; its arguments are those of `train_pairs`."""

    def __init__(
        self,
        module: nn.Module,
        known: Known,
        *,
        context: NDArray[np.float32],
        sampling: Sampling,
        validate: Callable[[], float],
    ) -> None:
        self.module, self.validate = module, validate
        self._plays, self._repeats, self._context = known.plays, known.repeats, context
        self._sampling = sampling
        self._own = known.plays.matrix()

    def n_batches(self, size: int) -> int:
        """Of one epoch."""
        return -(-len(self._plays) // size)

    def batches(self, rng: np.random.Generator, size: int) -> Iterator[tuple[Tensor, ...]]:
        """Bags, context, items, others, and which of the others are no negatives."""
        order = rng.permutation(len(self._plays))
        for start in range(0, len(order), size):
            rows = order[start : start + size]
            others = self._others(rng)
            parts = (
                self._bags(rows, rng),
                self._context[rows],
                self._plays.item[rows][:, None].astype(np.int64),
                others[None],
                self._played(rows, others),
            )
            yield tuple(torch.from_numpy(part) for part in parts)

    def loss(self, *batch: Tensor) -> Tensor:
        """Mean over the rows."""
        bag, context, item, others, played = batch
        found = self.module(bag, context, item).float()
        missed = self.module(bag, context, others).float().masked_fill(played, -torch.inf)
        return pair_loss(found, missed, self._sampling.loss)

    def _others(self, rng: np.random.Generator) -> NDArray[np.int64]:
        n_items, wanted = self._plays.n_items, self._sampling.negatives
        if wanted is None or wanted >= n_items:
            return np.arange(n_items)
        return rng.choice(n_items, wanted, replace=False, shuffle=False)

    def _bags(self, rows: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
        size = self._sampling.history_size
        if self._plays.at_s is None:
            bags = bags_beside(self._plays, rows, size, rng=rng)
        else:
            bags = bags_before(self._plays, rows, size)
        kept = rng.random(bags.shape, dtype=np.float32) >= self._sampling.hidden
        return np.where(kept, bags, -1).astype(np.int64)

    def _played(self, rows: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
        """(n, n_others): no negatives."""
        column = np.full(self._plays.n_items, -1)
        column[others] = np.arange(len(others))
        row, place = np.arange(len(rows)), column[self._plays.item[rows]]
        if not self._repeats:
            own = self._own[self._plays.listener[rows]].tocoo()
            row, place = own.coords[0], column[own.coords[1]]
        played = np.zeros((len(rows), len(others)), dtype=np.bool_)
        played[row[place >= 0], place[place >= 0]] = True
        return played


def pair_loss(found: Tensor, missed: Tensor, kind: PairLoss) -> Tensor:
    """Mean loss, a scalar.

    Args:
        found: (n, 1) scores of what was played.
        missed: (n, m) scores of others; minus infinity = no negative.
        kind: as in `sampling`.
    """
    if kind == "softmax":
        return -functional.log_softmax(torch.cat([found, missed], dim=1), dim=1)[:, 0].mean()
    if kind == "squared":
        errors = (1.0 - found.sigmoid()) ** 2, missed.sigmoid() ** 2
    else:
        errors = functional.softplus(-found), functional.softplus(missed)
    return (errors[0][:, 0] + errors[1].sum(dim=1)).mean()


def _arrays(module: nn.Module) -> Arrays:
    state = {name: part.detach().cpu().numpy() for name, part in module.state_dict().items()}
    return {name.replace("tower.", ""): part.copy() for name, part in state.items()}
