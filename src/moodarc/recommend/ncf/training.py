"""Training of NeuMF."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import torch

from moodarc.recommend.ncf.network import NeuMFNetwork
from moodarc.recommend.pairs.training import Arrays, train_pairs
from moodarc.recommend.recommender import Known, Recommender

if TYPE_CHECKING:
    from moodarc.recommend.ncf.neumf import NeuMF

__all__ = ["train_neumf"]


def train_neumf(recipe: "NeuMF", known: Known, made: Callable[[Arrays], Recommender]) -> Arrays:
    """The arrays of the best epoch.

    Args:
        recipe: settings.
        known: what to learn from.
        made: the recommender of arrays, for validation.
    """
    with torch.random.fork_rng():
        torch.manual_seed(known.seed)
        network = NeuMFNetwork(
            known.plays.n_items,
            embedding_size=recipe.embedding_size,
            hidden=recipe.hidden,
            dropout=recipe.dropout,
            history_size=recipe.sampling.history_size,
            ordered=known.plays.at_s is not None,
        )
    return train_pairs(
        network,
        known,
        context=np.zeros((len(known.plays), 0), np.float32),
        sampling=recipe.sampling,
        training=recipe.training,
        made=made,
    )
