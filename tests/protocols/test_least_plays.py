import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shared import shared_data

from moodarc.catalog import Interactions
from moodarc.datasets import load_hetrec
from moodarc.errors import InputError
from moodarc.protocols import k_core, least_plays

ROWS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 4)), min_size=1, max_size=40
)


def naive(rows, count, least):
    """Take away one listener or item at a time, whichever is found first."""
    rows = list(rows)
    while True:
        for side in (1, 0):
            for name in {row[side] for row in rows}:
                if count([row for row in rows if row[side] == name], side) < least[side]:
                    rows = [row for row in rows if row[side] != name]
                    break
            else:
                continue
            break
        else:
            return sorted(rows)


def rows_of(plays):
    listeners, items = plays.listeners[plays.listener], plays.items[plays.item]
    return sorted(zip(listeners.tolist(), items.tolist(), plays.weight.tolist(), strict=True))


def or_nothing(narrow, rows):
    listeners, items, weight = zip(*rows, strict=True)
    try:
        return rows_of(narrow(Interactions.of(listeners, items, weight=weight)))
    except InputError:
        return []


@settings(deadline=None)
@given(ROWS, st.integers(1, 8), st.integers(1, 8))
def test_least_plays_is_what_taking_away_one_by_one_leaves(rows, of_listener, of_item):
    found = or_nothing(
        lambda plays: least_plays(plays, of_listener=of_listener, of_item=of_item), rows
    )
    assert found == naive(rows, lambda own, _: sum(row[2] for row in own), (of_listener, of_item))


@settings(deadline=None)
@given(ROWS, st.integers(1, 4))
def test_a_k_core_is_what_taking_away_one_by_one_leaves(rows, k):
    found = or_nothing(lambda plays: k_core(plays, k=k), rows)
    assert found == naive(rows, lambda own, side: len({row[1 - side] for row in own}), (k, k))


def test_times_and_order_stay():
    plays = Interactions.of(["a", "a", "b", "a"], [1, 2, 1, 1], at_s=[3, 2, 9, 1])
    kept = least_plays(plays, of_listener=2, of_item=2)
    assert kept.at_s.tolist() == [1, 3]
    assert (kept.listeners.tolist(), kept.items.tolist()) == (["a"], [1])


def test_plays_of_a_log_and_of_its_counts_are_the_same():
    log = Interactions.of(["a"] * 5 + ["b"] * 2, [1, 1, 1, 2, 2, 1, 2])
    counts = Interactions.of(["a", "a", "b", "b"], [1, 2, 1, 2], weight=[3, 2, 1, 1])
    for plays in (log, counts):
        kept = least_plays(plays, of_listener=3, of_item=3)
        assert kept.matrix().toarray().tolist() == [[3.0]]


def test_asking_for_more_than_there_is_is_refused():
    plays = Interactions.of([1, 2], [1, 2])
    with pytest.raises(InputError, match=r"nothing remains of 2 rows with at least 50 .* and 20"):
        least_plays(plays)
    with pytest.raises(InputError, match="ask for less"):
        k_core(plays, k=2)


@pytest.mark.shared_data
def test_both_conditions_hold_on_real_plays():
    plays = load_hetrec(shared_data("listening", "hetrec_user_artists.parquet")).interactions
    kept = least_plays(plays)
    assert np.bincount(kept.listener, kept.weight).min() >= 50
    assert np.bincount(kept.item, kept.weight).min() >= 20
    assert kept.n_listeners == len(np.unique(kept.listener))
