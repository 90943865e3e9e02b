import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.errors import InputError
from moodarc.recommend import expected_match, lambda_mix, lambda_scores, stretched

numbers = st.floats(-1e6, 1e6)
coordinate = st.floats(-1, 1)
shortlist = st.lists(st.tuples(numbers, coordinate, coordinate), max_size=20)
weight = st.floats(0, 1)


def parts(tracks):
    values = np.array(tracks, dtype=float).reshape(-1, 3)
    return values[:, 0], values[:, 1:]


@given(shortlist, st.tuples(coordinate, coordinate), weight)
def test_it_is_the_naive_order(tracks, wanted, share):
    preference, affect = parts(tracks)
    match = expected_match(affect, wanted, 0.1)
    low, high = (preference.min(), preference.max()) if len(tracks) else (0, 0)
    even = high == low
    told = [0.5 if even else (p / 2 - low / 2) / (high / 2 - low / 2) for p in preference]
    scores = [share * p + (1 - share) * m for p, m in zip(told, match, strict=True)]
    naive = sorted(range(len(tracks)), key=lambda row: (-scores[row], row))
    found = lambda_mix(preference, affect, wanted, total_variance=0.1, weight=share)
    assert found.tolist() == naive


@given(st.lists(numbers, min_size=1, max_size=20), weight)
def test_with_lambda_one_preference_alone_orders(preference, valence):
    affect = [(valence, 0.0)] * len(preference)
    ordered = sorted(preference, reverse=True)
    assert lambda_mix(ordered, affect, [0, 0], weight=1.0).tolist() == list(range(len(ordered)))


def test_with_lambda_zero_emotion_alone_orders():
    affect = [[-1, -1], [0, 0], [0.9, 0.9]]
    assert lambda_mix([3, 2, 1], affect, [1, 1], weight=0.0).tolist() == [2, 1, 0]


@given(shortlist, st.floats(0.001, 1000), numbers)
def test_the_unit_of_preference_does_not_matter(tracks, factor, shift):
    preference = np.round(parts(tracks)[0])
    assert np.allclose(
        stretched(preference), stretched(preference * factor + shift), atol=1e-3
    ) or (np.ptp(preference) * factor < 1e-6 * abs(shift))


@given(st.lists(numbers, min_size=1, max_size=20), weight)
def test_scores_lie_between_zero_and_one(preference, share):
    scores = lambda_scores(preference, np.linspace(0, 1, len(preference)), share)
    assert ((scores >= 0) & (scores <= 1)).all()


def test_the_largest_numbers_are_stretched_too():
    assert stretched([-1.7e308, 1.7e308, 0.0]).tolist() == [0.0, 1.0, 0.5]


def test_of_equal_tracks_the_surer_one_goes_first():
    order = lambda_mix([1, 1], [[0.5, 0.5]] * 2, [0.5, 0.5], total_variance=[0.4, 0.1])
    assert order.tolist() == [1, 0]


@pytest.mark.parametrize("share", [-0.1, 1.1, math.nan])
def test_a_weight_outside_its_range_is_refused(share):
    with pytest.raises(InputError, match="expected 0"):
        lambda_mix([1.0], [[0, 0]], [0, 0], weight=share)
