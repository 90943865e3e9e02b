"""What is kept of the past, and what of it is a mistake."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from moodarc.affect import emotion_vector
from moodarc.errors import InputError
from moodarc.listener import AffectHistory, believe
from moodarc.sensing import from_point, from_terms

NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)


def history(n=5):
    rng = np.random.default_rng(0)
    return AffectHistory.of(np.arange(n) + 100.0, rng.uniform(-1, 1, (n, 2)))


def test_times_and_affect_are_enough():
    made = AffectHistory.of([27.9, 28.0], [[0.5, 0.2], [-0.5, 0.0]])
    assert made.days.tolist() == [0, 1]
    assert made.shares.tolist() == [[1, 0, 0, 0], [0, 0.5, 0.5, 0]]
    assert np.isnan(made.heard).all()
    assert np.isnan(made.liked).all()
    assert len(made) == 2


def test_who_is_awake_at_three_has_not_begun_a_new_day():
    at = [23.0, 26.9, 29.0]
    assert AffectHistory.of(at, np.zeros((3, 2))).days.tolist() == [0, 0, 1]


def test_the_oldest_moments_are_a_history_of_their_own():
    some = history().until(2)
    assert some.hours.tolist() == [100, 101]
    assert some.affect.tolist() == history().affect[:2].tolist()
    assert (len(some.shares), len(some.days), len(some.heard), len(some.liked)) == (2, 2, 2, 2)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"affect": np.zeros((4, 2))}, "expected"),
        ({"affect": np.zeros((5, 3))}, "expected"),
        ({"liked": np.zeros(4)}, "expected"),
        ({"affect": np.full((5, 2), 1.01)}, "outside"),
        ({"affect": np.full((5, 2), np.nan)}, "outside"),
        ({"hours": np.array([0, 1, 2, 3, np.inf])}, "no number"),
        ({"hours": np.array([0, 1, 2, 3, np.nan])}, "no number"),
        ({"hours": np.array([0, 1, 3, 2, 4.0])}, "oldest first"),
    ],
)
def test_what_is_no_history_is_refused(changes, told):
    with pytest.raises(InputError, match=told):
        replace(history(), **changes)


def test_of_no_readings_the_belief_is_all():
    belief = believe([], NOW)
    made = AffectHistory.of_belief([], belief)
    assert made.affect.tolist() == [[belief.state.valence, belief.state.arousal]]
    assert made.shares[0] == pytest.approx(np.array(belief.emotion_vector))
    assert made.hours.tolist() == [NOW.timestamp() / 3600]


def test_readings_of_a_quarter_of_an_hour_are_one_moment_by_confidence():
    past = NOW - timedelta(hours=2)
    readings = [
        from_point(0.8, 0.4, past),
        replace(from_point(-0.4, 0.0, past + timedelta(minutes=10)), confidence=0.5),
        from_point(0.1, 0.1, past + timedelta(minutes=16)),
    ]
    made = AffectHistory.of_belief(readings, believe(readings, NOW))
    own = readings[0].confidence
    mean = (own * np.array([0.8, 0.4]) + 0.5 * np.array([-0.4, 0.0])) / (own + 0.5)
    assert len(made) == 3
    assert made.affect[0] == pytest.approx(mean)
    assert made.affect[1] == pytest.approx([0.1, 0.1])


def test_it_ends_in_the_belief_which_holds_the_last_quarter_of_an_hour():
    readings = [from_point(v, 0.0, NOW - timedelta(minutes=m)) for v, m in ((0.3, 40), (-0.9, 5))]
    belief = believe(readings, NOW)
    made = AffectHistory.of_belief(readings, belief)
    assert len(made) == 2
    assert made.affect[-1].tolist() == [belief.state.valence, belief.state.arousal]
    assert made.affect[0].tolist() == [0.3, 0.0]


def test_order_does_not_matter_and_what_is_later_or_invalid_is_left_out():
    readings = [from_point(0.1 * k, 0.0, NOW - timedelta(hours=k)) for k in range(1, 5)]
    belief = believe(readings, NOW)
    made = AffectHistory.of_belief(readings, belief)
    later = from_point(-1, -1, NOW + timedelta(minutes=1))
    missing = replace(from_point(-1, -1, NOW - timedelta(hours=3)), confidence=0.0)
    again = AffectHistory.of_belief([later, *readings[::-1], missing], belief)
    assert again.affect.tolist() == made.affect.tolist()
    assert again.hours.tolist() == made.hours.tolist()


def test_shares_that_were_given_are_kept_and_others_are_the_mass_by_quadrant():
    given = from_terms({"happy": 3, "bored": 3}, NOW - timedelta(hours=3))
    point = from_point(0.4, -0.2, NOW - timedelta(hours=1))
    made = AffectHistory.of_belief([given, point], believe([given, point], NOW))
    assert made.shares[0] == pytest.approx(np.array(given.vector))
    state = point.state
    mass = emotion_vector(state.valence, state.arousal, state.variance)
    assert made.shares[1] == pytest.approx(np.array(mass))


def test_hours_are_those_of_the_listeners_clock_even_when_it_is_turned_back():
    zone = ZoneInfo("Europe/Berlin")
    # 02:30 summer time, then 02:15 winter time three quarters of an hour later
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    readings = [from_point(0.1, 0.1, first), from_point(0.2, 0.2, first + timedelta(minutes=45))]
    made = AffectHistory.of_belief(readings, believe(readings, first + timedelta(hours=3)), zone)
    assert made.hours % 24 == pytest.approx([2.5, 2.5, 4.5])


@pytest.mark.parametrize("hour", [np.nan, np.inf])
def test_a_time_that_is_no_number_is_refused_by_its_name(hour):
    with pytest.raises(InputError, match="a time that is no number"):
        AffectHistory.of([1.0, hour], [(0.0, 0.0)] * 2)
