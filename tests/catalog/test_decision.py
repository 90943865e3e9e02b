from datetime import UTC, datetime

from moodarc.affect import AffectBelief, AffectState, Goal, GoalKind
from moodarc.catalog import Decision, Offer, Reason


def test_a_decision_keeps_its_offers_in_playing_order():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    offers = tuple(Offer(track_id, 0.5, (Reason("affect", 0.5, "near"),)) for track_id in (3, 1, 2))
    decision = Decision(
        listener="ada",
        at=at,
        belief=AffectBelief(state=AffectState(valence=0, arousal=0, at=at)),
        goal=Goal(GoalKind.MATCH),
        offers=offers,
        policy="nearest",
    )
    assert [offer.track_id for offer in decision.offers] == [3, 1, 2]
    assert decision.models == {}
