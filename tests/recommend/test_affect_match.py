import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moodarc.recommend import expected_match, squared_match

coordinate = st.floats(-1, 1)
point = st.tuples(coordinate, coordinate)


def test_the_match_of_a_point_with_itself_is_one():
    assert squared_match([0.3, -0.7], [0.3, -0.7]) == 1.0


def test_opposite_corners_do_not_match_at_all():
    assert squared_match([-1, 1], [1, -1]) == 0.0


@given(point, point)
def test_the_match_falls_with_the_square_of_the_distance(a, b):
    expected = 1 - math.dist(a, b) ** 2 / 8
    assert math.isclose(float(squared_match(a, b)), expected, abs_tol=1e-12)


@given(point, point, st.floats(0, 2 / 3))
def test_uncertainty_never_raises_the_match(a, b, variance):
    assert 0.0 <= expected_match(a, b, variance) <= squared_match(a, b) + 1e-12


@given(point, point)
def test_certain_points_have_their_plain_match(a, b):
    assert math.isclose(float(expected_match(a, b, 0.0)), float(squared_match(a, b)), abs_tol=1e-9)


def test_the_expected_match_is_the_mean_over_what_the_points_may_be():
    rng = np.random.default_rng(0)
    track = rng.normal([0.2, 0.1], math.sqrt(0.05), (200_000, 2))
    simulated = squared_match(track, [0.5, -0.2]).mean()
    assert math.isclose(
        simulated, float(expected_match([0.2, 0.1], [0.5, -0.2], 0.1)), abs_tol=1e-3
    )


@given(st.lists(coordinate, min_size=2, max_size=6))
def test_tracks_in_the_order_of_the_way_points_match_best(values):
    way = np.linspace(-1, 1, len(values))
    ordered = squared_match([(v, 0.0) for v in sorted(values)], [(w, 0.0) for w in way]).sum()
    shuffled = squared_match([(v, 0.0) for v in values], [(w, 0.0) for w in way]).sum()
    assert ordered >= shuffled - 1e-12
