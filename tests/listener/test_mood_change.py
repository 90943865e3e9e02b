import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.listener import CHANGES, mood_changes

VALENCE = st.floats(-1.0, 1.0)


def naive(before, after):
    if after - before > 0.125:
        return "lift"
    return "keep" if after - before > -0.125 else "drop"


@given(st.lists(st.tuples(VALENCE, VALENCE), min_size=1, max_size=30))
def test_the_three_changes_are_those_of_the_set(pairs):
    before, after = (list(column) for column in zip(*pairs, strict=True))
    told = [CHANGES[place] for place in mood_changes(before, after)]
    assert told == [naive(*pair) for pair in pairs]


@pytest.mark.parametrize(("after", "change"), [(0.125, "keep"), (-0.125, "drop"), (0.126, "lift")])
def test_the_ends_belong_where_the_authors_put_them(after, change):
    assert CHANGES[mood_changes([0.0], [after])[0]] == change


def test_no_listenings_have_no_changes():
    assert mood_changes(np.zeros(0), np.zeros(0)).shape == (0,)
