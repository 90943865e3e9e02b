"""Felt moments as points and histories; what a forecaster has to beat."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.felt_people import NORMS, felt_people, without_times

from moodarc.affect import QUADRANT_CENTRES, AffectReading, AffectState, Quadrant, Variance, shares
from moodarc.datasets import FELT_EMOTIONS
from moodarc.errors import DatasetError
from moodarc.evaluation.belief_forecasts import belief_forecasts
from moodarc.evaluation.felt_histories import rows_of
from moodarc.evaluation.felt_points import FELT_TERMS, Scale, felt_points, share_points
from moodarc.evaluation.felt_steps import felt_shares
from moodarc.evaluation.forecast_baselines import Baselines, fit_baselines
from moodarc.listener import BeliefFilter, state_of_shares


@pytest.fixture(scope="module")
def moments():
    return felt_people()


@pytest.fixture(scope="module")
def rows(moments):
    return rows_of(moments, share_points(moments))


def test_points_are_those_of_the_shares(moments):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for shares_of_one, point in zip(felt_shares(moments)[:20], share_points(moments), strict=False):
        vector = shares(dict(zip(Quadrant, shares_of_one.tolist(), strict=True)))
        state = state_of_shares(vector, at)
        assert point == pytest.approx([state.valence, state.arousal])


def test_terms_lie_in_the_quadrant_of_their_word(moments):
    assert list(FELT_TERMS) == list(FELT_EMOTIONS)
    alone = replace(moments, scores=np.eye(18), **dict.fromkeys(("subjects", "days"), np.zeros(18)))
    for point, quadrant in zip(felt_points(alone), FELT_EMOTIONS.values(), strict=True):
        assert np.sign(point).tolist() == np.sign(QUADRANT_CENTRES[quadrant]).tolist()


def test_a_scale_that_is_a_line_is_found_and_inverted(moments):
    scale = Scale.of(moments)
    theirs = np.column_stack([moments.valence, moments.arousal])
    assert scale.slope == pytest.approx([1.25, 1.25])
    assert scale.intercept == pytest.approx([-0.375, -0.375])
    assert scale.ours(theirs) == pytest.approx(share_points(moments))
    assert scale.theirs(scale.ours(theirs)) == pytest.approx(theirs)
    assert scale.ours(np.array([[9.0, -9.0]])).tolist() == [[1, -1]]


@pytest.mark.parametrize("change", ["ratings", "upside down"])
def test_values_that_are_no_word_norms_are_refused(moments, change):
    rng = np.random.default_rng(0)
    valence = rng.uniform(-1, 1, len(moments)) if change == "ratings" else -moments.valence
    with pytest.raises(DatasetError, match="word norms"):
        Scale.of(replace(moments, valence=valence))


def test_norms_do_not_depend_on_who_felt_what(moments):
    few = felt_people(people=4, seed=5)
    assert Scale.of(few).slope == pytest.approx(Scale.of(moments).slope)
    assert NORMS.shape == (18, 2)


def test_rows_stay_within_a_person_and_a_day(moments, rows):
    expected = []
    for ahead in (1, 2):
        for row in range(len(moments) - ahead):
            key = moments.subjects[row], moments.days[row]
            if key == (moments.subjects[row + ahead], moments.days[row + ahead]):
                expected.append((ahead, row))
    assert list(zip(rows.ahead, rows.moments, strict=True)) == expected
    points, vectors = share_points(moments), felt_shares(moments)
    for place, (ahead, row) in enumerate(expected):
        assert rows.came.affect[place].tolist() == points[row + ahead].tolist()
        assert rows.came.shares[place].tolist() == vectors[row + ahead].tolist()
        assert rows.subjects[place] == moments.subjects[row]
        assert rows.horizon_h[place] == moments.hours[row + ahead] - moments.hours[row]


def test_a_history_is_the_persons_own_up_to_the_present_moment(moments, rows):
    points = share_points(moments)
    for place in range(0, len(rows), 17):
        present = rows.moments[place]
        mine = [k for k in range(present + 1) if moments.subjects[k] == moments.subjects[present]]
        assert rows.histories[place].affect.tolist() == points[mine].tolist()
        assert rows.histories[place].hours.tolist() == moments.hours[mine].tolist()


def test_what_comes_later_changes_no_history(moments, rows):
    scores = moments.scores.copy()
    scores[100:] = scores[100:, ::-1]
    other = replace(moments, scores=scores)
    changed = rows_of(other, share_points(other))
    for place in np.flatnonzero(rows.moments < 100):
        one, same = rows.histories[place], changed.histories[place]
        assert one.affect.tolist() == same.affect.tolist()
        assert one.shares.tolist() == same.shares.tolist()


def test_some_rows_can_be_taken(rows):
    chosen = rows.subjects == 3
    some = rows.take(chosen)
    assert len(some) == chosen.sum() > 0
    assert set(some.subjects) == {3}
    assert some.came.affect.tolist() == rows.came.affect[chosen].tolist()
    assert some.histories[0] is rows.histories[int(np.flatnonzero(chosen)[0])]


def test_a_missing_time_lies_between_its_neighbours(moments):
    found = rows_of(without_times(moments, 2), share_points(moments))
    place = int(np.flatnonzero((found.moments == 2) & (found.ahead == 1))[0])
    expected = (moments.hours[1] + moments.hours[3]) / 2
    assert found.histories[place].hours[-1] == pytest.approx(expected)


def test_of_somebody_without_times_the_order_is_kept(moments):
    mine = moments.subjects == 1
    found = rows_of(without_times(moments, mine), share_points(moments))
    assert len(found) == len(rows_of(moments, share_points(moments)))
    assert (found.horizon_h[found.subjects == 1] == 0).all()
    assert (found.horizon_h[found.subjects == 2] > 0).all()


def test_a_clock_that_goes_back_stands_still(moments):
    hours = moments.hours.copy()
    hours[3] -= 2.5
    found = rows_of(replace(moments, hours=hours), share_points(moments))
    place = int(np.flatnonzero((found.moments == 2) & (found.ahead == 1))[0])
    assert found.horizon_h[place] == 0
    assert all((np.diff(one.hours) >= 0).all() for one in found.histories)


def test_a_table_of_single_moments_is_refused():
    lonely = felt_people(moments=1)
    with pytest.raises(DatasetError, match="no day has two moments"):
        rows_of(lonely, share_points(lonely))


def test_baselines_are_what_loops_make_of_them(rows):
    found = fit_baselines(rows)
    told = found.foretold(rows)
    for column in (0, 1):
        for number, ahead in enumerate((1, 2)):
            products = squares = 0.0
            for place in np.flatnonzero(rows.ahead == ahead):
                values = rows.histories[place].affect[:, column].tolist()
                mean = sum(values) / len(values)
                products += (values[-1] - mean) * (rows.came.affect[place, column] - mean)
                squares += (values[-1] - mean) ** 2
            assert found.carried[number, column] == pytest.approx(products / squares)
    for place in (0, 40, len(rows) - 1):
        own = rows.histories[place]
        mean, present = own.affect.mean(0), own.affect[-1]
        assert told["persistence"].affect[place] == pytest.approx(present)
        assert told["persistence"].shares[place] == pytest.approx(own.shares[-1])
        assert told["own_mean"].affect[place] == pytest.approx(mean)
        kept = found.carried[rows.ahead[place] - 1]
        expected = mean + kept[:2] * (present - mean)
        assert told["own_mean_ar1"].affect[place] == pytest.approx(expected)


def test_vectors_become_points_by_a_line_that_was_fitted(rows):
    found = fit_baselines(rows)
    # share_points is linear in the shares, so the fit is exact
    assert found.affect_of(rows.came.shares) == pytest.approx(rows.came.affect)


def test_baselines_and_back_are_the_same(rows):
    found = fit_baselines(rows)
    again = Baselines.of_arrays(found.arrays())
    assert again.carried.tolist() == found.carried.tolist()
    assert again.points.tolist() == found.points.tolist()
    with pytest.raises(KeyError, match="baseline_points"):
        Baselines.of_arrays({"baseline_carried": found.carried})


def test_people_who_never_change_are_foretold_to_stay():
    still = felt_people(people=3)
    still = replace(still, scores=np.ones_like(still.scores))
    rows = rows_of(still, share_points(still))
    for told in fit_baselines(rows).foretold(rows).values():
        assert told.affect == pytest.approx(rows.came.affect)


def test_the_belief_is_that_of_a_filter_started_anew_for_each_row(rows):
    told = belief_forecasts(rows)
    start = datetime(1970, 1, 1, tzinfo=UTC)
    for place in (0, 5, 50, len(rows) - 1):
        one, heard = rows.histories[place], BeliefFilter()
        for hour, (valence, arousal) in zip(one.hours.tolist(), one.affect.tolist(), strict=True):
            at = start + timedelta(hours=hour)
            state = AffectState(
                valence=valence * (1 - 3 * 0.066),
                arousal=arousal * (1 - 3 * 0.071),
                variance=Variance(0.066, 0.071),
                at=at,
            )
            heard.update(AffectReading(state=state, modality="self_report"))
        later = start + timedelta(hours=float(one.hours[-1] + rows.horizon_h[place]))
        belief = heard.at(later)
        assert told.affect[place] == pytest.approx([belief.state.valence, belief.state.arousal])
        assert told.shares[place] == pytest.approx(np.array(belief.emotion_vector))
