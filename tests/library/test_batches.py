"""Streams in pieces."""

from hypothesis import given
from hypothesis import strategies as st

from moodarc.library.batches import batches


@given(items=st.lists(st.integers()), size=st.integers(min_value=1, max_value=7))
def test_pieces_together_are_the_whole(items, size):
    pieces = list(batches(items, size))
    assert [item for piece in pieces for item in piece] == items
    assert all(len(piece) == size for piece in pieces[:-1])
    assert all(pieces)


def test_only_what_is_needed_is_taken():
    source = iter(range(100))
    next(batches(source, 10))
    assert next(source) == 10
