import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.errors import InputError
from moodarc.recommend import diversified, stretched

seeds = st.integers(0, 10_000)


def drawn(seed, n=12):
    rng = np.random.default_rng(seed)
    return rng.standard_normal(n), rng.standard_normal((n, 4))


def cosine(a, b):
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


@given(seeds, st.floats(0, 1))
def test_each_track_is_the_naive_best_at_its_place(seed, weight):
    relevance, vectors = drawn(seed)
    unit, taken = stretched(relevance), []
    for row in diversified(relevance, vectors, weight=weight).tolist():
        left = set(range(len(unit))) - set(taken)
        value = {
            it: weight * unit[it]
            - (1 - weight) * max((cosine(vectors[it], vectors[j]) for j in taken), default=0.0)
            for it in left
        }
        assert value[row] >= max(value.values()) - 1e-9
        taken.append(row)
    assert sorted(taken) == list(range(len(unit)))


@given(seeds)
def test_with_weight_one_relevance_alone_orders(seed):
    relevance, vectors = drawn(seed)
    order = diversified(relevance, vectors, weight=1.0)
    assert order.tolist() == np.argsort(-relevance, kind="stable").tolist()


@given(seeds, st.integers(0, 20))
def test_a_shorter_list_is_the_head_of_the_longer(seed, n):
    relevance, vectors = drawn(seed)
    whole = diversified(relevance, vectors)
    assert diversified(relevance, vectors, n=n).tolist() == whole[:n].tolist()


def test_a_copy_waits_and_a_vector_of_zeros_is_like_nothing():
    assert diversified([3, 2, 1], [[1, 1], [1, 1], [0, 0]], weight=0.4).tolist() == [0, 2, 1]
    assert diversified([], np.empty((0, 3))).tolist() == []


def test_a_weight_outside_its_range_is_refused():
    with pytest.raises(InputError, match="expected 0"):
        diversified([1.0], [[1.0]], weight=2.0)
