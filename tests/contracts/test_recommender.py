"""What every `recommend.Recommender` keeps to. To subscribe: add its recipe to RECIPES.

Networks subscribe with few epochs and small sizes: the contract is about form, not skill.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from moodarc.artifacts import load_artifact, save_artifact
from moodarc.catalog import Histories
from moodarc.errors import ArtifactError
from moodarc.protocols import place_in_catalogue
from moodarc.recommend.cold_items import ColdItems
from moodarc.recommend.content import ContentBased
from moodarc.recommend.context import DeepCross, FactorisationMachine
from moodarc.recommend.emotion import EmotionDriven
from moodarc.recommend.factors import BPR, SVDpp
from moodarc.recommend.lightgcn import LightGCN
from moodarc.recommend.linear import EASE, SLIST
from moodarc.recommend.ncf import NeuMF
from moodarc.recommend.neighbours import ItemKNN, SessionKNN, UserKNN
from moodarc.recommend.pairs import Sampling
from moodarc.recommend.recommender import Recipe, Recommender
from moodarc.recommend.registry import RECIPES as REGISTERED
from moodarc.recommend.registry import load_recommender
from moodarc.recommend.sequence import (
    BiLSTM,
    BiLSTMEmotion,
    GRU4Rec,
    GRU4RecAlone,
    SASRec,
    SASRecAlone,
    SequenceConfig,
    TransformerEmotion,
)
from moodarc.recommend.simple import Markov, Popularity
from moodarc.recommend.training_config import TrainingConfig
from taste_groups import N_ITEMS, make_known

QUICK = TrainingConfig(epochs=3, batch_size=128, learning_rate=1e-2)
FEW = Sampling(history_size=10, negatives=20)
SMALL = SequenceConfig(n=12, embedding_size=16, hidden_size=16, dropout=0.1, loss="softmax")
ALONE = replace(SMALL, voices=False)
FELT = replace(SMALL, emotion="affect", voices=False)
BRIEF = TrainingConfig(epochs=2, batch_size=16, learning_rate=5e-3, patience_epochs=None)
LONGER = replace(BRIEF, epochs=6)
RECIPES: list[Recipe] = [
    Popularity(),
    Markov(),
    ItemKNN(),
    UserKNN(),
    SessionKNN(),
    EASE(penalty=20.0),
    SLIST(),
    ContentBased(),
    BPR(factors=8, epochs=10),
    SVDpp(factors=4, epochs=5, penalty=5.0),
    NeuMF(embedding_size=8, hidden=(8, 4), sampling=FEW, training=QUICK),
    LightGCN(embedding_size=8, layers=2, negatives=20, training=QUICK),
    FactorisationMachine(embedding_size=8, sampling=FEW, training=QUICK),
    DeepCross(embedding_size=8, hidden=(8,), sampling=FEW, training=QUICK),
    EmotionDriven(),
    GRU4Rec(SMALL, BRIEF),
    GRU4RecAlone(ALONE, LONGER),
    SASRec(SMALL, BRIEF),
    SASRecAlone(ALONE, LONGER),
    BiLSTM(SMALL, LONGER),
    BiLSTMEmotion(FELT, LONGER),
    TransformerEmotion(FELT, BRIEF),
    ColdItems(),
]
SAME_FOR_ALL = {"popularity"}
"""recipes whose list does not depend on the history"""

pytestmark = pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)


@cache
def fitted(recipe: Recipe) -> Recommender:
    return recipe.fit(make_known())


def some_histories() -> Histories:
    lists = [[3, 4, 5], [], [12, 13], [27] * 3, list(range(40))]
    return Histories.of(lists, listener=[0, -1, -1, 5, -1])


def test_there_is_one_finite_float32_an_item_and_history(recipe):
    scores = fitted(recipe).score(some_histories())
    assert scores.dtype == np.float32
    assert scores.shape == (5, N_ITEMS)
    assert np.isfinite(scores).all()
    assert fitted(recipe).n_items == N_ITEMS


def test_fitting_twice_gives_the_same(recipe):
    again = recipe.fit(make_known())
    np.testing.assert_allclose(
        again.score(some_histories()), fitted(recipe).score(some_histories()), atol=1e-6
    )


def test_fitting_leaves_the_plays_as_they_were(recipe):
    known, untouched = make_known(), make_known()
    recipe.fit(known)
    for name in ("listener", "item", "weight", "at_s"):
        np.testing.assert_array_equal(getattr(known.plays, name), getattr(untouched.plays, name))
    for name in ("affect", "variance", "descriptors", "artist"):
        np.testing.assert_array_equal(
            getattr(known.content, name), getattr(untouched.content, name)
        )


def test_scoring_leaves_the_histories_as_they_were(recipe):
    histories, untouched = some_histories(), some_histories()
    fitted(recipe).score(histories)
    for name in ("starts", "item", "weight", "listener"):
        np.testing.assert_array_equal(getattr(histories, name), getattr(untouched, name))


def test_a_history_is_answered_the_same_in_any_company(recipe):
    whole = fitted(recipe).score(some_histories())
    for row in range(5):
        alone = fitted(recipe).score(some_histories().take(np.array([row])))
        np.testing.assert_allclose(alone[0], whole[row], rtol=1e-4, atol=1e-5)


def test_no_histories_have_no_scores(recipe):
    assert fitted(recipe).score(Histories.of([])).shape == (0, N_ITEMS)


def test_saved_and_loaded_it_scores_the_same(recipe, tmp_path):
    save_artifact(tmp_path / "model", fitted(recipe).pack(), command="test")
    loaded = load_recommender(load_artifact(tmp_path / "model"))
    np.testing.assert_allclose(
        loaded.score(some_histories()), fitted(recipe).score(some_histories()), atol=1e-5
    )
    assert loaded.n_items == N_ITEMS


def test_a_folder_of_another_model_is_refused(recipe):
    with pytest.raises(ArtifactError, match="expected"):
        recipe.unpack(fitted(recipe).pack().__class__(arrays={}, config={"model": "x"}, card=""))


def test_somebody_new_is_folded_in_by_what_they_heard(recipe):
    if recipe.name in SAME_FOR_ALL:
        pytest.skip("its list is the same for all")
    scores = fitted(recipe).score(Histories.of([[3, 4], [23, 24]]))
    assert np.abs(scores[0] - scores[1]).max() > 0


def test_what_comes_next_is_found_better_than_by_chance(recipe):
    cases = make_known(seed=11).validation
    new = Histories.of([cases.histories.item[a:b].tolist() for a, b in _bounds(cases.histories)])
    places = place_in_catalogue(fitted(recipe).score(new), cases.target, None)
    assert places.mean() <= (N_ITEMS + 1) / 2 * 1.05


def test_it_is_registered_under_its_name(recipe):
    assert REGISTERED[recipe.name] is type(recipe)
    assert type(recipe).paper().name == recipe.name


def _bounds(histories: Histories):
    return zip(histories.starts[:-1], histories.starts[1:], strict=True)
