import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moodarc.recommend.retrieval.shortlist import contenders, first_contenders


@given(st.integers(0, 10_000), st.integers(1, 40), st.sampled_from([30, 300, 20_000]))
def test_nothing_that_is_among_the_best_is_dropped(seed, n, n_items):
    rng = np.random.default_rng(seed)
    truth = rng.standard_normal(n_items)
    margins = rng.uniform(0.0, 0.3, n_items)
    told = (truth + margins * rng.uniform(-1.0, 1.0, n_items)).astype(np.float32)
    rough = first_contenders(told, n, 0.3 + 1e-6)
    kept = rough[contenders(told[rough], margins[rough] + 1e-6, n)]
    assert set(np.argsort(-truth)[:n]) <= set(kept)


def test_without_doubt_only_the_best_are_left():
    scores = np.random.default_rng(0).permutation(100_000).astype(np.float32)
    rough = first_contenders(scores, 50, 0.0)
    assert len(rough) < 60
    kept = rough[contenders(scores[rough], np.zeros(len(rough)), 50)]
    assert sorted(scores[kept]) == list(range(99_950, 100_000))


def test_what_is_ruled_out_is_no_contender():
    scores = np.full(1000, -np.inf, np.float32)
    scores[[3, 800]] = 1.0, 0.5
    assert first_contenders(scores, 5, 0.1).tolist() == [3, 800]
