import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import (
    UNINFORMED_VARIANCE,
    AffectReading,
    AffectState,
    EmotionVector,
    Variance,
)
from moodarc.errors import InputError
from moodarc.listener import DRIFT_TIME, POPULATION_MODEL, believe
from moodarc.sensing import from_point, from_terms

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
NEUTRAL = AffectState(
    valence=0, arousal=0, at=AT, variance=Variance(UNINFORMED_VARIANCE, UNINFORMED_VARIANCE)
)


def ago(minutes):
    return AT - timedelta(minutes=minutes)


def reading(valence=0.6, variance=0.1, minutes=0.0, **changes):
    state = AffectState(
        valence=valence, arousal=0, at=ago(minutes), variance=Variance(variance, variance)
    )
    return AffectReading(**({"state": state, "modality": "face"} | changes))


readings = st.lists(
    st.builds(
        reading,
        valence=st.floats(-1, 1),
        variance=st.floats(0, 1),
        minutes=st.floats(0, 10_000),
        confidence=st.floats(0, 1),
    ),
    max_size=8,
)


def test_of_a_listener_who_said_nothing_the_neutral_prior_is_believed():
    belief = believe([], AT)
    assert belief.state == NEUTRAL
    assert belief.source == "no reading yet"
    assert belief.emotion_vector == (0.25, 0.25, 0.25, 0.25)


def test_one_fresh_reading_is_believed_as_it_is():
    said = from_point(0.5, -0.25, AT)
    state = believe([said], AT).state
    assert (state.valence, state.arousal) == (0.5, -0.25)
    assert state.variance[:2] == pytest.approx(said.state.variance[:2])


def test_one_reading_fades_as_the_process_it_is_modelled_by():
    # The oracle simulates the drift in small steps, from draws of the reading.
    rng = np.random.default_rng(1)
    step, x = 0.01, rng.normal(0.6, math.sqrt(0.1), size=40_000)
    for _ in range(50):  # half of the drift time
        noise = rng.normal(0, math.sqrt(2 * UNINFORMED_VARIANCE * step), size=x.size)
        x = x - x * step + noise
    state = believe([reading(minutes=30)], AT).state
    assert state.valence == pytest.approx(x.mean(), abs=0.01)
    assert state.variance.valence == pytest.approx(x.var(), rel=0.03)


def test_two_fresh_readings_weigh_by_what_they_know_beyond_the_prior():
    weights = 1 / 0.1 - 3, 1 / 0.2 - 3
    state = believe([reading(0.6, 0.1), reading(-0.2, 0.2)], AT).state
    assert state.valence == pytest.approx(np.average([0.6, -0.2], weights=weights))
    assert state.variance.valence == pytest.approx(1 / (3 + sum(weights)))


@given(readings)
def test_a_belief_lies_between_neutral_and_its_readings_and_is_never_less_sure_than_nothing(given_):
    state = believe(given_, AT).state
    values = [0.0, *(r.state.valence for r in given_)]
    assert min(values) - 1e-9 <= state.valence <= max(values) + 1e-9
    assert 0 < state.variance.valence <= UNINFORMED_VARIANCE + 1e-12


@given(readings, st.randoms(use_true_random=False))
def test_the_order_in_which_readings_are_handed_in_does_not_matter(given_, random):
    shuffled = random.sample(given_, len(given_))
    first, second = believe(given_, AT).state, believe(shuffled, AT).state
    assert first.variance.valence == pytest.approx(second.variance.valence)
    if len({r.state.at for r in given_}) == len(given_):
        assert first.valence == pytest.approx(second.valence, abs=1e-9)


@given(readings, st.floats(-1, 1))
def test_one_more_reading_never_makes_less_sure(given_, valence):
    more = believe([*given_, reading(valence)], AT).state.variance
    assert more.valence <= believe(given_, AT).state.variance.valence + 1e-12


def test_a_long_history_does_not_outweigh_what_is_said_now():
    history = [reading(-0.8, minutes=24 * 60 + n) for n in range(1000)]
    assert believe([*history, reading(0.6)], AT).state.valence == pytest.approx(0.6, abs=0.01)


def test_a_reading_of_yesterday_leaves_the_prior():
    state = believe([reading(minutes=24 * 60)], AT).state
    assert state.valence == pytest.approx(0, abs=1e-9)
    assert state.variance.valence == pytest.approx(UNINFORMED_VARIANCE)


@pytest.mark.parametrize(
    "useless",
    [reading(validity="no face"), reading(confidence=0.0), reading(minutes=-1)],
    ids=["invalid", "without confidence", "of the future"],
)
def test_readings_that_must_not_count_do_not(useless):
    assert believe([useless], AT).state == NEUTRAL


def test_half_the_confidence_is_half_the_weight():
    sure, unsure = (believe([reading(confidence=c)], AT).state.variance for c in (1.0, 0.5))
    assert 1 / unsure.valence - 3 == pytest.approx((1 / sure.valence - 3) / 2)


def test_a_certain_reading_among_others_is_believed():
    state = believe([reading(-0.5), reading(0.7, variance=0.0)], AT).state
    assert state.valence == pytest.approx(0.7, abs=1e-3)


def test_dominance_is_believed_only_where_it_was_measured():
    measured = AffectState(
        valence=0, arousal=0, dominance=0.4, at=AT, variance=Variance(0.1, 0.1, 0.1)
    )
    assert believe([reading()], AT).state.dominance is None
    both = [reading(), AffectReading(state=measured, modality="face")]
    assert believe(both, AT).state.dominance == pytest.approx(0.4)


class TestEmotionVector:
    torn = EmotionVector(0.5, 0, 0.5, 0)

    def said(self, minutes):
        return from_terms({"happy": 3, "bored": 3}, ago(minutes))

    def test_shares_given_by_the_listener_are_kept(self):
        assert believe([self.said(0)], AT).emotion_vector == self.torn
        assert believe([reading(minutes=5), self.said(1)], AT).vector == self.torn

    def test_they_give_way_to_a_newer_reading(self):
        assert believe([self.said(2), reading(minutes=1)], AT).vector is None

    def test_they_fade_after_twenty_one_minutes(self):
        assert believe([self.said(20)], AT).vector == self.torn
        assert believe([self.said(21)], AT).vector is None


def test_the_newest_expression_travels_into_the_belief():
    face = tuple(float(place == 3) for place in range(7))
    assert believe([reading(expression=face, minutes=1), reading()], AT).expression == face
    assert believe([reading(expression=face, minutes=60)], AT).expression is None


@pytest.mark.parametrize(
    ("minutes", "source"),
    [([0], "face now"), ([3], "face 3 min ago"), ([5, 3, 9], "face 3 min ago and 2 more")],
)
def test_the_source_tells_what_the_belief_rests_on(minutes, source):
    assert believe([reading(minutes=m) for m in minutes], AT).source == source


def test_the_drift_time_is_that_of_the_population_model():
    second = sorted(abs(np.linalg.eigvals(POPULATION_MODEL)))[-2]
    hours = -1 / math.log(second)
    assert timedelta(hours=hours) == pytest.approx(DRIFT_TIME, rel=0.2)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(InputError, match="no zone"):
        believe([], AT.replace(tzinfo=None))
