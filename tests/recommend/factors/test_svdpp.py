import numpy as np
import pytest

from moodarc.catalog import Histories, Interactions
from moodarc.metrics import rmse
from moodarc.recommend.factors import SVDpp
from moodarc.recommend.recommender import Known

N_LISTENERS, N_ITEMS = 60, 30
RECIPE = SVDpp(factors=4, epochs=20, penalty=1.0, batch_size=20, rating="as_is")


def some_ratings(noise=0.3, seed=0) -> tuple[Interactions, Interactions]:
    """Ratings of two tastes with biases, three quarters and a quarter."""
    rng = np.random.default_rng(seed)
    p, q = rng.normal(size=(N_LISTENERS, 2)), rng.normal(size=(N_ITEMS, 2))
    full = 3.0 + rng.normal(size=(N_LISTENERS, 1)) + 0.5 * rng.normal(size=N_ITEMS) + p @ q.T
    listener, item = np.indices(full.shape).reshape(2, -1)
    rating = full.ravel() + noise * rng.normal(size=full.size)
    every = Interactions.of(listener, item, weight=rating)
    held = rng.random(len(every)) < 0.25
    return every.take(~held), every.take(held)


def error(recipe: SVDpp) -> float:
    train, test = some_ratings()
    model = recipe.fit(Known(plays=train))
    return rmse(test.weight, model.predict(test.listener, test.item))


def test_a_prediction_is_the_published_sum():
    train, _ = some_ratings()
    model = RECIPE.fit(Known(plays=train))
    listener, item = 7, 11
    mine = train.item[train.listener == listener]
    implicit = model.chosen[mine].sum(axis=0) / np.sqrt(len(mine))
    own = model.listeners[listener, 1:] - implicit
    expected = model.mean + model.listeners[listener, 0] + model.bias[item]
    expected += model.items[item] @ (own + implicit)
    found = model.predict(np.array([listener]), np.array([item]))[0]
    assert found == pytest.approx(expected, abs=1e-5)


def test_structure_is_found_beyond_biases():
    assert error(RECIPE) < 0.6
    assert error(SVDpp(factors=4, penalty=1e9, batch_size=20, rating="as_is")) > 1.0


def test_somebody_new_is_rated_as_somebody_learned_from_with_the_same_ratings():
    train, _ = some_ratings()
    model = RECIPE.fit(Known(plays=train))
    mine = train.listener == 9
    history = Histories.of([train.item[mine].tolist()], weights=[train.weight[mine].tolist()])
    expected = model.predict(np.full(N_ITEMS, 9), np.arange(N_ITEMS))
    np.testing.assert_allclose(model.score(history)[0], expected, atol=1e-4)


def test_plays_are_rated_by_their_logarithm():
    train, _ = some_ratings()
    plays = Interactions.of(
        train.listener, train.item, weight=np.expm1(np.maximum(train.weight, 0))
    )
    logs = Interactions.of(train.listener, train.item, weight=np.maximum(train.weight, 0))
    by_plays = SVDpp(factors=2, epochs=2).fit(Known(plays=plays))
    by_logs = SVDpp(factors=2, epochs=2, rating="as_is").fit(Known(plays=logs))
    np.testing.assert_allclose(by_plays.bias, by_logs.bias, atol=1e-3)


def test_the_loss_falls():
    train, _ = some_ratings()
    losses = []
    RECIPE.fit(Known(plays=train, told=lambda epoch: losses.append(epoch["loss"])))
    assert losses[-1] < 0.5 * losses[0]


def test_it_foretells_better_than_surprise_where_most_items_have_few_ratings():
    surprise = pytest.importorskip("surprise")
    rng = np.random.default_rng(1)
    met = np.unique(rng.integers(100, size=3000) * 300 + np.minimum(rng.geometric(0.01, 3000), 299))
    listeners, items = np.divmod(met, 300)
    bias = rng.normal(size=100)[listeners] + 0.3 * rng.normal(size=300)[items]
    plays = Interactions.of(listeners, items, weight=5.0 + bias + 0.5 * rng.normal(size=len(met)))
    held = rng.random(len(met)) < 0.2
    train, test = plays.take(~held), plays.take(held)
    ours = SVDpp(rating="as_is").fit(Known(plays=train)).predict(test.listener, test.item)
    rows = [(u, i, r, None) for u, i, r in _triplets(train)]
    known = surprise.Dataset(surprise.Reader(rating_scale=(0, 10))).construct_trainset(rows)
    model = surprise.SVDpp(n_factors=20, n_epochs=20, random_state=0)
    model.fit(known)
    told = [answer.est for answer in model.test(list(_triplets(test)))]
    assert rmse(test.weight, ours) < rmse(test.weight, told)


def _triplets(ratings: Interactions):
    return zip(
        ratings.listener.tolist(), ratings.item.tolist(), ratings.weight.tolist(), strict=True
    )
