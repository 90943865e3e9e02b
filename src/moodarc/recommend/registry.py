"""All recipes by name. A new model is one package and one line here."""

from typing import Final

from moodarc.artifacts import Artifact
from moodarc.errors import ArtifactError
from moodarc.recommend.recommender import Recipe, Recommender
from moodarc.recommend.sequence import (
    BiLSTM,
    BiLSTMEmotion,
    GRU4Rec,
    SASRec,
    TransformerEmotion,
)
from moodarc.recommend.simple import Markov, Popularity

__all__ = ["BY_EPOCHS", "RECIPES", "SEQUENCE", "load_recommender"]

RECIPES: Final[dict[str, type[Recipe]]] = {
    Popularity.name: Popularity,
    Markov.name: Markov,
    GRU4Rec.name: GRU4Rec,
    SASRec.name: SASRec,
    BiLSTM.name: BiLSTM,
    BiLSTMEmotion.name: BiLSTMEmotion,
    TransformerEmotion.name: TransformerEmotion,
}
"""in the order of tables"""

_NETWORKS: Final = frozenset(
    {GRU4Rec.name, SASRec.name, BiLSTM.name, BiLSTMEmotion.name, TransformerEmotion.name}
)

BY_EPOCHS: Final[frozenset[str]] = _NETWORKS
"""those trained in epochs from a seed: they stop on validation and differ from seed to seed"""

SEQUENCE: Final[frozenset[str]] = frozenset({Markov.name}) | _NETWORKS
"""those that look at the order of a history"""


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
