"""After long matching of a low mood a lift is offered, once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from moodarc.affect import AffectBelief, AffectState, Goal, GoalKind, Variance
from moodarc.catalog import Decision
from moodarc.listener import LIFT_OFFER, offers_lift

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


def lists(*hours, valence=-0.6, kind=GoalKind.MATCH, variance=0.08):
    return [
        Decision(
            listener="ada",
            at=AT + timedelta(hours=hour),
            belief=AffectBelief(
                state=AffectState(
                    valence=valence,
                    arousal=-0.3,
                    at=AT + timedelta(hours=hour),
                    variance=Variance(variance, variance),
                )
            ),
            goal=Goal(kind),
            offers=(),
            policy="",
        )
        for hour in hours
    ]


LONG = lists(0, 1, 2.5)


def test_three_lists_over_two_hours_that_stay_low_bring_the_offer():
    assert offers_lift(LONG)
    assert offers_lift(lists(-30, -29, valence=0.5) + LONG)


@pytest.mark.parametrize(
    "decisions",
    [
        [],
        lists(0, 3),
        lists(0, 0.5, 1),
        lists(0, 1, 2.5, valence=-0.1),
        lists(0, 1, 2.5, kind=GoalKind.LIFT),
        lists(0, 1, 2.5, variance=0.3),
        lists(0, 1) + lists(2, valence=0.4) + lists(3),
        lists(0, 1) + lists(2, kind=GoalKind.CALM) + lists(3),
        lists(0, 1) + lists(40),
    ],
    ids=[
        "none",
        "two lists",
        "one hour",
        "not low",
        "led already",
        "not known",
        "was better between",
        "was led between",
        "a day's pause",
    ],
)
def test_less_than_that_brings_none(decisions):
    assert not offers_lift(decisions)


def test_it_is_offered_once_and_never_again():
    told = [*LONG[:-1], replace(LONG[-1], lift_offered=True)]
    for later in (lists(3, 4, 5), lists(900, 901, 903)):
        assert offers_lift(later)
        assert not offers_lift(told + later)


def test_an_offer_in_lists_that_are_left_out_counts():
    assert not offers_lift(LONG, before=True)


def test_the_offer_does_not_diagnose_and_says_what_it_is_not():
    assert "no medical device" in LIFT_OFFER
    for word in ("depress", "disorder", "symptom", "you are sad", "must", "should"):
        assert word not in LIFT_OFFER.casefold()
