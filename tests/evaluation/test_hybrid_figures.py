import numpy as np
import pytest
from tests.hybrid_moments import N_ITEMS, Table, some_affect, some_moments

from moodarc.evaluation.hybrid_figures import (
    differences,
    list_figures,
    mean_rows,
    rmse_row,
    squared_errors,
)
from moodarc.evaluation.hybrid_lists import Lists, Plain, lists_of
from moodarc.metrics import ndcg_at_n, precision_at_n, recall_at_n, soft_matching
from moodarc.recommend import rank

AFFECT = some_affect()


@pytest.fixture
def made():
    moments = some_moments()
    scores = np.random.default_rng(2).random((30, N_ITEMS))
    lists = lists_of(Plain(Table(scores)), moments)
    return moments, scores, lists, list_figures(lists, moments, AFFECT)


def average_precision(ranked, wanted):
    hits, total = 0, 0.0
    for place, item in enumerate(ranked[:10], 1):
        if item in wanted:
            hits += 1
            total += hits / place
    return total / min(len(wanted), 10)


def test_figures_from_places_are_those_of_the_ranked_lists(made):
    moments, scores, _, found = made
    for row in range(len(moments)):
        wanted = moments.item[(moments.row == row) & moments.liked]
        if not len(wanted):
            assert all(np.isnan(found[name][row]) for name in ("p10", "r10", "f1", "map10"))
            assert np.isnan(found["ndcg10"][row])
            continue
        hidden = np.setdiff1d(np.flatnonzero(moments.left_out[row]), wanted)
        # a wanted item that was liked is a candidate, another one that was heard then is one too
        ranked = rank(scores[row], N_ITEMS, exclude=hidden)
        precision, recall = precision_at_n(ranked, wanted, 10), recall_at_n(ranked, wanted, 10)
        assert found["p10"][row] == pytest.approx(precision)
        assert found["r10"][row] == pytest.approx(recall)
        both = precision + recall
        assert found["f1"][row] == pytest.approx(2 * precision * recall / both if both else 0.0)
        assert found["ndcg10"][row] == pytest.approx(ndcg_at_n(ranked, wanted, 10))
        assert found["map10"][row] == pytest.approx(average_precision(ranked.tolist(), wanted))


def test_matching_is_that_of_the_list_and_the_feeling(made):
    moments, _, lists, found = made
    expected = soft_matching(AFFECT[lists.listed], moments.wanted)
    np.testing.assert_allclose(found["match_soft"], expected)
    for row, listed in enumerate(lists.listed):
        same = np.sign(AFFECT[listed]) == np.sign(moments.wanted[row])
        assert found["match_quadrant"][row] == pytest.approx(same.all(axis=1).mean())


def test_an_empty_place_of_a_list_is_no_track(made):
    moments, _, lists, _ = made
    listed = lists.listed.copy()
    listed[:, 3:] = -1
    short = list_figures(Lists(lists.place, lists.share, listed), moments, AFFECT)
    expected = soft_matching(AFFECT[listed[:, :3]], moments.wanted)
    np.testing.assert_allclose(short["match_soft"], expected)


def test_a_calibration_learns_from_the_validation_what_a_place_is_worth():
    before, now = some_moments(seed=3), some_moments(seed=4)
    shares = [np.random.default_rng(k).random(len(one.item)) for k, one in enumerate((before, now))]

    def lists(share):
        return Lists(np.ones(len(share)), share, np.zeros((30, 10), np.int64))

    told = [
        one.usual[one.row] + 2.0 * s - 0.5 for one, s in zip((before, now), shares, strict=True)
    ]
    before, now = (some_moments(seed=k, value=value) for k, value in zip((3, 4), told, strict=True))
    errors = squared_errors((lists(shares[0]), before), (lists(shares[1]), now))
    np.testing.assert_allclose(errors, 0.0, atol=1e-12)
    row = rmse_row("x", np.full(len(now.item), 4.0), now)
    assert (row.name, row.value, row.low, row.high) == ("x.rmse", 2.0, 2.0, 2.0)
    assert row.higher_is_better is False


def test_a_difference_is_taken_moment_by_moment(made):
    moments, _, _, found = made
    better = {name: values + 0.1 for name, values in found.items()}
    rows = mean_rows("x", differences(better, found), moments)
    assert [row.name for row in rows] == [f"x.{name}" for name in found]
    for row in rows:
        assert (row.value, row.low, row.high) == pytest.approx((0.1, 0.1, 0.1))
