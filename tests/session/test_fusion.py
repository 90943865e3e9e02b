from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import UNINFORMED_VARIANCE, AffectBelief, AffectState, Goal, GoalKind, Variance
from moodarc.catalog import Offer, Reason
from moodarc.listener import POPULATION_DYNAMICS
from moodarc.session.fusion import (
    FUSED_PARTS,
    Situation,
    UsualValues,
    WeightsLearner,
    fused_policy,
    part_values,
)
from moodarc.session.policy import PathPolicy

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MATCH, LIFT = Goal(GoalKind.MATCH), Goal(GoalKind.LIFT)
HOME = POPULATION_DYNAMICS.valence.home, POPULATION_DYNAMICS.arousal.home
unit = st.floats(0, 1)
situations = st.builds(
    Situation, certainty=unit, distance=unit, change=unit, experience=unit, leads=st.booleans()
)


def belief(valence=HOME[0], arousal=HOME[1], *, variance=0.01, at=NOON):
    spread = Variance(variance, variance)
    return AffectBelief(state=AffectState(valence=valence, arousal=arousal, variance=spread, at=at))


def test_someone_at_home_has_a_situation_without_strength():
    assert Situation.of(belief(), MATCH).strength == 0.0


def test_who_is_far_from_home_feels_strongly():
    assert Situation.of(belief(-0.6, 0.7), MATCH).strength > 0.8


def test_a_feeling_of_which_nothing_is_known_has_no_strength():
    unknown = belief(-0.6, 0.7, variance=UNINFORMED_VARIANCE)
    assert Situation.of(unknown, MATCH).strength == 0.0


def test_only_the_last_half_hour_counts_as_a_change():
    near = belief(-0.3, at=NOON - timedelta(minutes=20))
    far = belief(-0.3, at=NOON - timedelta(minutes=40))
    assert Situation.of(belief(), MATCH, past=[near]).change == 1.0
    assert Situation.of(belief(), MATCH, past=[far]).change == 0.0


@given(situations)
def test_weights_stay_within_their_stated_bounds(situation):
    before = PathPolicy()
    after = fused_policy(before, situation)
    assert 0.25 * before.affect <= after.affect <= 1.5 * before.affect
    assert after.arrival / before.arrival == pytest.approx(after.affect / before.affect)
    assert 0.5 * before.preference <= after.preference <= before.preference
    assert (after.tempo, after.taste) == (before.tempo, before.taste)


@given(situations)
def test_emotion_weighs_more_and_preference_less_the_stronger_the_feeling(situation):
    """LIN-7."""
    calm = Situation(
        certainty=situation.certainty, experience=situation.experience, leads=situation.leads
    )
    weak, strong = fused_policy(PathPolicy(), calm), fused_policy(PathPolicy(), situation)
    assert strong.affect / strong.preference >= weak.affect / weak.preference


def test_where_nothing_is_felt_for_sure_preference_leads_unless_a_goal_does():
    unsure = {"certainty": 0.0}
    assert fused_policy(PathPolicy(), Situation(**unsure)).affect == 0.25
    assert fused_policy(PathPolicy(), Situation(**unsure, leads=True)).affect == 1.0


def offer(**values):
    reasons = tuple(Reason(name, value, name) for name, value in values.items())
    return Offer(1, sum(values.values()), reasons)


def test_the_parts_of_an_offer_are_sums_of_its_reasons():
    values = part_values(offer(affect_match=0.95, certainty=-0.05, preference=0.15, arrival=-1.0))
    assert values == {
        **dict.fromkeys(FUSED_PARTS, 0.0),
        "affect": pytest.approx(0.9),
        "preference": 0.15,
    }


def test_a_factor_that_was_in_an_offer_is_taken_out_again():
    twice = part_values(offer(preference=0.3), {"preference": 2.0})
    assert twice["preference"] == pytest.approx(0.15)


def test_an_offer_is_compared_with_all_that_the_listener_was_offered():
    better, worse = (part_values(offer(affect_match=value, flow_key=0.002)) for value in (0.9, 0.7))
    usual = UsualValues().after([better, worse]).after([better, worse])
    assert usual.beyond(better)["affect"] == pytest.approx(0.1)
    assert usual.beyond(worse)["affect"] == pytest.approx(-0.1)
    assert usual.beyond(better)["flow"] == pytest.approx(0.0)


def test_who_is_offered_but_one_track_teaches_nothing_of_the_parts():
    only = part_values(offer(affect_match=0.4, preference=0.1))
    assert set(UsualValues().after([only]).beyond(only).values()) == {0.0}


def test_a_listener_who_minds_only_preference_gets_a_factor_that_says_so():
    rng = np.random.default_rng(5)
    learner = WeightsLearner()
    for _ in range(300):
        values = {"affect": rng.normal(0, 0.1), "preference": rng.normal(0, 0.05)}
        p = 1 / (1 + np.exp(-(1 + 3.0 * values["preference"] / 0.1)))
        learner = learner.updated(values, float(rng.random() < p))
    factors = learner.factors()
    assert factors["preference"] > 1.8
    assert factors["affect"] == 0.5, "the mood was asked for"
    assert factors["novelty"] == 1.0, "of what never varied nothing is learned"


def test_learning_makes_surer_and_never_less_sure():
    learner, before = WeightsLearner(), np.inf
    for outcome in (1.0, 0.0, 0.3, 1.0):
        learner = learner.updated({"affect": 0.1, "flow": 0.02}, outcome)
        trace = float(np.trace(learner.covariance))
        assert trace < before
        before = trace
    assert np.linalg.eigvalsh(learner.covariance).min() > 0.0
    assert learner.outcomes == 4.0


def test_an_outcome_without_weight_changes_nothing():
    learner = WeightsLearner()
    after = learner.updated({"affect": 0.3}, 0.0, weight=0.0)
    assert (after.mean == learner.mean).all()
    assert set(learner.factors()) == set(FUSED_PARTS)


def test_one_step_is_that_of_the_laplace_approximation():
    """Against a Newton step of the log posterior, written out."""
    values, y = {"affect": 0.05, "preference": -0.02}, 1.0
    learner = WeightsLearner()
    x = np.array([1.0, *(values.get(part, 0.0) / 0.1 for part in FUSED_PARTS)])
    p = 1 / (1 + np.exp(-learner.mean @ x))
    precision = np.linalg.inv(learner.covariance) + p * (1 - p) * np.outer(x, x)
    after = learner.updated(values, y)
    np.testing.assert_allclose(after.covariance, np.linalg.inv(precision), atol=1e-12)
    np.testing.assert_allclose(
        after.mean, learner.mean + np.linalg.solve(precision, x * (y - p)), atol=1e-12
    )
