from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from moodarc.affect import QUADRANT_CENTRES as CENTRES
from moodarc.affect import UNINFORMED_VARIANCE, AffectBelief, AffectState, EmotionVector, Quadrant
from moodarc.errors import InputError
from moodarc.listener import (
    FELT_RATES,
    POPULATION_MODEL,
    MentalModel,
    MentalModelForecaster,
    forecast,
    state_of_shares,
    transitions_after,
)
from moodarc.sensing import from_point

NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)
TYPED = ((60, 5, 5, 30), (20, 50, 20, 10), (10, 20, 60, 10), (30, 5, 15, 50))


def readings(quadrants, minutes=30):
    """One clear reading after another, the last of them now."""
    times = [NOW - timedelta(minutes=minutes * place) for place in range(len(quadrants))][::-1]
    points = [[1.6 * x for x in CENTRES[quadrant]] for quadrant in quadrants]
    return [from_point(*point, at) for point, at in zip(points, times, strict=True)]


@pytest.mark.parametrize("model", [MentalModel.mmm(), MentalModel.typed(TYPED)])
@pytest.mark.parametrize("hours", [0, 1, 2, 2.25, 7])
def test_a_model_by_steps_forecasts_as_the_paper(model, hours):
    vector = EmotionVector(0.7, 0.1, 0.2, 0.0)
    state = AffectState(valence=0, arousal=0, at=NOW)
    belief = AffectBelief(state=state, vector=vector)
    (ahead,) = MentalModelForecaster(model).forecast([], belief, [hours])
    assert tuple(ahead.vector) == pytest.approx(forecast(vector, model.matrix, hours))


def test_who_typed_chances_for_half_an_hour_moves_twice_an_hour():
    half = MentalModel.typed(TYPED, step_h=0.5)
    assert half.transitions(1.0) == pytest.approx(MentalModel.typed(TYPED).transitions(2.0))


def test_without_two_moments_the_model_is_the_populations_and_says_so():
    for history in ([], readings([Quadrant.SAD])):
        model = MentalModel.personal(history)
        assert (model.name, model.n_steps) == ("population", 0)
        assert model.matrix == pytest.approx(transitions_after(FELT_RATES, 1.0))


def test_a_listener_who_stays_is_seen_to_stay():
    people = MentalModel.population().matrix
    own = MentalModel.personal(readings([Quadrant.SAD] * 40))
    assert (own.name, own.n_steps) == ("personal", 39)
    assert own.matrix[2, 2] > people[2, 2] + 0.4
    # of where they have not been people's ways are kept, but for where these end
    assert own.matrix[0, 0] == pytest.approx(people[0, 0], abs=0.15)


def test_more_history_makes_surer():
    some, more = (MentalModel.personal(readings([Quadrant.HAPPY] * n)) for n in (5, 50))
    assert more.evidence[0] > some.evidence[0] + 30
    widths = []
    for model in (some, more):
        state = AffectState(valence=0, arousal=0, at=NOW)
        belief = AffectBelief(state=state, vector=EmotionVector(1, 0, 0, 0))
        (ahead,) = MentalModelForecaster(model).forecast([], belief, [1.0])
        widths.append(ahead.high[0] - ahead.low[0])
    assert widths[1] < widths[0]


def test_four_even_shares_are_the_state_of_which_nothing_is_known():
    state = state_of_shares(EmotionVector(0.25, 0.25, 0.25, 0.25), NOW)
    assert (state.valence, state.arousal) == (0, 0)
    assert state.variance[:2] == pytest.approx((UNINFORMED_VARIANCE, UNINFORMED_VARIANCE))


def test_the_state_of_shares_is_that_of_points_spread_over_the_quadrants():
    shares, rng = EmotionVector(0.5, 0.2, 0.1, 0.2), np.random.default_rng(0)
    chosen = rng.choice(4, size=200_000, p=np.array(shares))
    centres = np.array(list(CENTRES.values()))[chosen]
    points = centres + rng.uniform(-0.5, 0.5, size=centres.shape)
    state = state_of_shares(shares, NOW)
    assert (state.valence, state.arousal) == pytest.approx(tuple(points.mean(axis=0)), abs=0.01)
    assert state.variance[:2] == pytest.approx(tuple(points.var(axis=0)), abs=0.01)


def test_the_population_model_of_the_paper_is_taken_as_printed():
    assert MentalModel.mmm().transitions(1.0) == pytest.approx(POPULATION_MODEL)


@pytest.mark.parametrize("step_h", [0.0, -1.0, float("nan"), 1e6])
def test_a_step_that_leads_nowhere_is_refused(step_h):
    with pytest.raises(InputError, match="a step of"):
        MentalModel.typed(TYPED, step_h=step_h)
