import math
from datetime import UTC, datetime

import pytest

from moodarc.affect import AffectBelief, AffectState, Goal, GoalKind, Variance
from moodarc.session import PlaylistRequest, plan_playlist
from synthetic_library import make_track

AT = datetime(2026, 1, 1, tzinfo=UTC)
SAD = AffectBelief(
    state=AffectState(valence=-0.9, arousal=-0.3, variance=Variance(0.08, 0.2), at=AT)
)
# as a folder of a few real files: uneven, most of it away from the goal
SMALL = [
    make_track(number, point, artist=f"Artist {number}")
    for number, point in enumerate(
        [
            *[(-0.5, -0.4), (-0.4, 0.5), (-0.2, -0.6), (-0.1, -0.2), (0.0, 0.4), (0.1, -0.4)],
            *[(0.1, -0.5), (0.2, -0.3), (0.2, 0.3), (0.3, -0.5), (-0.3, 0.6), (-0.6, 0.1)],
            *[(0.0, -0.6), (0.3, 0.1)],
        ]
    )
]


def lift(n):
    request = PlaylistRequest(belief=SAD, goal=Goal(GoalKind.LIFT), n=n)
    return plan_playlist(request, SMALL, at=AT)


def from_goal(decision):
    affects = {track.track_id: track.analysis.affect for track in SMALL}
    return {
        track_id: math.dist((affect.valence, affect.arousal), decision.goal.target)
        for track_id, affect in affects.items()
    }


@pytest.mark.parametrize("n", [3, 6, 12, 14])
def test_a_small_library_is_spent_so_that_the_list_ends_nearest_to_its_goal(n):
    decision = lift(n)
    distance = from_goal(decision)
    assert distance[decision.offers[-1].track_id] == min(distance.values())
    assert "No track lies nearer" not in decision.reach or "; the nearest" not in decision.reach


def test_the_price_of_the_end_is_a_reason_of_the_last_track_only():
    decision = lift(6)
    named = [[reason.name for reason in offer.reasons] for offer in decision.offers]
    assert ["arrival" in names for names in named] == [False] * 5 + [True]
    (price,) = [r.value for r in decision.offers[-1].reasons if r.name == "arrival"]
    assert price == pytest.approx(-3.0 * min(from_goal(decision).values()) ** 2 / 8, abs=1e-6)


def test_no_track_is_played_twice_and_the_reasons_still_sum():
    decision = lift(14)
    ids = [offer.track_id for offer in decision.offers]
    assert len(set(ids)) == 14
    for offer in decision.offers:
        assert math.fsum(r.value for r in offer.reasons) == pytest.approx(offer.score, abs=1e-6)


def test_a_time_limit_is_kept_when_the_order_is_mended():
    request = PlaylistRequest(belief=SAD, goal=Goal(GoalKind.LIFT), minutes=20)
    decision = plan_playlist(request, SMALL, at=AT)
    durations = {t.track_id: t.analysis.descriptors.duration_s for t in SMALL}
    assert sum(durations[offer.track_id] for offer in decision.offers) <= 20 * 60
