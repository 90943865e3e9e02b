import numpy as np
import scipy.sparse as sp

from moodarc.recommend.factors.sampling import Heard, draw_pairs


def some_plays(seed=0) -> sp.csr_array:
    dense = np.random.default_rng(seed).random((30, 20)) < 0.3
    return sp.csr_array(dense.astype(np.float32))


def test_whether_an_item_was_heard_is_as_in_the_matrix():
    plays = some_plays()
    rows, columns = np.indices(plays.shape).reshape(2, -1)
    np.testing.assert_array_equal(Heard(plays)(rows, columns), plays.toarray()[rows, columns] > 0)


def test_an_epoch_has_each_play_once_with_something_unheard():
    plays = some_plays()
    pairs = draw_pairs(Heard(plays), np.random.default_rng(0))
    seen = np.zeros(plays.shape)
    np.add.at(seen, (pairs.listener, pairs.item), 1)
    np.testing.assert_array_equal(seen, plays.toarray())
    assert not plays.toarray()[pairs.listener, pairs.unheard].any()


def test_the_unheard_are_drawn_evenly():
    plays = sp.csr_array(np.array([[1.0, 0.0, 0.0, 0.0, 0.0]] * 4000, np.float32))
    drawn = draw_pairs(Heard(plays), np.random.default_rng(1)).unheard
    shares = np.bincount(drawn, minlength=5) / len(drawn)
    np.testing.assert_allclose(shares, [0.0, 0.25, 0.25, 0.25, 0.25], atol=0.03)


def test_who_heard_everything_has_no_pairs():
    plays = sp.csr_array(np.array([[1.0, 1.0], [1.0, 0.0]], np.float32))
    pairs = draw_pairs(Heard(plays), np.random.default_rng(0))
    assert pairs.listener.tolist() == [1]
