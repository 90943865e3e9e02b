from datetime import UTC, datetime, timedelta

import pytest

from moodarc.sensing.physiology import Activity, WearableSample, expected_rise_bpm, met_now, met_of

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def sample(age_min=0.0, **measured):
    return WearableSample(at=NOON - timedelta(minutes=age_min), **measured)


@pytest.mark.parametrize(
    ("measured", "met"),
    [
        ({"activity": Activity.LYING}, 1.0),
        ({"activity": Activity.RUNNING}, 8.0),
        ({"steps_per_min": 100.0}, 3.0),
        ({"movement_g": 0.01}, 1.0),
        ({"movement_g": 0.1}, (7.28 + 3.2) / 3.5),
        ({"activity": Activity.STILL, "steps_per_min": 150.0}, 4.0),
    ],
)
def test_the_strongest_sign_of_work_counts(measured, met):
    assert met_of(sample(**measured)) == pytest.approx(met)


def test_a_sample_without_movement_says_nothing_of_work():
    assert met_of(sample(heart_rate_bpm=70.0)) is None
    assert met_now([sample(heart_rate_bpm=70.0)], NOON) is None


def test_a_run_that_just_ended_still_counts_and_fades():
    run = sample(2.0, activity=Activity.RUNNING)
    soon = met_now([run, *(sample(0.1 * k, activity=Activity.STILL) for k in range(20))], NOON)
    later = met_now([run], NOON + timedelta(minutes=8))
    assert soon == pytest.approx(1.0 + 7.0 * 0.36788, rel=1e-3)
    assert soon > 2.0
    assert met_now([sample(activity=Activity.STILL)], NOON) == pytest.approx(1.3)
    assert later >= 1.0


def test_the_expected_rise_grows_with_work_and_ends_at_the_highest_rate():
    rises = [expected_rise_bpm(met, 60.0) for met in (1.0, 2.0, 5.0, 10.0, 30.0)]
    assert rises == sorted(rises)
    assert rises[0] == 0.0
    assert rises[-1] == rises[-2] == pytest.approx(208.0 - 28.0 - 60.0)
