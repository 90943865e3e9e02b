import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moodarc.protocols import place_among, place_in_catalogue

SCORES = st.lists(st.lists(st.integers(0, 3), min_size=5, max_size=5), min_size=1, max_size=4)


@given(SCORES, st.integers(0, 4), st.lists(st.booleans(), min_size=5, max_size=5))
def test_the_place_is_one_more_than_what_is_above_and_half_of_what_is_level(rows, target, out):
    scores = np.array(rows, np.float32)
    left_out = np.tile(np.array(out), (len(rows), 1))
    found = place_in_catalogue(scores, np.full(len(rows), target, np.int32), left_out)
    for row, place in zip(rows, found, strict=True):
        rivals = [v for i, v in enumerate(row) if i != target and not out[i]]
        above = sum(v > row[target] for v in rivals)
        level = sum(v == row[target] for v in rivals)
        assert place == 1 + above + level / 2


def test_among_negatives_only_they_count():
    scores = np.array([[0.9, 0.5, 0.7, 0.1]], np.float32)
    negatives = np.array([[2, 3]], np.int32)
    assert place_among(scores, np.array([1], np.int32), negatives).tolist() == [2.0]
