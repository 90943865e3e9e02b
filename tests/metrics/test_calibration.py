from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.errors import InputError
from moodarc.metrics import expected_calibration_error

answers = st.lists(
    st.tuples(st.booleans(), st.floats(0, 1) | st.sampled_from([0.0, 0.2, 0.4, 1.0])), min_size=1
)


def naive(correct, confidence, bins):
    total = 0.0
    edges = np.linspace(0, 1, bins + 1)
    for low, high in pairwise(edges):
        rows = [
            (c, p)
            for c, p in zip(correct, confidence, strict=True)
            if low < p <= high or (low == p == 0)
        ]
        if rows:
            right, stated = np.mean(rows, axis=0)
            total += len(rows) / len(correct) * abs(right - stated)
    return total


@given(answers, st.integers(1, 20))
def test_it_is_the_naive_mean_over_the_bins(rows, bins):
    correct, confidence = zip(*rows, strict=True)
    found = expected_calibration_error(correct, confidence, bins=bins)
    assert found == pytest.approx(naive(correct, confidence, bins), abs=1e-9)
    assert 0 <= found <= 1


def test_who_is_right_as_often_as_said_is_calibrated():
    assert expected_calibration_error([1, 1, 1, 0], [0.75] * 4) == 0


def test_who_is_always_wrong_and_sure_is_as_far_off_as_can_be():
    assert expected_calibration_error([0, 0], [1.0, 1.0]) == 1


@pytest.mark.parametrize(
    ("correct", "confidence", "bins"), [([2], [0.5], 5), ([1], [1.5], 5), ([1], [0.5], 0)]
)
def test_values_out_of_range_are_refused(correct, confidence, bins):
    with pytest.raises(InputError):
        expected_calibration_error(correct, confidence, bins=bins)
