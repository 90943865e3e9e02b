import numpy as np

from moodarc.catalog import Histories, Interactions
from moodarc.recommend.linear import SLIST
from moodarc.recommend.recommender import Known
from taste_groups import make_known


def naive(recipe: SLIST, sittings: list[np.ndarray], n_items: int) -> np.ndarray:
    past, future, whole = [], [], []
    for row in sittings:
        whole.append(np.bincount(row, minlength=n_items) > 0)
        for step in range(1, len(row)):
            before, after = np.zeros(n_items), np.zeros(n_items)
            for gap, item in enumerate(row[:step][::-1][: recipe.depth]):
                before[item] += 2 ** (-gap / recipe.past)
            for gap, item in enumerate(row[step:][: recipe.depth]):
                after[item] += 2 ** (-gap / recipe.future)
            past.append(before)
            future.append(after)
    X, S, T = (np.array(rows, dtype=float) for rows in (whole, past, future))
    together = recipe.share * X.T @ X
    gram = together + (1 - recipe.share) * S.T @ S + recipe.penalty * np.eye(n_items)
    return np.linalg.solve(gram, together + (1 - recipe.share) * S.T @ T)


def test_weights_solve_the_regression_over_all_steps():
    known, recipe = make_known(n_listeners=20), SLIST(depth=4)
    sittings = np.split(known.plays.item, known.plays.starts()[1:-1])
    found = recipe.fit(known).weights
    np.testing.assert_allclose(found, naive(recipe, sittings, 40), atol=1e-4)


def test_the_step_that_was_seen_comes_first():
    plays = Interactions.of([0] * 60, [0, 1, 2] * 20, at_s=range(60))
    model = SLIST(share=0.0).fit(Known(plays=plays))
    assert model.score(Histories.of([[0], [1], [2]])).argmax(axis=1).tolist() == [1, 2, 0]


def test_a_single_play_has_no_steps_and_is_no_failure():
    model = SLIST().fit(Known(plays=Interactions.of([0], [5])))
    assert model.score(Histories.of([[0], []])).shape == (2, 1)
