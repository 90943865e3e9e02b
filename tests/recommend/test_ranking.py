import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moodarc.recommend import contenders, highest, least_of_best, rank

scores = st.lists(st.integers(0, 5).map(float), max_size=30)


@given(scores, st.integers(0, 40), st.data())
def test_it_is_the_naive_ranking(values, n, data):
    rows = st.integers(0, max(0, len(values) - 1))
    left_out = data.draw(st.lists(rows, max_size=5)) if values else []
    allowed = [row for row in range(len(values)) if row not in left_out]
    naive = sorted(allowed, key=lambda row: (-values[row], row))[:n]
    assert rank(values, n, exclude=left_out).tolist() == naive


def test_what_is_unknown_or_ruled_out_is_not_ranked():
    assert rank([math.nan, 0.1, -math.inf, 0.3], 4).tolist() == [3, 1]


def test_the_scores_are_left_as_they_were():
    values = np.array([0.1, 0.2], np.float32)
    rank(values, 2, exclude=[1])
    np.testing.assert_array_equal(values, np.array([0.1, 0.2], np.float32))


@given(st.lists(st.integers(0, 50).map(float), min_size=1, max_size=400), st.integers(0, 12))
def test_contenders_hold_the_best_and_all_that_equal_the_last_of_them(values, n):
    numbers = np.array(values, np.float32)
    last = sorted(values)[-n] if 0 < n < len(values) else -math.inf
    assert least_of_best(numbers, n) <= last
    rows = contenders(numbers, n)
    assert set(np.flatnonzero(numbers >= last)) <= set(rows.tolist())
    assert highest(numbers, n).tolist() == rank(values, n).tolist()


def test_of_many_few_contend():
    numbers = np.random.default_rng(0).normal(size=100_000)
    assert 100 <= len(contenders(numbers, 100)) < 130
