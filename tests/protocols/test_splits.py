"""The splits of plays: what is learned from, what is asked, and that no answer is told before."""

import numpy as np
import pytest

from moodarc.catalog import Histories, Interactions
from moodarc.errors import InputError
from moodarc.protocols import (
    SessionSplit,
    Split,
    cold_items,
    held_share,
    later_sessions,
    leave_last_out,
)


def log(n_listeners: int = 30, seed: int = 0) -> Interactions:
    """Plays in sessions, at times that all differ."""
    rng = np.random.default_rng(seed)
    n = 600
    listener = rng.integers(n_listeners, size=n)
    session = listener * 100 + rng.integers(4, size=n)
    begin = rng.permutation(n_listeners * 100) * 100_000
    at_s = begin[session] + rng.permutation(n)
    return Interactions.of(listener, rng.integers(50, size=n), at_s=at_s, session=session)


def counts(seed: int = 0) -> Interactions:
    rng = np.random.default_rng(seed)
    listener, item = np.nonzero(rng.random((40, 60)) < 0.3)
    return Interactions.of(listener, item, weight=rng.integers(1, 9, len(item)))


def as_lists(histories: Histories) -> list[list[int]]:
    bounds = zip(histories.starts[:-1], histories.starts[1:], strict=True)
    return [histories.item[a:b].tolist() for a, b in bounds]


def test_the_last_play_is_the_test_and_the_last_but_one_the_validation():
    plays = Interactions.of([1, 1, 1, 1, 2, 2], [5, 6, 7, 8, 5, 6], at_s=[1, 2, 3, 4, 1, 2])
    split = leave_last_out(plays)
    assert plays.items[split.test.target].tolist() == [8]
    assert plays.items[split.validation.target].tolist() == [7]
    assert as_lists(split.test.histories) == [[0, 1, 2]]
    assert as_lists(split.validation.histories) == [[0, 1]]
    assert split.train.item.tolist() == [0, 1, 0, 1]
    assert not split.repeats
    assert split.all_known.item.tolist() == [0, 1, 2, 0, 1]


def test_leave_last_out_says_whether_items_repeat():
    assert leave_last_out(log()).repeats


def test_too_few_plays_cannot_be_parted():
    with pytest.raises(InputError, match="plays"):
        leave_last_out(Interactions.of([1, 1, 2], [1, 2, 3]))


@pytest.mark.parametrize("earlier", [0, 5])
def test_sessions_are_parted_by_time_and_asked_step_by_step(earlier):
    plays = log()
    split = later_sessions(plays, SessionSplit(test=0.2, validation=0.1, earlier=earlier))
    begins = {s: plays.at_s[plays.session == s].min() for s in np.unique(plays.session)}
    ordered = sorted(begins, key=begins.get)
    asked = ordered[round(0.8 * len(ordered)) :]
    expected = []
    for session in asked:
        rows = np.flatnonzero(plays.session == session)
        rows = rows[np.argsort(plays.at_s[rows])]
        own = np.flatnonzero(plays.listener == plays.listener[rows[0]])
        before = own[plays.at_s[own] < plays.at_s[rows[0]]][-earlier:] if earlier else []
        for place in range(1, len(rows)):
            history = [*plays.item[before], *plays.item[rows[:place]]]
            expected.append((history, int(plays.item[rows[place]])))
    found = zip(as_lists(split.test.histories), split.test.target.tolist(), strict=True)
    assert sorted(found) == sorted(expected)
    later = set(asked)
    assert not later & set(split.train.session.tolist())
    assert not later & set(split.also_known.session.tolist())
    assert not set(split.train.session.tolist()) & set(split.also_known.session.tolist())


def test_all_that_is_known_is_in_the_order_of_interactions():
    plays = log()
    split = later_sessions(plays)
    known = split.all_known
    assert len(known) == len(split.train) + len(split.also_known)
    order = np.lexsort((known.at_s, known.listener))
    np.testing.assert_array_equal(order, np.arange(len(known)))


def test_sessions_need_times():
    with pytest.raises(InputError, match="sessions"):
        later_sessions(counts())


def test_a_share_of_each_listeners_items_is_held_out():
    plays = counts()
    split = held_share(plays, rng=np.random.default_rng(1), share=0.2, least=10)
    n = np.bincount(plays.listener)
    for row, who in enumerate(split.test.group):
        history = as_lists(split.test.histories)[row]
        targets = split.test.target[split.test.history == row].tolist()
        assert len(targets) == max(round(0.2 * n[who]), 1)
        assert sorted(history + targets) == plays.item[plays.listener == who].tolist()
        learned = split.train.item[split.train.listener == who].tolist()
        assert set(learned) | {int(split.validation.target[row])} == set(history)
    assert len(split.test.group) == (n >= 10).sum()


def test_held_shares_are_the_same_under_the_same_seed_and_differ_under_another():
    one, same, other = (
        held_share(counts(), rng=np.random.default_rng(seed)).test.target.tolist()
        for seed in (1, 1, 2)
    )
    assert one == same != other


def test_an_item_that_stands_twice_is_refused():
    with pytest.raises(InputError, match="twice"):
        held_share(Interactions.of([1, 1], [2, 2]), rng=np.random.default_rng(0))


def test_cold_items_are_taken_from_everybody():
    plays = counts()
    told = np.arange(plays.n_items) % 2 == 0
    split = cold_items(plays, told, rng=np.random.default_rng(0), share=0.3)
    assert not split.cold[~told].any()
    assert not split.cold[split.train.item].any()
    assert split.cold[split.test.target].all()
    assert not split.cold[split.test.histories.item].any()
    pairs = set(zip(plays.listener.tolist(), plays.item.tolist(), strict=True))
    asked = split.test.group[split.test.history]
    found = set(zip(asked.tolist(), split.test.target.tolist(), strict=True))
    assert found == {pair for pair in pairs if split.cold[pair[1]]}


def test_some_histories_of_a_trial_keep_all_their_targets():
    trial = held_share(counts(), rng=np.random.default_rng(0)).test
    few = trial.take(np.array([1, 4]))
    assert few.group.tolist() == trial.group[[1, 4]].tolist()
    for row, old in enumerate((1, 4)):
        own = trial.target[trial.history == old].tolist()
        assert few.target[few.history == row].tolist() == own


@pytest.mark.parametrize("split", [leave_last_out(log()), later_sessions(log())])
def test_no_target_is_in_the_plays_that_are_learned_from(split: Split):
    keys = {
        (int(who), int(when), int(what))
        for who, when, what in zip(
            split.train.listener, split.train.at_s, split.train.item, strict=True
        )
    }
    assert len(keys) == len(split.train)
    assert len(split.train) + len(split.also_known) + len(split.test) <= 600
