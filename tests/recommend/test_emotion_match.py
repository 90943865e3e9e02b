import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cosine

from moodarc.recommend import emotion_match

share = st.floats(0.01, 1)
vector = st.tuples(share, share, share, share)


@given(vector, vector)
def test_it_is_the_cosine(a, b):
    assert float(emotion_match(a, b)) == pytest.approx(1 - cosine(a, b), abs=1e-9)


@given(vector, st.floats(0.1, 10))
def test_only_the_direction_counts(a, scale):
    assert float(emotion_match(a, np.multiply(a, scale))) == pytest.approx(1.0)


def test_a_vector_of_which_nothing_is_known_matches_nothing():
    assert float(emotion_match([0, 0, 0, 0], [1, 0, 0, 0])) == 0.0


def test_vectors_without_a_common_emotion_do_not_match():
    assert float(emotion_match([0.5, 0, 0.5, 0], [0, 1, 0, 0])) == 0.0
