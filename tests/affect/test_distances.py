import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import cosine, euclidean

from moodarc.affect import affect_distance, affect_match, cosine_match

value = st.floats(-1, 1, allow_subnormal=False)
points = arrays(np.float64, (5, 2), elements=value)
vectors = arrays(np.float64, (5, 4), elements=st.floats(0, 1).map(lambda x: round(x, 6)))


@given(points, points)
def test_the_distance_is_scipys_row_by_row(first, second):
    expected = [euclidean(a, b) for a, b in zip(first, second, strict=True)]
    assert affect_distance(first, second) == pytest.approx(expected)


@given(points, points)
def test_the_match_is_symmetric_and_between_nothing_and_one(first, second):
    match = affect_match(first, second)
    assert match == pytest.approx(affect_match(second, first))
    assert ((match >= -1e-12) & (match <= 1)).all()


@given(points)
def test_a_point_matches_itself_fully(first):
    assert (affect_match(first, first) == 1).all()


@given(vectors, vectors)
def test_the_cosine_is_scipys_where_it_is_defined(first, second):
    for a, b, match in zip(first, second, cosine_match(first, second), strict=True):
        expected = 1 - cosine(a, b) if a.any() and b.any() else 0
        assert match == pytest.approx(expected, abs=1e-9)


def test_one_listener_is_matched_against_many_tracks():
    library = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [0.5, 0.5, 0, 0]])
    matches = cosine_match([1, 0, 0, 0], library)
    assert matches == pytest.approx([1, 0, 0, np.sqrt(0.5)])
    assert affect_distance([0, 0], [[3 / 5, 4 / 5], [0, 0]]) == pytest.approx([1, 0])
