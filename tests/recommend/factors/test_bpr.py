import math

import numpy as np
import pytest

from moodarc.catalog import Histories, Interactions
from moodarc.recommend.co_plays import play_matrix
from moodarc.recommend.factors import BPR
from moodarc.recommend.factors.bpr import _Learning
from moodarc.recommend.factors.sampling import Pairs
from moodarc.recommend.recommender import Known
from taste_groups import group_of, make_known


def naive_step(learning: _Learning, pairs: Pairs, config: BPR) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of listeners and items after one step, pair by pair."""
    p, q = learning.listeners.astype(float), learning.items.astype(float)
    for_p, for_q = np.zeros_like(p), np.zeros_like(q)
    for u, i, j in zip(*pairs, strict=True):
        wrong = 1.0 / (1.0 + math.exp(p[u] @ (q[i] - q[j])))
        for_p[u] += wrong * (q[i] - q[j]) - config.penalty * p[u]
        for_q[i] += wrong * p[u] - config.penalty * q[i]
        for_q[j] += -wrong * p[u] - config.penalty * q[j]
    for_p[:, 0] = 0.0
    moved = []
    for values, gradient in ((p, for_p), (q, for_q)):
        squares = 0.01 + (gradient**2).mean(axis=1, keepdims=True)
        moved.append(values + config.learning_rate * gradient / np.sqrt(squares))
    return moved[0], moved[1]


def test_a_step_is_the_sum_of_the_steps_of_its_pairs():
    config = BPR(factors=3)
    learning = _Learning(play_matrix(make_known().plays, "listener"), config, seed=0)
    rng = np.random.default_rng(2)
    pairs = Pairs(rng.integers(80, size=50), rng.integers(20, size=50), rng.integers(20, 40, 50))
    expected = naive_step(learning, pairs, config)
    learning._step(pairs)
    np.testing.assert_allclose(learning.listeners, expected[0], atol=1e-4)
    np.testing.assert_allclose(learning.items, expected[1], atol=1e-4)


def test_the_loss_falls():
    losses = []
    BPR(factors=8, epochs=8).fit(make_known(told=lambda epoch: losses.append(epoch["loss"])))
    assert losses[-1] < losses[0] / 2


@pytest.mark.parametrize("group", [0, 3])
def test_somebody_new_is_offered_their_own_group(group):
    model = BPR(factors=8, epochs=20).fit(make_known())
    history = Histories.of([[group * 10 + place for place in (1, 4, 6)]])
    assert (group_of(np.argsort(-model.score(history)[0])[:8]) == group).all()


def test_an_empty_history_is_answered_by_the_biases():
    rng = np.random.default_rng(0)
    items = np.minimum(rng.geometric(0.2, 400) - 1, 15)
    plays = Interactions.of(np.repeat(np.arange(50), 8), items)
    scores = BPR(factors=4, epochs=10).fit(Known(plays=plays)).score(Histories.of([[]]))[0]
    assert np.argmax(scores) == 0


def test_the_model_holds_no_row_of_a_listener():
    model = BPR(factors=4, epochs=1).fit(make_known())
    assert not any(80 in array.shape for array in model.pack().arrays.values())
