import math

import numpy as np
import pytest

from moodarc.catalog import Histories
from moodarc.recommend.neighbours import UserKNN
from taste_groups import N_ITEMS, make_known


def naive(recipe: UserKNN, history: list[int], own: int) -> np.ndarray:
    plays = make_known().plays.matrix().toarray() > 0
    heard = np.zeros(N_ITEMS)
    heard[history] = 1.0
    cosine = plays @ heard / (np.sqrt(plays.sum(axis=1) * heard.sum()) + recipe.shrinkage)
    if own >= 0:
        cosine[own] = 0.0
    near = np.argsort(-cosine, kind="stable")[: recipe.neighbours]
    scores = cosine[near] @ plays[near]
    scores[history] *= recipe.again
    return scores


@pytest.mark.parametrize("own", [-1, 3])
def test_scores_are_sums_of_the_neighbours_cosines(own):
    recipe = UserKNN(neighbours=7, weighting="binary", half_life=math.inf)
    model = recipe.fit(make_known())
    found = model.score(Histories.of([[3, 4, 11]], listener=[own]))[0]
    np.testing.assert_allclose(found, naive(recipe, [3, 4, 11], own), atol=1e-5)


def test_the_papers_form_leaves_what_was_heard_as_it_is():
    recipe = UserKNN.paper()
    found = recipe.fit(make_known()).score(Histories.of([[3, 4]]))[0]
    np.testing.assert_allclose(found, naive(recipe, [3, 4], -1), atol=1e-5)
