import numpy as np
import pytest
from tests.hybrid_moments import N_ITEMS, Nearness, Table, some_affect, some_moments

from moodarc.evaluation import hybrid_lists
from moodarc.evaluation.hybrid_lists import AtHome, Hybrid, Plain, latency_ms, lists_of
from moodarc.recommend import rank

AFFECT = some_affect()


def scores_of(n=30, seed=1):
    return np.random.default_rng(seed).random((n, N_ITEMS))


def test_lists_are_the_best_candidates_and_places_are_counted_among_them():
    moments, scores = some_moments(), scores_of()
    found = lists_of(Plain(Table(scores)), moments)
    for row in range(len(moments)):
        hidden = np.flatnonzero(moments.left_out[row])
        np.testing.assert_array_equal(found.listed[row], rank(scores[row], 10, exclude=hidden))
    for place, share, item, row in zip(
        found.place, found.share, moments.item, moments.row, strict=True
    ):
        open_to = np.flatnonzero(~moments.left_out[row] & (np.arange(N_ITEMS) != item))
        above = (scores[row, open_to] > scores[row, item]).sum()
        assert place == 1 + above
        assert share == pytest.approx(1.0 - above / len(open_to))


def test_where_candidates_are_few_the_list_is_short():
    moments = some_moments(2)
    moments.left_out[:, 4:] = True
    moments.left_out[:, :4] = False
    listed = lists_of(Plain(Table(scores_of())), moments).listed
    assert ((listed >= 0).sum(axis=1) == 4).all()
    assert (listed[:, 4:] == -1).all()


def test_blocks_change_nothing(monkeypatch):
    moments, way = some_moments(), Hybrid(Table(scores_of()), Nearness(AFFECT), 0.4)
    whole = lists_of(way, moments)
    monkeypatch.setattr(hybrid_lists, "_BLOCK", 7)
    parts = lists_of(way, moments)
    np.testing.assert_array_equal(whole.listed, parts.listed)
    np.testing.assert_array_equal(whole.place, parts.place)


def test_lambda_one_is_preference_and_lambda_zero_is_emotion_among_the_best_hundred():
    moments, liked = some_moments(), Table(scores_of())
    near = Nearness(AFFECT)
    alone = lists_of(Plain(liked), moments)
    np.testing.assert_array_equal(lists_of(Hybrid(liked, near, 1.0), moments).listed, alone.listed)
    np.testing.assert_array_equal(
        lists_of(Hybrid(liked, near, 0.0), moments).listed, lists_of(Plain(near), moments).listed
    )


def test_below_the_shortlist_the_order_is_that_of_preference(monkeypatch):
    monkeypatch.setattr(hybrid_lists, "_SHORTLIST", 12)
    moments, liked = some_moments(), Table(scores_of())
    scores = np.where(
        moments.left_out, -np.inf, Hybrid(liked, Nearness(AFFECT), 0.0).score(moments)
    )
    plain = np.where(moments.left_out, -np.inf, liked.scores)
    for row, own in zip(np.argsort(-scores), np.argsort(-plain), strict=True):
        assert set(row[:12]) == set(own[:12])
        kept = (~moments.left_out).sum(axis=1).min()
        np.testing.assert_array_equal(row[12:kept], own[12:kept])


def test_at_home_nobody_knows_the_feeling_of_the_moment():
    moments, way = some_moments(), AtHome(Plain(Nearness(AFFECT)))
    listed = lists_of(way, moments).listed
    nearest = np.linalg.norm(AFFECT, axis=1)  # all homes are (0, 0)
    for row in range(len(moments)):
        hidden = np.flatnonzero(moments.left_out[row])
        np.testing.assert_array_equal(listed[row], rank(-nearest, 10, exclude=hidden))
    still = moments.at_home()
    assert all(one.strength == 0.0 for one in still.situations)
    np.testing.assert_array_equal(still.wanted, moments.wanted)  # what is compared with stays


def test_without_a_home_base_at_home_changes_nothing():
    moments = some_moments(home=None)
    assert moments.at_home() is moments


def test_moments_taken_alone_are_those_of_the_whole():
    moments = some_moments()
    some = moments.take(np.array([2, 5, 9]))
    for new, old in enumerate([2, 5, 9]):
        kept = moments.row == old
        np.testing.assert_array_equal(some.item[some.row == new], moments.item[kept])
        np.testing.assert_array_equal(some.liked[some.row == new], moments.liked[kept])
        assert some.situations[new] == moments.situations[old]
        np.testing.assert_array_equal(some.left_out[new], moments.left_out[old])
    cases = moments.cases()
    np.testing.assert_array_equal(cases.target, moments.item[moments.liked])
    np.testing.assert_array_equal(cases.histories.listener, moments.row[moments.liked])


def test_time_is_measured():
    assert latency_ms(Plain(Table(scores_of())), some_moments()) > 0.0
