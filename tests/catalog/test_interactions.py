import numpy as np
import pytest

from moodarc.catalog import Interactions
from moodarc.errors import InputError


def plays() -> Interactions:
    return Interactions.of(
        ["bo", "ada", "bo", "ada", "bo"],
        ["x", "y", "y", "y", "z"],
        weight=[1, 2, 3, 4, 5],
        at_s=[30, 20, 10, 10, 30],
        session=[1, 2, 3, 2, 1],
    )


def test_rows_stand_by_listener_and_time_and_keep_their_order_at_equal_times():
    found = plays()
    assert found.listeners[found.listener].tolist() == ["ada", "ada", "bo", "bo", "bo"]
    assert found.items[found.item].tolist() == ["y", "y", "y", "x", "z"]
    assert found.at_s.tolist() == [10, 20, 10, 30, 30]
    assert found.weight.tolist() == [4, 2, 3, 1, 5]
    assert found.session.tolist() == [2, 2, 3, 1, 1]


def test_the_matrix_sums_weights():
    assert plays().matrix().toarray().tolist() == [[0, 6, 0], [1, 3, 5]]


def test_each_listener_has_their_rows():
    assert plays().starts().tolist() == [0, 2, 5]


def test_some_rows_keep_the_vocabularies_and_compact_drops_who_is_gone():
    few = plays().take(np.array([2, 3]))
    assert (few.n_listeners, few.n_items, len(few)) == (2, 3, 2)
    assert few.starts().tolist() == [0, 0, 2]
    small = few.compact()
    assert (small.listeners.tolist(), small.items.tolist()) == (["bo"], ["x", "y"])
    assert small.items[small.item].tolist() == ["y", "x"]


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(InputError, match="same number"):
        Interactions.of([1, 2], [1, 2], weight=[1.0])


def test_a_weight_that_is_not_finite_is_refused():
    with pytest.raises(InputError, match="finite"):
        Interactions.of([1], [1], weight=[np.nan])


def test_without_times_rows_keep_their_given_order():
    found = Interactions.of([2, 1, 2], [5, 6, 4])
    assert found.items[found.item].tolist() == [6, 5, 4]
    assert found.at_s is None


def test_rows_of_a_listener_and_item_are_summed():
    found = plays().summed()
    assert found.listener.tolist() == [0, 1, 1, 1]
    assert found.item.tolist() == [1, 0, 1, 2]
    assert found.weight.tolist() == [6, 1, 3, 5]
    assert found.matrix().toarray().tolist() == plays().matrix().toarray().tolist()
