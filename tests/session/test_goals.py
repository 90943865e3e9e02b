from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import AffectState, Goal, GoalKind, quadrant_of
from moodarc.session import resolve

AT = datetime(2026, 1, 1, tzinfo=UTC)
coordinate = st.floats(-1, 1)


def target(kind: GoalKind, valence: float, arousal: float) -> tuple[float, float]:
    return resolve(Goal(kind), AffectState(valence=valence, arousal=arousal, at=AT)).target


@given(coordinate, coordinate)
def test_lift_raises_valence_and_ends_happy(valence, arousal):
    v, a = target(GoalKind.LIFT, valence, arousal)
    assert valence < v <= 1.0 or valence == v == 1.0
    assert quadrant_of(v, a) == "happy"


@given(coordinate, coordinate)
def test_calm_lowers_arousal_at_no_loss_of_valence(valence, arousal):
    v, a = target(GoalKind.CALM, valence, arousal)
    assert -1.0 <= a < arousal or arousal == a == -1.0
    assert v >= valence
    assert quadrant_of(v, a) == "peaceful"


@given(coordinate, coordinate)
def test_energise_raises_arousal_and_never_ends_in_anger(valence, arousal):
    v, a = target(GoalKind.ENERGISE, valence, arousal)
    assert arousal < a <= 1.0 or arousal == a == 1.0
    assert quadrant_of(v, a) == "happy"


@pytest.mark.parametrize("kind", [GoalKind.MATCH, GoalKind.FOLLOW])
def test_match_and_follow_lead_nowhere_of_their_own(kind):
    assert target(kind, 0.1, 0.2) is None


def test_a_given_target_is_kept():
    state = AffectState(valence=0, arousal=0, at=AT)
    assert resolve(Goal(GoalKind.LIFT, (0.9, 0.1)), state).target == (0.9, 0.1)
