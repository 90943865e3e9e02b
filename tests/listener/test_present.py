from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import AffectReading, AffectState, Variance
from moodarc.listener import believe, last_word, present_belief

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def reading(valence, arousal, *, minutes=0.0, variance=0.03, modality="self_report"):
    at, spread = NOON + timedelta(minutes=minutes), Variance(variance, variance)
    state = AffectState(valence=valence, arousal=arousal, variance=spread, at=at)
    return AffectReading(state=state, modality=modality)


def present(readings, minutes):
    at = NOON + timedelta(minutes=minutes)
    return present_belief(believe(readings, at), last_word(readings), at)


HAPPY, SAD = reading(0.7, 0.6), reading(-0.6, -0.4, minutes=2)


def test_a_word_against_what_was_said_before_turns_the_belief_at_once():
    assert believe([HAPPY, SAD], SAD.state.at).state.valence > 0.0
    assert present([HAPPY, SAD], 2).state.valence < -0.1


def test_a_word_fades_and_what_is_left_is_the_belief():
    """Twenty minutes later e^-1 of it is left; after two hours nothing."""
    for minutes, most in ((2, 1.0), (22, 0.5), (122, 0.0)):
        at = NOON + timedelta(minutes=minutes)
        slow = believe([HAPPY, SAD], at).state.valence
        share = (present([HAPPY, SAD], minutes).state.valence - slow) / (-0.6 - slow)
        assert share <= most


def test_the_formula_by_hand():
    at = SAD.state.at
    slow = believe([HAPPY, SAD], at).state
    k = 0.053 / (0.053 + 0.03)
    state = present([HAPPY, SAD], 2).state
    assert state.valence == pytest.approx(slow.valence + k * (-0.6 - slow.valence))
    expected = (1 - k) ** 2 * slow.variance.valence + k**2 * 0.03
    assert state.variance.valence == pytest.approx(expected)


def test_what_a_sensor_says_is_no_word():
    face = reading(-0.6, -0.4, minutes=2, modality="face")
    assert last_word([HAPPY, face]) == HAPPY
    assert last_word([face]) is None
    belief = believe([face], face.state.at)
    assert present_belief(belief, None, face.state.at) == belief


def test_a_word_from_the_future_or_long_ago_changes_nothing():
    belief = believe([HAPPY], NOON)
    assert present_belief(belief, SAD, NOON) == belief
    late = NOON + timedelta(hours=3)
    assert present_belief(believe([HAPPY], late), HAPPY, late) == believe([HAPPY], late)


@given(v=st.floats(-1, 1), a=st.floats(-1, 1), variance=st.floats(1e-3, 0.33))
def test_a_surer_word_counts_more_and_the_state_stays_on_the_plane(v, a, variance):
    said = reading(v, a, minutes=1, variance=variance)
    surer = reading(v, a, minutes=1, variance=variance / 2)
    belief = believe([HAPPY], said.state.at)
    one, other = (present_belief(belief, word, said.state.at).state for word in (said, surer))
    assert abs(other.valence - v) <= abs(one.valence - v) + 1e-12
    assert -1.0 <= one.valence <= 1.0
    assert one.variance.valence <= max(variance, belief.state.variance.valence) + 1e-12
