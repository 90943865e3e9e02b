import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from moodarc.affect import quadrant_of
from moodarc.metrics import quadrant_matching, soft_matching

POINTS = arrays(np.float64, (3, 4, 2), elements=st.floats(-1, 1))
OWN = arrays(np.float64, (3, 2), elements=st.floats(-1, 1))


@given(POINTS, OWN)
def test_the_hard_form_is_the_share_in_the_listeners_quadrant(tracks, own):
    found = quadrant_matching(tracks, own)
    for row in range(3):
        mine = quadrant_of(*own[row])
        if mine is None:
            assert np.isnan(found[row])
        else:
            same = [quadrant_of(*point) is mine for point in tracks[row]]
            assert found[row] == pytest.approx(np.mean(same))


@given(POINTS, OWN)
def test_the_soft_form_is_one_less_the_distance_over_the_diagonal(tracks, own):
    expected = 1 - np.linalg.norm(tracks - own[:, None], axis=2).mean(axis=1) / (2 * np.sqrt(2))
    np.testing.assert_allclose(soft_matching(tracks, own), expected)


def test_unknown_tracks_are_left_out_and_unknown_listeners_have_no_figure():
    tracks = np.array([[[0.5, 0.5], [np.nan, np.nan]], [[0.5, 0.5], [0.5, 0.5]]])
    own = np.array([[0.1, 0.1], [np.nan, np.nan]])
    np.testing.assert_array_equal(quadrant_matching(tracks, own), [1.0, np.nan])
    assert np.isnan(soft_matching(tracks, own)).tolist() == [False, True]
