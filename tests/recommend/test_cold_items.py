from dataclasses import replace

import numpy as np
import pytest

from moodarc.artifacts import load_artifact, save_artifact
from moodarc.catalog import Histories, ItemContent
from moodarc.errors import ArtifactError
from moodarc.recommend.cold_items import ColdItems, warm_neighbours
from moodarc.recommend.linear import EASE
from moodarc.recommend.neighbours import ItemKNN
from moodarc.recommend.registry import load_recommender
from taste_groups import N_ITEMS, group_of, make_content, make_known

COLD = np.array([5, 18, 27, 39])


def without_plays_of_cold(**changes):
    known = make_known(**changes)
    return replace(known, plays=known.plays.take(~np.isin(known.plays.item, COLD)))


def a_history_of(group: int) -> Histories:
    return Histories.of([[group * 10 + place for place in (1, 2, 3)]])


@pytest.mark.parametrize("recipe", [ItemKNN(), EASE(penalty=20.0)], ids=lambda recipe: recipe.name)
def test_a_cold_item_of_the_taste_comes_before_those_of_others(recipe):
    model = ColdItems(recipe=recipe).fit(without_plays_of_cold())
    for group, cold in enumerate(COLD):
        scores = model.score(a_history_of(group))[0]
        others = group_of(np.arange(N_ITEMS)) != group
        assert scores[cold] > scores[others].max()


def test_warm_items_are_scored_as_before():
    known = without_plays_of_cold()
    warm = np.setdiff1d(np.arange(N_ITEMS), COLD)
    bare = ItemKNN().fit(known).score(a_history_of(1))
    found = ColdItems().fit(known).score(a_history_of(1))
    np.testing.assert_array_equal(found[:, warm], bare[:, warm])


def test_a_cold_item_gets_the_cautious_mean_of_its_neighbours():
    known = without_plays_of_cold()
    recipe = ColdItems(neighbours=3, caution=0.8)
    bare = ItemKNN().fit(known).score(a_history_of(0))[0].astype(float)
    warm = np.setdiff1d(np.arange(N_ITEMS), COLD)
    near = warm_neighbours(known.content, np.isin(np.arange(N_ITEMS), warm), recipe).toarray()
    lowest = bare[warm].min()
    expected = lowest + 0.8 * (near @ bare - lowest)
    found = recipe.fit(known).score(a_history_of(0))[0]
    np.testing.assert_allclose(found[COLD], expected, rtol=1e-4, atol=1e-6)


def test_neighbours_are_warm_nearest_and_weigh_one_together():
    warm = ~np.isin(np.arange(N_ITEMS), COLD)
    near = warm_neighbours(make_content(), warm, ColdItems(neighbours=4)).toarray()
    assert near.shape == (4, N_ITEMS)
    assert not near[:, COLD].any()
    np.testing.assert_allclose(near.sum(axis=1), 1.0, atol=1e-5)
    assert ((near > 0).sum(axis=1) == 4).all()
    for row, cold in zip(near, COLD, strict=True):
        assert set(group_of(np.flatnonzero(row))) == {group_of(cold)}


def test_an_item_of_which_nothing_is_known_gets_the_lowest_score():
    known = without_plays_of_cold(content=ItemContent.unknown(N_ITEMS))
    scores = ColdItems().fit(known).score(a_history_of(0))[0]
    np.testing.assert_array_equal(
        scores[COLD], scores[np.setdiff1d(np.arange(N_ITEMS), COLD)].min()
    )


def test_the_model_inside_comes_back_from_the_folder(tmp_path):
    model = ColdItems(recipe=EASE(penalty=20.0)).fit(without_plays_of_cold())
    save_artifact(tmp_path / "model", model.pack(), command="test")
    loaded = load_recommender(load_artifact(tmp_path / "model"))
    np.testing.assert_allclose(
        loaded.score(a_history_of(2)), model.score(a_history_of(2)), atol=1e-6
    )


def test_a_folder_round_an_unknown_model_is_refused():
    packed = ColdItems().fit(without_plays_of_cold()).pack()
    config = dict(packed.config) | {"inner": {"model": "oracle"}}
    broken = type(packed)(arrays=packed.arrays, config=config, card="")
    with pytest.raises(ArtifactError, match="'oracle'; expected one of popularity"):
        ColdItems.unpack(broken)
