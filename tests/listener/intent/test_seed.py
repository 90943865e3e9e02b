"""What a seed asks for: stay, or be led away (LE-3)."""

import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import (
    AffectBelief,
    AffectReading,
    AffectState,
    Goal,
    GoalKind,
    Intent,
    TrackAffect,
    Variance,
)
from moodarc.catalog import Decision, InferredIntent
from moodarc.errors import InputError
from moodarc.listener import IntentPrior, infer_intent

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
BRIGHT = TrackAffect(0.6, 0.4, Variance(0.05, 0.05))
DARK = TrackAffect(-0.5, -0.4, Variance(0.05, 0.05))
SAD, GLAD = (-0.5, -0.3), (0.6, 0.4)


def felt(point, minutes=0.0, *, variance=0.08, **changes):
    state = AffectState(
        valence=point[0],
        arousal=point[1],
        at=AT - timedelta(minutes=minutes),
        variance=Variance(variance, variance),
    )
    return AffectReading(**({"state": state, "modality": "face"} | changes))


def several(point, n, **changes):
    return [felt(point, 4.0 * k, **changes) for k in range(n)]


def chose(goal, *, chosen=True, inferred=Intent.ENHANCE):
    state = AffectState(valence=0, arousal=0, at=AT, variance=Variance(0.1, 0.1))
    return Decision(
        listener="ada",
        at=AT,
        belief=AffectBelief(state=state),
        goal=Goal(goal),
        offers=(),
        policy="",
        intent=InferredIntent(kind=inferred, probability=0.8, reason="", chosen=chosen),
    )


def test_without_any_reading_nothing_tells_and_the_list_stays():
    found = infer_intent(BRIGHT, [], AT)
    assert (found.kind, found.probability, found.goal.kind) == (
        Intent.MODULATE,
        0.5,
        GoalKind.MATCH,
    )
    assert "no reading" in found.reason


def test_the_same_side_again_and_again_is_modulate():
    for seed, point in ((BRIGHT, GLAD), (DARK, SAD)):
        found = infer_intent(seed, several(point, 4), AT)
        assert (found.kind, found.goal.kind) == (Intent.MODULATE, GoalKind.MATCH)
        assert found.probability > 0.9


def test_a_bright_seed_while_sad_several_times_is_enhance():
    found = infer_intent(BRIGHT, several(SAD, 4), AT)
    assert (found.kind, found.goal.kind) == (Intent.ENHANCE, GoalKind.LIFT)
    assert found.probability > 0.7
    assert "happy (+0.60 +0.40)" in found.reason
    assert "read 4 times" in found.reason


def test_once_only_hints_and_each_time_says_more():
    steps = [
        1 - infer_intent(BRIGHT, several(SAD, n, variance=0.05), AT).match for n in range(1, 7)
    ]
    assert 0.5 < steps[0] < 0.7
    assert all(later > earlier for earlier, later in pairwise(steps))


def test_a_livelier_seed_while_weary_asks_for_energy():
    seed = TrackAffect(0.1, 0.8, Variance(0.05, 0.05))
    found = infer_intent(seed, several((0.1, -0.3), 4), AT)
    assert found.goal.kind is GoalKind.ENERGISE


def test_a_dark_seed_of_somebody_glad_tells_of_neither():
    found = infer_intent(DARK, several(GLAD, 5), AT)
    assert 0.3 < found.match < 0.7


def test_the_same_moment_read_often_is_one_occasion():
    at_once = [felt(SAD, k / 60.0) for k in range(50)]
    assert infer_intent(BRIGHT, at_once, AT).match == pytest.approx(
        infer_intent(BRIGHT, [felt(SAD)], AT).match, abs=0.02
    )
    assert "read once" in infer_intent(BRIGHT, at_once, AT).reason


