"""The weighted median of memories."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.listener.recall import Recall, recalled, weighted_median

PEOPLE = np.array([[-0.5, 0.0], [0.1, 0.2], [0.6, 0.3]])
ALONE = Recall(prior=1e-9, memory=1e9, today=1.0)


def naive_median(values, weights):
    """Each value repeated as often as it weighs; the lower of two middles."""
    repeated = sorted(v for v, w in zip(values, weights, strict=True) for _ in range(w))
    return repeated[(len(repeated) - 1) // 2]


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(1, 6)), min_size=1, max_size=20))
def test_it_is_the_middle_of_values_repeated_by_weight(pairs):
    values, weights = (np.array(part, float) for part in zip(*pairs, strict=True))
    assert weighted_median(values, weights) == naive_median(values, weights.astype(int))


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0.01, 5)), min_size=1, max_size=20))
def test_no_value_has_a_smaller_weighted_error(pairs):
    values, weights = (np.array(part) for part in zip(*pairs, strict=True))
    found = weighted_median(values, weights)
    least = min((weights * np.abs(values - value)).sum() for value in values)
    assert (weights * np.abs(values - found)).sum() <= least + 1e-9


def test_without_a_prior_and_forgetting_it_is_the_median():
    values = np.random.default_rng(0).uniform(-1, 1, (51, 2))
    found = recalled(values, np.zeros(51, int), PEOPLE, how=ALONE)
    assert found == pytest.approx(np.median(values, axis=0))


def test_of_one_moment_and_a_strong_prior_it_is_peoples_median():
    how = Recall(prior=100.0)
    found = recalled(np.array([[0.9, 0.9]]), np.zeros(1, int), PEOPLE, how=how)
    assert found.tolist() == [0.1, 0.2]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"memory": 1e9}, -0.5),  # five low moments of long ago outweigh three high ones
        ({"memory": 3.0}, 0.5),
        ({"today": 10.0}, 0.5),
        ({"present": 2.0}, 0.7),
    ],
)
def test_what_is_recent_of_today_or_present_weighs_more(changes, expected):
    valence = [-0.5] * 5 + [0.5, 0.5, 0.7]
    values = np.column_stack([valence, valence])
    days = np.array([0] * 5 + [1] * 3)
    settings = {"prior": 1e-9, "memory": 1e9, "today": 1.0} | changes
    assert recalled(values, days, PEOPLE, how=Recall(**settings))[0] == expected


def test_what_followed_a_moment_like_the_present_weighs_more():
    valence = [0.0, 0.9, -0.5, -0.5, -0.5, 0.0]
    values, days = np.column_stack([valence, valence]), np.zeros(6, int)
    plain = recalled(values, days, PEOPLE, how=ALONE)
    alike = recalled(values, days, PEOPLE, how=Recall(prior=1e-9, memory=1e9, likeness=50.0))
    assert plain[0] < 0
    assert alike[0] == 0.9
    apart = np.array([0, 1, 1, 1, 1, 1])
    overnight = Recall(prior=1e-9, memory=1e9, today=1.0, likeness=50.0)
    assert recalled(values, apart, PEOPLE, how=overnight)[0] < 0.9
