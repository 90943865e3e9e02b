"""The loop ends where the goal is held, the time is up, or the listener stops (LE-4)."""

from datetime import UTC, datetime, timedelta

import pytest

from moodarc.affect import AffectBelief, AffectState, Goal, GoalKind, Variance
from moodarc.listener import Ending, HoldRule, ending

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
LIFT = Goal(GoalKind.LIFT, (0.5, 0.25))
THERE, AWAY = (0.4, 0.2), (-0.5, -0.5)


def felt(*points, every=4.0, variance=0.08):
    """Beliefs `every` minutes, the last of them now."""
    return [
        AffectBelief(
            state=AffectState(
                valence=v,
                arousal=a,
                at=AT - timedelta(minutes=every * (len(points) - 1 - k)),
                variance=Variance(variance, variance),
            )
        )
        for k, (v, a) in enumerate(points)
    ]


def test_it_goes_on_while_nothing_ends_it():
    assert ending(LIFT, [], AT) is None
    assert ending(LIFT, felt(AWAY, AWAY, AWAY), AT, until=AT + timedelta(minutes=1)) is None


def test_it_ends_where_the_goal_is_reached_and_held():
    assert ending(LIFT, felt(AWAY, THERE, THERE, THERE), AT) is Ending.REACHED


@pytest.mark.parametrize(
    "beliefs",
    [
        felt(THERE, THERE),
        felt(THERE, AWAY, THERE, THERE),
        felt(THERE, THERE, THERE, AWAY),
        felt(THERE, THERE, THERE, every=0.1),
        felt(THERE, THERE, THERE, variance=0.3),
    ],
    ids=["too few", "left between", "left again", "too short", "not known"],
)
def test_what_is_not_held_is_not_reached(beliefs):
    assert ending(LIFT, beliefs, AT) is None


def test_a_feeling_that_no_longer_changes_is_no_end_as_long_as_it_is_elsewhere():
    assert ending(LIFT, felt(*[AWAY] * 20), AT) is None


@pytest.mark.parametrize("kind", [GoalKind.MATCH, GoalKind.FOLLOW])
def test_match_and_follow_end_by_time_or_by_the_listener_only(kind):
    beliefs = felt(*[THERE] * 20)
    assert ending(Goal(kind), beliefs, AT) is None
    assert ending(Goal(kind), beliefs, AT, until=AT) is Ending.TIME_UP
    assert ending(Goal(kind), beliefs, AT, stopped=True) is Ending.STOPPED


def test_the_listeners_word_counts_first_and_the_goal_before_the_time():
    held = felt(THERE, THERE, THERE)
    assert ending(LIFT, held, AT, until=AT, stopped=True) is Ending.STOPPED
    assert ending(LIFT, held, AT, until=AT) is Ending.REACHED


def test_the_rule_can_be_another():
    soon = HoldRule(beliefs=1, lasting=timedelta(0))
    assert ending(LIFT, felt(THERE), AT, rule=soon) is Ending.REACHED
