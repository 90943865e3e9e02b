import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.catalog import Cases, Feelings, Histories
from moodarc.errors import InputError

LISTS = st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=6)


def as_lists(histories: Histories) -> list[list[int]]:
    bounds = zip(histories.starts[:-1], histories.starts[1:], strict=True)
    return [histories.item[a:b].tolist() for a, b in bounds]


@given(LISTS, st.integers(1, 8))
def test_the_latest_items_stand_at_the_right(lists, n):
    found = Histories.of(lists).latest(n)
    assert found.tolist() == [([-1] * n + row)[-n:] for row in lists]


@given(LISTS, st.randoms(use_true_random=False))
def test_some_histories_are_taken_whole_and_in_order(lists, random):
    chosen = [random.randrange(len(lists)) for _ in range(4)] if lists else []
    taken = Histories.of(lists).take(np.array(chosen, dtype=np.int64))
    assert as_lists(taken) == [lists[row] for row in chosen]


@given(LISTS)
def test_the_matrix_counts_items(lists):
    counts = [np.bincount(np.array(row, dtype=int), minlength=10).tolist() for row in lists]
    assert Histories.of(lists).matrix(10).toarray().astype(int).tolist() == counts


def test_what_was_sensed_and_the_context_go_along():
    feelings = Feelings(
        mean=np.arange(6, dtype=np.float32).reshape(2, 3),
        variance=np.ones((2, 3), np.float32),
        expression=np.eye(2, 7, dtype=np.float32),
    )
    context = np.array([[1.0], [2.0]], np.float32)
    whole = Histories.of([[1], [2, 3]], listener=[4, -1], feelings=feelings, context=context)
    taken = whole.take(np.array([False, True]))
    assert taken.listener.tolist() == [-1]
    assert taken.context.tolist() == [[2.0]]
    assert taken.feelings.mean.tolist() == [[3, 4, 5]]
    assert taken.feelings.expression[0, 1] == 1


def test_weights_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="do not fit"):
        Histories.of([[1, 2]], weights=[[1.0]])


def test_cases_are_taken_with_their_targets():
    cases = Cases(Histories.of([[1], [2], [3]]), np.array([7, 8, 9], np.int32))
    taken = cases.take(np.array([2, 0]))
    assert taken.target.tolist() == [9, 7]
    assert as_lists(taken.histories) == [[3], [1]]
