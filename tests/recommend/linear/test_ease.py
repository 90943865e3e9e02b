import math

import numpy as np
import pytest

from moodarc.catalog import Histories, Interactions
from moodarc.errors import InputError
from moodarc.recommend.linear import EASE
from moodarc.recommend.recommender import Known
from taste_groups import make_known


def naive(plays: np.ndarray, penalty: float) -> np.ndarray:
    inverse = np.linalg.inv(plays.T @ plays + penalty * np.eye(plays.shape[1]))
    weights = np.eye(len(inverse)) - inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return weights


def heard() -> np.ndarray:
    return (make_known().plays.matrix().toarray() > 0).astype(float)


def test_weights_are_those_of_the_closed_form():
    model = EASE(penalty=20.0).fit(make_known())
    np.testing.assert_allclose(model.weights, naive(heard(), 20.0), atol=1e-4)


def test_no_other_weights_with_a_zero_diagonal_are_better():
    X, penalty = heard(), 20.0
    weights = EASE(penalty=penalty).fit(make_known()).weights.astype(float)

    def loss(B):
        return ((X - X @ B) ** 2).sum() + penalty * (B**2).sum()

    rng = np.random.default_rng(0)
    for _ in range(20):
        step = rng.normal(0, 0.01, weights.shape)
        np.fill_diagonal(step, 0.0)
        assert loss(weights + step) > loss(weights)


def test_weights_are_those_of_cornac():
    models = pytest.importorskip("cornac.models")
    data = pytest.importorskip("cornac.data")
    known = make_known()
    rows = set(zip(known.plays.listener.tolist(), known.plays.item.tolist(), strict=True))
    theirs = models.EASE(lamb=20.0, posB=False, verbose=False)
    theirs.fit(data.Dataset.from_uir([(u, i, 1.0) for u, i in sorted(rows)]))
    order = [theirs.train_set.iid_map[item] for item in range(40)]
    expected = np.asarray(theirs.B)[np.ix_(order, order)]
    np.testing.assert_allclose(EASE(penalty=20.0).fit(known).weights, expected, atol=1e-4)


def test_a_history_that_fades_counts_its_latest_plays_most():
    model = EASE(penalty=20.0, half_life=1.0).fit(make_known())
    found = model.score(Histories.of([[3, 17]]))[0]
    expected = 0.5 * model.weights[3] + model.weights[17]
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_more_items_than_a_square_can_hold_are_refused():
    plays = Interactions.of([0] * 20_001, np.arange(20_001))
    with pytest.raises(InputError, match="at most 20,000"):
        EASE().fit(Known(plays=plays))


def test_the_papers_form_counts_all_plays_alike():
    assert EASE.paper().half_life == math.inf
