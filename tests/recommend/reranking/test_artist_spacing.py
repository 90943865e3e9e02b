import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moodarc.recommend import artist_spacing

artists = st.lists(st.integers(-1, 6), max_size=25)
gaps = st.integers(0, 5)


@given(artists, gaps)
def test_the_order_is_a_permutation_that_keeps_each_artists_own(names, gap):
    order = artist_spacing(names, gap=gap).tolist()
    assert sorted(order) == list(range(len(names)))
    for artist in set(names) - {-1}:
        own = [row for row in order if names[row] == artist]
        assert own == sorted(own)


@given(artists, gaps, st.lists(st.integers(-1, 6), max_size=6))
def test_an_artist_comes_back_too_soon_only_where_no_other_is_left(names, gap, heard):
    order = artist_spacing(names, gap=gap, heard=heard).tolist()
    played = [*heard, *(names[row] for row in order)]
    for place, row in enumerate(order):
        recent = set(played[max(0, place + len(heard) - gap) : place + len(heard)]) - {-1}
        if names[row] in recent:
            assert {names[it] for it in order[place:]} <= recent


@given(artists)
def test_without_a_gap_or_without_names_the_list_stays(names):
    plain = list(range(len(names)))
    assert artist_spacing(names, gap=0).tolist() == plain
    assert artist_spacing(np.full(len(names), -1)).tolist() == plain


def test_who_was_heard_longest_ago_comes_first_where_all_were_heard():
    assert artist_spacing([1, 2], gap=3, heard=[2, 1]).tolist() == [1, 0]


def test_what_was_played_before_counts():
    assert artist_spacing([4, 5], gap=1, heard=[5, 4]).tolist() == [1, 0]