def test_readings_that_know_nothing_say_nothing():
    for useless in (
        several(SAD, 5, variance=1 / 3),
        several(SAD, 5, validity="no face"),
        several(SAD, 5, confidence=0.0),
        [felt(SAD, -10)],
        [felt(SAD, 48 * 60)],
    ):
        assert infer_intent(BRIGHT, useless, AT).match == pytest.approx(0.5, abs=1e-6)


def test_one_certain_occasion_is_bayes_rule_as_written():
    """The naive form, with densities from their definition."""

    def normal(x, mean, variance):
        return math.exp(-((x - mean) ** 2) / (2 * variance)) / math.sqrt(2 * math.pi * variance)

    v = 0.05 + 0.08
    gap = (0.6 + 0.5, 0.4 + 0.3)
    chance = normal(0.6, 0, 0.16 + 0.05) * normal(0.4, 0, 0.16 + 0.05)
    wishes = {
        "match": normal(gap[0], 0, 0.0625 + v) * normal(gap[1], 0, 0.0625 + v),
        "lift": normal(gap[0], 1, 0.25 + v) * normal(gap[1], 0, 0.25 + v),
        "energise": normal(gap[0], 0, 0.25 + v) * normal(gap[1], 1, 0.25 + v),
    }
    prior = {"match": 0.5, "lift": 0.25, "energise": 0.25}
    weight = 1 - 0.08 * 3
    odds = {w: prior[w] * (0.5 * p + 0.5 * chance) ** weight for w, p in wishes.items()}
    found = infer_intent(BRIGHT, [felt(SAD)], AT)
    for wish, share in odds.items():
        assert getattr(found, wish) == pytest.approx(share / sum(odds.values()), rel=1e-9)


def test_what_the_listener_chose_moves_the_prior_and_what_they_let_pass_does_not():
    passed = [chose(GoalKind.LIFT, chosen=False)] * 9
    assert IntentPrior.of(passed) == IntentPrior()
    stayed = IntentPrior.of([chose(GoalKind.MATCH)] * 6 + passed)
    assert stayed == IntentPrior(modulated=6)
    before = infer_intent(BRIGHT, several(SAD, 3), AT)
    after = infer_intent(BRIGHT, several(SAD, 3), AT, prior=stayed)
    assert before.kind is Intent.ENHANCE
    assert after.match > before.match + 0.2
    assert "chose to be led 0 of 6 times" in after.reason


def test_an_overrule_is_a_choice_against_what_was_inferred():
    assert chose(GoalKind.MATCH).overruled
    assert not chose(GoalKind.LIFT).overruled
    assert not chose(GoalKind.MATCH, chosen=False).overruled


def test_with_no_reading_a_listener_who_always_wants_to_be_led_is_led():
    led = IntentPrior.of([chose(GoalKind.LIFT)] * 8)
    found = infer_intent(BRIGHT, [], AT, prior=led)
    assert found.kind is Intent.ENHANCE
    assert found.probability == pytest.approx(10 / 12)
    assert "chose to be led 8 of 8 times" in found.reason


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(InputError, match="no zone"):
        infer_intent(BRIGHT, [], AT.replace(tzinfo=None))


@given(
    st.lists(
        st.builds(
            felt,
            st.tuples(st.floats(-1, 1), st.floats(-1, 1)),
            st.floats(-10, 3000),
            variance=st.floats(0, 1),
            confidence=st.floats(0, 1),
        ),
        max_size=12,
    ),
    st.floats(-1, 1),
    st.floats(-1, 1),
)
def test_the_probabilities_are_probabilities_whatever_was_read(readings, valence, arousal):
    seed = TrackAffect(valence, arousal, Variance(0.0, 0.3))
    found = infer_intent(seed, readings, AT)
    shares = np.array([found.match, found.lift, found.energise])
    assert ((shares >= 0) & (shares <= 1)).all()
    assert shares.sum() == pytest.approx(1)
    assert 0.5 - 1e-9 <= found.probability <= 1
    backwards = infer_intent(seed, readings[::-1], AT)
    if len({r.state.at for r in readings}) == len(readings):
        assert backwards.match == pytest.approx(found.match, abs=1e-9)
