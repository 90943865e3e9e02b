import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from moodarc.errors import InputError
from moodarc.metrics import hit_rate_at_n, ndcg_at_n, precision_at_n, recall_at_n

ITEMS = 20
rankings = st.permutations(range(ITEMS))
relevant_sets = st.sets(st.integers(0, ITEMS - 1), min_size=1).map(sorted)
cuts = st.integers(1, ITEMS)


@given(rankings, relevant_sets, cuts)
def test_precision_and_recall_count_what_sets_share(ranked, relevant, n):
    shared = len(set(ranked[:n]) & set(relevant))
    assert precision_at_n(ranked, relevant, n) == shared / n
    assert recall_at_n(ranked, relevant, n) == shared / len(relevant)
    assert hit_rate_at_n(ranked, relevant, n) == (shared > 0)


@given(rankings, st.dictionaries(st.integers(0, ITEMS - 1), st.integers(1, 5), min_size=1), cuts)
def test_ndcg_is_scikit_learns_with_graded_gains(ranked, gains, n):
    truth = np.zeros(ITEMS)
    truth[list(gains)] = list(gains.values())
    scores = np.empty(ITEMS)
    scores[list(ranked)] = np.arange(ITEMS, 0, -1)
    expected = ndcg_score([truth], [scores], k=n)
    found = ndcg_at_n(ranked, list(gains), n, gains=list(gains.values()))
    assert found == pytest.approx(expected)


@given(rankings, relevant_sets, cuts)
def test_a_list_with_the_relevant_first_is_perfect(ranked, relevant, n):
    best = [*relevant, *(item for item in ranked if item not in set(relevant))]
    assert ndcg_at_n(best, relevant, n) == pytest.approx(1)


@given(rankings, st.integers(0, ITEMS - 1))
def test_with_one_relevant_item_recall_is_the_hit_rate(ranked, item):
    assert recall_at_n(ranked, [item], 10) == hit_rate_at_n(ranked, [item], 10)
    assert precision_at_n(ranked, [item], 10) <= 0.1


def test_one_relevant_item_at_place_three_is_worth_one_half():
    assert ndcg_at_n([5, 6, 7], [7], 10) == 1 / math.log2(4)


def test_a_short_list_misses_its_empty_places():
    assert precision_at_n([1], [1, 2], 10) == 0.1
    assert ndcg_at_n([1], [1, 2], 10) == pytest.approx(1 / (1 + 1 / math.log2(3)))


@pytest.mark.parametrize("metric", [precision_at_n, recall_at_n, hit_rate_at_n, ndcg_at_n])
@pytest.mark.parametrize("case", [([1, 2], [], 1), ([1, 2], [1], 0), ([1, 1], [1], 2)])
def test_a_list_that_cannot_be_judged_is_refused(metric, case):
    with pytest.raises(InputError):
        metric(*case)


@pytest.mark.parametrize("gains", [[1.0], [1.0, 0.0], [1.0, float("nan")]])
def test_gains_that_do_not_fit_are_refused(gains):
    with pytest.raises(InputError, match="one gain > 0"):
        ndcg_at_n([1, 2], [1, 2], 2, gains=gains)
