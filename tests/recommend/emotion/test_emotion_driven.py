from dataclasses import replace

import numpy as np
import pytest

from moodarc.catalog import Feelings, Histories
from moodarc.recommend.affect_match import expected_match
from moodarc.recommend.emotion import EmotionDriven
from taste_groups import CENTRES, N_ITEMS, group_of, make_content, make_known


def test_the_first_are_of_the_mood_of_what_was_heard():
    scores = EmotionDriven().fit(make_known()).score(Histories.of([[0, 3, 4], [31, 35, 38]]))
    assert set(group_of(scores.argsort(axis=1)[:, -5:])[0]) == {0}
    assert set(group_of(scores.argsort(axis=1)[:, -5:])[1]) == {3}


def test_what_was_sensed_goes_before_what_was_heard():
    feelings = Feelings(
        mean=np.array([[-0.6, -0.6, 0.0], [np.nan] * 3], np.float32),
        variance=np.full((2, 3), 0.02, np.float32),
    )
    model = EmotionDriven().fit(make_known())
    scores = model.score(Histories.of([[0, 3], [0, 3]], feelings=feelings))
    assert group_of(scores.argmax(axis=1)).tolist() == [2, 0]
    content = make_content()
    total = content.variance.sum(axis=1) + 0.04
    expected = expected_match(content.affect, [-0.6, -0.6], total)
    np.testing.assert_allclose(scores[0], expected, atol=1e-6)


def test_the_listener_is_the_posterior_of_a_weighted_mean():
    model = EmotionDriven(half_life=2.0).fit(make_known())
    mean, within, between = model.population.astype(float)
    items, weight = [3, 14, 7], np.array([0.5, 2**-0.5, 1.0])
    heard = (weight[:, None] * model.affect[items]).sum(axis=0) / weight.sum()
    amount = weight.sum() ** 2 / (weight**2).sum()
    kappa = within / between
    found, doubt = model.listeners(Histories.of([items]))
    np.testing.assert_allclose(found[0], (amount * heard + kappa * mean) / (amount + kappa))
    np.testing.assert_allclose(doubt[0], within / (amount + kappa))


def test_who_heard_nothing_is_the_population():
    model = EmotionDriven().fit(make_known())
    found, doubt = model.listeners(Histories.of([[]]))
    np.testing.assert_allclose(found[0], model.population[0], rtol=1e-6)
    np.testing.assert_allclose(doubt[0], model.population[2], rtol=1e-6)


def test_the_population_is_told_apart_into_people_and_their_plays():
    mean, within, between = EmotionDriven().fit(make_known()).population
    # people differ by their group's centre, +-.6 on each axis; a twentieth of the plays are strays
    np.testing.assert_allclose(mean, CENTRES.mean(axis=0), atol=0.06)
    assert (between > 0.25).all()
    assert (within < 0.1).all()


def test_an_unknown_item_has_the_match_of_a_played_one():
    content = make_content()
    affect = content.affect.copy()
    affect[[2, 30]] = np.nan
    model = EmotionDriven().fit(make_known(content=replace(content, affect=affect)))
    scores = model.score(Histories.of([[5, 6]]))[0]
    assert scores[2] == scores[30]
    assert np.median(scores[20:30]) < scores[2] < np.median(scores[:10])


@pytest.mark.parametrize("lists", [[[1, 2]], [[]]])
def test_without_content_all_items_are_alike(lists):
    scores = EmotionDriven().fit(make_known(content=None)).score(Histories.of(lists))
    assert scores.shape == (1, N_ITEMS)
    assert np.ptp(scores) == 0.0
