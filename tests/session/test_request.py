import math
from dataclasses import replace

import pytest

from moodarc.affect import GoalKind
from moodarc.errors import GoalError
from synthetic_library import make_track


@pytest.mark.parametrize("minutes", [0, -5, 1441, math.nan, math.inf])
def test_minutes_outside_a_day_are_refused(ask, minutes):
    with pytest.raises(GoalError, match="expected more than 0 and at most 1440"):
        ask(minutes=minutes)


@pytest.mark.parametrize("n", [0, -1, 1001])
def test_too_few_or_too_many_tracks_are_refused(ask, n):
    with pytest.raises(GoalError, match="expected 1 to 1000"):
        ask(n=n)


def test_a_point_needs_a_target(ask):
    with pytest.raises(GoalError, match="give its valence and arousal"):
        ask(GoalKind.POINT)


@pytest.mark.parametrize("target", [(1.2, 0), (0, -2), (math.nan, 0)])
def test_a_target_off_the_plane_is_refused(ask, target):
    with pytest.raises(GoalError, match=r"expected both in \[-1, 1\]"):
        ask(GoalKind.POINT, target=target)


def test_a_seed_must_be_analysed(ask):
    with pytest.raises(GoalError, match="not analysed yet"):
        ask(seed=replace(make_track(1), analysis=None))


@pytest.mark.parametrize(
    ("wish", "places"),
    [({}, 12), ({"n": 5}, 5), ({"minutes": 30}, None), ({"n": 5, "minutes": 9}, 5)],
)
def test_places(ask, wish, places):
    assert ask(**wish).places == places
