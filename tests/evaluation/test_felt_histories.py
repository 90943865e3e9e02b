import itertools
from dataclasses import fields, replace

import numpy as np
import pytest
from tests.felt_people import felt_people, without_times

from moodarc.datasets import FeltMoments
from moodarc.errors import DatasetError
from moodarc.evaluation.felt_histories import rows_of
from moodarc.evaluation.felt_points import share_points
from moodarc.evaluation.felt_steps import felt_shares


def some(moments, rows):
    kept = {field.name: getattr(moments, field.name) for field in fields(FeltMoments)}
    return FeltMoments(
        **{name: value if name == "left_out" else value[rows] for name, value in kept.items()}
    )


def made(moments):
    return rows_of(moments, share_points(moments))


def test_rows_are_the_pairs_that_a_naive_loop_finds():
    moments = felt_people(people=3)
    expected = {
        (now, ahead): now + ahead
        for ahead, now in itertools.product((1, 2), range(len(moments)))
        if now + ahead < len(moments)
        and moments.subjects[now] == moments.subjects[now + ahead]
        and moments.days[now] == moments.days[now + ahead]
    }
    rows, points, shares = made(moments), share_points(moments), felt_shares(moments)
    found = list(zip(rows.moments.tolist(), rows.ahead.tolist(), strict=True))
    assert sorted(found) == sorted(expected)
    for place, key in enumerate(found):
        now, later = key[0], expected[key]
        assert rows.came.affect[place] == pytest.approx(points[later])
        assert rows.came.shares[place] == pytest.approx(shares[later])
        assert rows.horizon_h[place] == pytest.approx(moments.hours[later] - moments.hours[now])


def test_a_history_is_the_persons_own_moments_up_to_now():
    moments = felt_people(people=3)
    rows, points = made(moments), share_points(moments)
    for history, now, subject in zip(rows.histories, rows.moments, rows.subjects, strict=True):
        mine = np.flatnonzero(moments.subjects[: now + 1] == subject)
        assert history.affect == pytest.approx(points[mine])
        assert history.hours == pytest.approx(moments.hours[mine])
        assert history.days.tolist() == moments.days[mine].tolist()


def test_what_comes_later_changes_no_history():
    moments = felt_people(people=1)
    points = share_points(moments)
    changed = points.copy()
    changed[10:] = 0.9
    before, after = rows_of(moments, points), rows_of(moments, changed)
    for place in np.flatnonzero(before.moments < 10):
        assert before.histories[place].affect.tolist() == after.histories[place].affect.tolist()


def test_a_missing_time_lies_between_its_neighbours():
    moments = felt_people(people=1, days=1, moments=4)
    hours = moments.hours
    row = made(without_times(moments, [1])).histories[-1]
    assert row.hours[1] == pytest.approx((hours[0] + hours[2]) / 2)


def test_a_person_without_times_keeps_the_order_and_no_horizon():
    moments = without_times(felt_people(people=2), slice(0, 18))
    rows = made(moments)
    assert (rows.horizon_h[rows.subjects == 0] == 0.0).all()
    assert (rows.horizon_h[rows.subjects == 1] > 0.0).all()


def test_a_clock_set_back_gives_no_negative_horizon():
    moments = felt_people(people=1)
    hours = moments.hours.copy()
    hours[2] -= 50.0
    rows = made(replace(moments, hours=hours))
    assert (rows.horizon_h >= 0.0).all()


def test_rows_can_be_taken():
    rows = made(felt_people(people=2))
    taken = rows.take(rows.subjects == 1)
    assert len(taken) == (rows.subjects == 1).sum()
    assert set(taken.subjects) == {1}
    assert taken.came.shares.tolist() == rows.came.shares[rows.subjects == 1].tolist()
    assert taken.histories[0] is rows.histories[np.flatnonzero(rows.subjects == 1)[0]]


def test_days_of_one_moment_are_refused():
    moments = felt_people(people=2, moments=1)
    with pytest.raises(DatasetError, match="no day has two moments"):
        made(moments)
    assert len(made(some(felt_people(people=1, days=1), [0, 1]))) == 1
