"""Training of the factorisation machine and of the deep cross network."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from moodarc.recommend.context.features import Standard, context_columns, item_columns
from moodarc.recommend.context.network import DeepCrossNetwork, FactorisationNetwork
from moodarc.recommend.pairs.network import HistoryTower
from moodarc.recommend.pairs.training import Arrays, train_pairs
from moodarc.recommend.recommender import Known, Recommender

if TYPE_CHECKING:
    from moodarc.recommend.context.deep_cross import DeepCross
    from moodarc.recommend.context.factorisation import FactorisationMachine

__all__ = ["train_crossed", "train_machine"]

Made = Callable[[Arrays], Recommender]


class _Features(NamedTuple):
    """What a training knows beside the plays."""

    standard: Standard
    context: NDArray[np.float32]
    items: torch.Tensor

    @classmethod
    def of(cls, known: Known, *, emotion: bool) -> "_Features":
        standard = Standard.of(known.context)
        context = context_columns(known.context, len(known.plays), standard)
        items = item_columns(known.content, known.plays.n_items, emotion=emotion)
        return cls(standard, context, torch.from_numpy(items))


def train_machine(recipe: "FactorisationMachine", known: Known, made: Made) -> Arrays:
    """The arrays of the best epoch; `made` gives their recommender, for validation."""
    features = _Features.of(known, emotion=recipe.emotion)
    with torch.random.fork_rng():
        torch.manual_seed(known.seed)
        network = FactorisationNetwork(
            _tower(recipe, known),
            features.items,
            n_context=features.context.shape[1],
            dropout=recipe.dropout,
        )
    return _trained(network, recipe, known, features=features, made=made)


def train_crossed(recipe: "DeepCross", known: Known, made: Made) -> Arrays:
    """The arrays of the best epoch; `made` gives their recommender, for validation."""
    features = _Features.of(known, emotion=recipe.emotion)
    with torch.random.fork_rng():
        torch.manual_seed(known.seed)
        network = DeepCrossNetwork(
            _tower(recipe, known),
            features.items,
            n_context=features.context.shape[1],
            crosses=recipe.crosses,
            hidden=recipe.hidden,
            dropout=recipe.dropout,
        )
    return _trained(network, recipe, known, features=features, made=made)


def _tower(recipe: "FactorisationMachine | DeepCross", known: Known) -> HistoryTower:
    return HistoryTower(
        known.plays.n_items,
        recipe.embedding_size,
        history_size=recipe.sampling.history_size,
        ordered=known.plays.at_s is not None,
    )


def _trained(
    network: torch.nn.Module,
    recipe: "FactorisationMachine | DeepCross",
    known: Known,
    *,
    features: _Features,
    made: Made,
) -> Arrays:
    standard = features.standard._asdict()
    arrays = train_pairs(
        network,
        known,
        context=features.context,
        sampling=recipe.sampling,
        training=recipe.training,
        made=lambda arrays: made(arrays | standard),
    )
    return arrays | standard
