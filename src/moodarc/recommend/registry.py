"""All recipes by name. A new model is one package and one line here."""

from typing import Final

from moodarc.artifacts import Artifact
from moodarc.errors import ArtifactError
from moodarc.recommend.recommender import Recipe, Recommender
from moodarc.recommend.simple import Markov, Popularity

__all__ = ["BY_EPOCHS", "RECIPES", "SEQUENCE", "load_recommender"]

RECIPES: Final[dict[str, type[Recipe]]] = {
    Popularity.name: Popularity,
    Markov.name: Markov,
}
"""in the order of tables"""

BY_EPOCHS: Final[frozenset[str]] = frozenset()
"""those trained in epochs from a seed: they stop on validation and differ from seed to seed"""

SEQUENCE: Final[frozenset[str]] = frozenset({Markov.name})
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
