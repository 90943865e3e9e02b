from datetime import UTC, datetime

import numpy as np
import pytest

from moodarc.affect import AffectBelief, AffectState, EmotionVector, Variance
from moodarc.listener import FELT_PRIOR, answer_bands, fit_scatter, start_draws

AT = datetime(2026, 1, 1, tzinfo=UTC)
STATE = AffectState(valence=0.3, arousal=0.1, at=AT, variance=Variance(0.2, 0.2))


def rng():
    return np.random.default_rng(0)


def width(evidence, scatter=2.5, start=(1, 0, 0, 0)):
    starts = np.repeat(np.array([start], float), 20_000, axis=0)
    ends = answer_bands(starts, FELT_PRIOR.matrix, evidence, scatter=scatter, rng=rng())
    return ends[1] - ends[0]


def test_bands_hold_as_many_of_the_models_own_answers_as_they_say():
    generator = np.random.default_rng(7)
    starts = np.repeat(np.eye(4)[:1], 20_000, axis=0)
    ends = answer_bands(starts, FELT_PRIOR.matrix, np.full(4, 9.0), scatter=2.5, rng=generator)
    rows = np.array([generator.dirichlet(9.0 * FELT_PRIOR.matrix[0]) for _ in range(5000)])
    answers = np.array([generator.dirichlet(2.5 * row) for row in rows])
    inside = ((answers >= ends[0]) & (answers <= ends[1])).mean(axis=0)
    assert inside == pytest.approx(0.8, abs=0.03)


def test_the_less_is_known_the_wider_the_band():
    known, learned, new = width(None), width(np.full(4, 40.0)), width(np.full(4, 1.0))
    assert known[0] < learned[0] < new[0]
    assert width(None, scatter=50.0)[0] < known[0] / 2


def test_answers_that_never_scatter_and_a_certain_model_leave_the_forecast_itself():
    starts = np.repeat([[0.5, 0, 0, 0.5]], 100, axis=0)
    ends = answer_bands(starts, np.eye(4), None, scatter=1e9, rng=rng())
    assert ends == pytest.approx(np.array([[0.5, 0, 0, 0.5]] * 2), abs=1e-3)


def test_what_cannot_happen_stays_at_zero():
    starts = np.repeat([[1.0, 0, 0, 0]], 500, axis=0)
    ends = answer_bands(starts, np.eye(4), np.full(4, 3.0), scatter=2.5, rng=rng())
    assert ends[:, 1:].tolist() == [[0, 0, 0], [0, 0, 0]]
    assert np.isfinite(ends).all()


def test_the_start_is_drawn_as_the_belief_says():
    belief = AffectBelief(state=STATE)
    draws = start_draws(belief, 40_000, rng())
    assert draws.mean(axis=0) == pytest.approx(np.array(belief.emotion_vector), abs=0.01)
    assert set(draws.ravel()) == {0.0, 1.0}


def test_shares_that_were_given_are_not_in_doubt():
    given = EmotionVector(0.5, 0, 0.5, 0)
    draws = start_draws(AffectBelief(state=STATE, vector=given), 3, rng())
    assert draws.tolist() == [list(given)] * 3


def test_of_shares_that_say_nothing_all_four_are_likely():
    nothing = AffectBelief(state=STATE, vector=EmotionVector(0, 0, 0, 0))
    assert start_draws(nothing, 2, rng()).tolist() == [[0.25] * 4] * 2


def test_the_scatter_of_answers_is_found_again():
    generator = np.random.default_rng(1)
    expected = generator.dirichlet(np.full(4, 3.0), size=4000)
    answers = np.array([generator.dirichlet(6.0 * row) for row in expected])
    assert fit_scatter(answers, expected) == pytest.approx(6.0, rel=0.1)
    assert fit_scatter(expected, expected) == 100.0
