"""Recipes with one input changed, by name: what emotion brings is told by pairs of these.

An ablation is settings of a recipe and no copy of it; its folder is that recipe's. EM-9's ladder of
what an encoder is told of the listener's emotion is `bilstm` (nothing), `bilstm_label` (the
quadrant, one-hot), `bilstm_vector` (four soft shares) and `bilstm_emotion` (valence and arousal
through 64 dimensions). `bilstm_oracle` is told the affect of what is to be foretold: an upper bound
only, no result.

Plays that are counts have no order in time. A sequence model takes them in the order of the table,
so that "preceding" is "other", and only differences between such models say anything there.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from moodarc.recommend.context import DeepCross, FactorisationMachine
from moodarc.recommend.learners import LEARNERS
from moodarc.recommend.recommender import Recipe
from moodarc.recommend.sequence import BiLSTM, BiLSTMEmotion

__all__ = ["ABLATIONS", "PAIRS", "Ablation", "named_recipe"]


@dataclass(frozen=True, slots=True)
class Ablation:
    """A recipe of `LEARNERS`, and what is different.

    Attributes:
        model: name of the recipe.
        changed: gives it with the change; `Any`, as the fields of recipes differ.
    """

    model: str
    changed: Callable[[Any], Recipe]


ABLATIONS: Final[dict[str, Ablation]] = {
    "fm_plain": Ablation(FactorisationMachine.name, lambda fm: replace(fm, emotion=False)),
    "dcn_plain": Ablation(DeepCross.name, lambda dcn: replace(dcn, emotion=False)),
    "bilstm_label": Ablation(BiLSTMEmotion.name, lambda lstm: _told(lstm, emotion="label")),
    "bilstm_vector": Ablation(BiLSTMEmotion.name, lambda lstm: _told(lstm, emotion="vector")),
    "bilstm_oracle": Ablation(BiLSTMEmotion.name, lambda lstm: _told(lstm, oracle=True)),
}

PAIRS: Final[tuple[tuple[str, str], ...]] = (
    (FactorisationMachine.name, "fm_plain"),
    (DeepCross.name, "dcn_plain"),
    ("bilstm_label", BiLSTM.name),
    ("bilstm_vector", BiLSTM.name),
    (BiLSTMEmotion.name, BiLSTM.name),
    ("bilstm_oracle", BiLSTM.name),
)
"""with emotion, and the same without"""


def named_recipe(name: str, *, paper: bool = False) -> Recipe:
    """The recipe of a name of `LEARNERS` or `ABLATIONS`, by our settings or the paper's.

    >>> named_recipe("fm_plain").emotion, named_recipe("bilstm_label").config.emotion
    (False, 'label')
    """
    ablation = ABLATIONS.get(name)
    kind = LEARNERS[name if ablation is None else ablation.model]
    recipe = kind.paper() if paper else kind()
    return recipe if ablation is None else ablation.changed(recipe)


def _told(recipe: BiLSTMEmotion, **changes: Any) -> BiLSTMEmotion:  # noqa: ANN401 - of any field
    return replace(recipe, config=replace(recipe.config, **changes))
