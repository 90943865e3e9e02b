"""All recipes by name: those that learn by themselves, and those that go round another."""

from typing import Final

from moodarc.artifacts import Artifact
from moodarc.errors import ArtifactError
from moodarc.recommend.cold_items import ColdItems
from moodarc.recommend.context import DeepCross, FactorisationMachine
from moodarc.recommend.factors import BPR, SVDpp
from moodarc.recommend.learners import LEARNERS
from moodarc.recommend.lightgcn import LightGCN
from moodarc.recommend.linear import SLIST
from moodarc.recommend.ncf import NeuMF
from moodarc.recommend.neighbours import SessionKNN
from moodarc.recommend.recommender import Recipe, Recommender
from moodarc.recommend.sequence import (
    BiLSTM,
    BiLSTMEmotion,
    GRU4Rec,
    GRU4RecAlone,
    SASRec,
    SASRecAlone,
    TransformerEmotion,
)
from moodarc.recommend.simple import Markov

__all__ = ["BY_EPOCHS", "RECIPES", "SEQUENCE", "load_recommender", "trained_in_epochs"]

RECIPES: Final[dict[str, type[Recipe]]] = {**LEARNERS, ColdItems.name: ColdItems}
"""in the order of tables"""

_SEQUENCE_NETWORKS: Final = frozenset(
    {
        GRU4Rec.name,
        GRU4RecAlone.name,
        SASRec.name,
        SASRecAlone.name,
        BiLSTM.name,
        BiLSTMEmotion.name,
        TransformerEmotion.name,
    }
)

BY_EPOCHS: Final[frozenset[str]] = _SEQUENCE_NETWORKS | {
    BPR.name,
    SVDpp.name,
    NeuMF.name,
    LightGCN.name,
    FactorisationMachine.name,
    DeepCross.name,
}
"""those trained in epochs: they differ from seed to seed, and learn from the training part alone,
beside which networks stop by the validation and BPR chooses a half-life by it"""

SEQUENCE: Final[frozenset[str]] = _SEQUENCE_NETWORKS | {
    Markov.name,
    SessionKNN.name,
    SLIST.name,
}
"""those that look at the order of a history"""


def trained_in_epochs(recipe: Recipe) -> bool:
    """Whether a recipe, or the one that it goes round, is trained in epochs."""
    inner = recipe.recipe if isinstance(recipe, ColdItems) else recipe
    return inner.name in BY_EPOCHS


def load_recommender(artifact: Artifact) -> Recommender:
    """The recommender that a model folder holds.

    Raises:
        ArtifactError: no recommender wrote it, or it is damaged.
    """
    name = artifact.config.get("model")
    if name not in RECIPES:
        msg = f"the folder holds a model {name!r}; expected one of {', '.join(RECIPES)}"
        raise ArtifactError(msg)
    return RECIPES[str(name)].unpack(artifact)
