from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import AffectReading, AffectState, Variance
from moodarc.listener import believe, present_belief, word_of

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def reading(valence, arousal, *, minutes=0.0, variance=0.03, modality="self_report"):
    at, spread = NOON + timedelta(minutes=minutes), Variance(variance, variance)
    state = AffectState(valence=valence, arousal=arousal, variance=spread, at=at)
    return AffectReading(state=state, modality=modality)


def present(readings, minutes):
    at = NOON + timedelta(minutes=minutes)
    *earlier, newest = readings
    word = word_of(newest, believe(earlier, newest.state.at))
    return present_belief(believe(readings, at), word, at)


HAPPY = [reading(0.7, 0.6, minutes=m) for m in (-20, -10, 0)]
SAD = reading(-0.6, -0.4, minutes=2)


def test_a_word_against_what_was_said_before_turns_the_belief_at_once():
    assert believe([*HAPPY, SAD], SAD.state.at).state.valence > 0.2
    assert present([*HAPPY, SAD], 2).state.valence < -0.05


def test_where_the_belief_goes_further_by_itself_it_stands():
    assert present([SAD], 2) == believe([SAD], SAD.state.at)


def test_a_word_fades_and_what_is_left_is_the_belief():
    two_hours = SAD.state.at + timedelta(hours=2)
    at_once, later = (present([*HAPPY, SAD], minutes).state.valence for minutes in (2, 12))
    assert at_once < later < believe(HAPPY, SAD.state.at).state.valence
    assert present([*HAPPY, SAD], 122) == believe([*HAPPY, SAD], two_hours)


def test_the_formula_by_hand():
    k = 0.056 / (0.056 + 0.03)
    before = believe(HAPPY, SAD.state.at).state
    state = present([*HAPPY, SAD], 2).state
    assert state.valence == pytest.approx(before.valence + k * (-0.6 - before.valence))
    expected = (1 - k) ** 2 * before.variance.valence + k**2 * 0.03
    assert state.variance.valence == pytest.approx(expected)


def test_what_a_sensor_says_is_no_word():
    face = reading(-0.6, -0.4, minutes=2, modality="face")
    assert word_of(face, believe(HAPPY, face.state.at)) is None
    belief = believe([face], face.state.at)
    assert present_belief(belief, None, face.state.at) == belief


def test_a_word_from_the_future_changes_nothing():
    belief = believe(HAPPY, NOON)
    assert present_belief(belief, word_of(SAD, belief), NOON) == belief


@given(v=st.floats(-1, 1), a=st.floats(-1, 1), minutes=st.floats(0, 60))
def test_the_present_lies_between_what_was_said_and_what_was_believed_without_it(v, a, minutes):
    said = reading(v, a, minutes=1)
    at = 1 + minutes
    state = present([*HAPPY, said], at).state
    now = believe([*HAPPY, said], NOON + timedelta(minutes=at)).state
    without = believe(HAPPY, said.state.at).state
    for told, word, *others in (
        (state.valence, v, now.valence, without.valence),
        (state.arousal, a, now.arousal, without.arousal),
    ):
        assert min(word, *others) - 1e-9 <= told <= max(word, *others) + 1e-9
