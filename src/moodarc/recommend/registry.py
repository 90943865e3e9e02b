"""All recipes by name. A new model is one package and one line here."""

from typing import Final

from moodarc.artifacts import Artifact
from moodarc.errors import ArtifactError
from moodarc.recommend.context import DeepCross, FactorisationMachine
from moodarc.recommend.emotion import EmotionDriven
from moodarc.recommend.lightgcn import LightGCN
from moodarc.recommend.ncf import NeuMF
from moodarc.recommend.recommender import Recipe, Recommender
from moodarc.recommend.simple import Markov, Popularity

__all__ = ["RECIPES", "load_recommender"]

RECIPES: Final[dict[str, type[Recipe]]] = {
    Popularity.name: Popularity,
    Markov.name: Markov,
    NeuMF.name: NeuMF,
    LightGCN.name: LightGCN,
    FactorisationMachine.name: FactorisationMachine,
    DeepCross.name: DeepCross,
    EmotionDriven.name: EmotionDriven,
}
"""in the order of tables"""


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
