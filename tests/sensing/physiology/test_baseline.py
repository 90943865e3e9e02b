import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.errors import InputError
from moodarc.sensing.physiology import (
    Activity,
    BodySigns,
    DayPart,
    Measure,
    PersonalBaseline,
    WearableSample,
    day_part,
)

NOON = datetime(2026, 1, 1, 13, tzinfo=UTC)


def signs(rate, at=NOON, met=1.3, **others):
    return BodySigns(at=at, heart_rate_bpm=rate, met=met, quality=1.0, **others)


def learned(rates, at=NOON):
    baseline = PersonalBaseline()
    for rate in rates:
        baseline.add(signs(rate, at))
    return baseline


def history(n_windows=30, rate=58.0):
    return [
        WearableSample(
            at=NOON + timedelta(seconds=20 * k),
            heart_rate_bpm=rate + k % 5,
            activity=Activity.STILL,
        )
        for k in range(15 * n_windows)
    ]


def test_somebody_unknown_is_a_person_in_general_of_whom_little_is_sure():
    usual = PersonalBaseline().usual(Measure.HEART_RATE, NOON)
    assert usual.mean == 70.0
    assert usual.doubt == pytest.approx((10.0**2 + 4.0**2) ** 0.5)


@given(st.lists(st.floats(45.0, 95.0), min_size=1, max_size=40))
def test_the_mean_lies_between_the_listener_and_people_and_doubt_falls(rates):
    own = sum(rates) / len(rates)
    usual = learned(rates).usual(Measure.HEART_RATE, NOON)
    assert min(own, 70.0) - 1e-9 <= usual.mean <= max(own, 70.0) + 1e-9
    unknown = PersonalBaseline().usual(Measure.HEART_RATE, NOON)
    assert usual.doubt < unknown.doubt


def test_one_part_of_the_day_is_the_product_of_prior_and_windows():
    usual = learned([60.0] * 10).usual(Measure.HEART_RATE, NOON)
    spread2 = (10 * 8.8**2) / 20  # ten windows without spread beside ten of people's
    prior2 = 10.0**2 + 4.0**2
    precision = 1 / prior2 + 10 / spread2
    assert usual.spread == pytest.approx(spread2**0.5)
    assert usual.mean == pytest.approx((70.0 / prior2 + 600.0 / spread2) / precision)
    assert usual.doubt == pytest.approx(precision**-0.5)


def test_another_part_of_the_day_tells_of_the_listener_but_not_as_much():
    baseline = learned([55.0] * 200)
    here = baseline.usual(Measure.HEART_RATE, NOON)
    at_night = baseline.usual(Measure.HEART_RATE, NOON + timedelta(hours=12))
    assert here.mean < at_night.mean < 70.0
    assert here.doubt < at_night.doubt


def test_a_long_history_is_believed():
    usual = learned([55.0, 57.0] * 150).usual(Measure.HEART_RATE, NOON)
    assert usual.mean == pytest.approx(56.0, abs=0.1)
    assert usual.spread < 2.5


def test_what_is_not_at_rest_or_not_valid_teaches_nothing():
    baseline = PersonalBaseline()
    baseline.add(signs(120.0, met=3.5))
    baseline.add(signs(120.0, met=float("nan")))
    baseline.add(BodySigns(at=NOON, validity="signal too noisy", heart_rate_bpm=120.0, met=1.0))
    assert baseline.to_json() == {}
    assert baseline.windows() == 0


def test_it_follows_a_listener_who_changes():
    baseline = learned([80.0] * 2000 + [60.0] * 2000)
    assert baseline.usual(Measure.HEART_RATE, NOON).mean == pytest.approx(60.0, abs=0.5)
    assert baseline.windows() <= 500


def test_the_state_goes_through_json_and_comes_back_the_same():
    baseline = learned([60.0, 65.0, 71.0])
    again = PersonalBaseline.from_json(json.loads(json.dumps(baseline.to_json())))
    assert again.usual(Measure.HEART_RATE, NOON) == baseline.usual(Measure.HEART_RATE, NOON)


def test_it_is_rebuilt_from_the_samples_in_any_order():
    samples = history()
    there = PersonalBaseline.from_samples(samples)
    back = PersonalBaseline.from_samples(samples[::-1])
    assert there.to_json() == back.to_json()
    assert there.windows() == 30
    assert there.usual(Measure.HEART_RATE, NOON).mean == pytest.approx(60.0, abs=0.6)


@pytest.mark.parametrize(
    "state",
    [
        {"heart_rate_bpm.noon": [1, 2, 3]},
        {"pulse.night": [1, 2, 3]},
        {"heart_rate_bpm.night": [1, 2, 3, 4]},
        {"heart_rate_bpm.night": [float("nan"), 2, 3]},
        {"heart_rate_bpm.night": [1, 2, -3]},
        {"heart_rate_bpm.night": "abc"},
        {"heart_rate_bpm.night": None},
    ],
)
def test_a_damaged_state_is_one_clear_error(state):
    with pytest.raises(InputError, match="rebuild it"):
        PersonalBaseline.from_json(state)


def test_the_part_of_the_day_is_local():
    tokyo = timezone(timedelta(hours=9))
    assert day_part(NOON, UTC) is DayPart.AFTERNOON
    assert day_part(NOON, tokyo) is DayPart.EVENING


def test_a_time_without_a_zone_has_no_part_of_the_day():
    with pytest.raises(InputError, match="zone"):
        day_part(NOON.replace(tzinfo=None), UTC)
