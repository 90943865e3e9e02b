import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moodarc.recommend import affect_match, expected_match

coordinate = st.floats(-1, 1)
point = st.tuples(coordinate, coordinate)


def test_the_match_of_a_point_with_itself_is_one():
    assert affect_match([0.3, -0.7], [0.3, -0.7]) == 1.0


def test_opposite_corners_do_not_match_at_all():
    assert affect_match([-1, 1], [1, -1]) == 0.0


@given(point, point)
def test_the_match_is_the_formula_of_lin_7(a, b):
    expected = 1 - math.dist(a, b) / (2 * math.sqrt(2))
    assert math.isclose(float(affect_match(a, b)), expected, abs_tol=1e-12)


@given(point, point, st.floats(0, 2 / 3))
def test_uncertainty_never_raises_the_match(a, b, variance):
    assert 0.0 <= expected_match(a, b, variance) <= affect_match(a, b) + 1e-12


@given(point, point)
def test_certain_points_have_their_plain_match(a, b):
    assert math.isclose(float(expected_match(a, b, 0.0)), float(affect_match(a, b)), abs_tol=1e-9)


def test_the_expected_match_bounds_a_simulated_mean_from_below():
    rng = np.random.default_rng(0)
    track = rng.normal([0.2, 0.1], math.sqrt(0.05), (20000, 2))
    simulated = affect_match(track, [0.5, -0.2]).mean()
    bound = float(expected_match([0.2, 0.1], [0.5, -0.2], 0.1))
    assert simulated - 0.03 < bound < simulated
