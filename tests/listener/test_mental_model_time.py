import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

from moodarc.errors import InputError
from moodarc.listener import (
    FELT_RATES,
    POPULATION_MODEL,
    EmotionSteps,
    TransitionPrior,
    fit_generator,
    generator,
    is_generator,
    transitions_after,
)

NONE = EmotionSteps.between(np.empty((0, 4)))
PRIOR = TransitionPrior(transitions_after(FELT_RATES, 0.5), 4.0)


def uniformised(q, hours, ticks=200):
    """P(d) = sum over k of Poisson(k; lambda d) (1 + Q / lambda)^k: the oracle."""
    rate = -np.diag(q).min()
    jump, weight = np.eye(4) + q / rate, np.exp(-rate * hours)
    power, total = np.eye(4), np.zeros((4, 4))
    for k in range(ticks):
        total += weight * power
        power, weight = power @ jump, weight * rate * hours / (k + 1)
    return total


@given(st.floats(0, 10))
def test_steps_of_any_length_are_those_of_uniformisation(hours):
    assert transitions_after(FELT_RATES, hours) == pytest.approx(uniformised(FELT_RATES, hours))


@given(st.floats(0, 12), st.floats(0, 12))
def test_one_long_step_is_two_short_ones(first, second):
    both = transitions_after(FELT_RATES, [first, second])
    assert both[0] @ both[1] == pytest.approx(transitions_after(FELT_RATES, first + second))


@given(st.floats(0, 1000))
def test_rows_stay_shares_however_far_ahead(hours):
    matrix = transitions_after(FELT_RATES, hours)
    assert matrix.min() >= 0
    assert matrix.sum(axis=1) == pytest.approx(1)


def test_of_an_embeddable_matrix_the_logarithm_is_exact():
    for step_h in (0.25, 1.0, 3.0):
        matrix = expm(FELT_RATES * 0.4)
        rates = generator(matrix, step_h=step_h)
        assert is_generator(rates)
        assert transitions_after(rates, step_h) == pytest.approx(matrix)


def test_the_population_model_of_the_paper_is_not_embeddable_and_is_repaired_to_near_it():
    rates = generator(POPULATION_MODEL)
    assert is_generator(rates)
    off = np.abs(transitions_after(rates, 1.0) - POPULATION_MODEL).max()
    assert 0.001 < off < 0.05


def test_where_there_is_no_real_logarithm_the_chain_ticks():
    swap = np.eye(4)[[1, 0, 3, 2]]
    assert generator(swap, step_h=0.5) == pytest.approx((swap - np.eye(4)) / 0.5)


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=4, max_size=4), min_size=4, max_size=4))
def test_every_stochastic_matrix_has_a_generator(rows):
    matrix = np.divide(rows, np.sum(rows, axis=1, keepdims=True))
    assert is_generator(generator(matrix))


def test_without_any_step_the_rates_of_the_population_come_out():
    assert fit_generator(NONE, PRIOR, step_h=0.5) == pytest.approx(FELT_RATES, abs=0.02)


def test_with_steps_of_one_length_and_certain_emotions_the_matrix_is_the_smoothed_one():
    # Counts that an embeddable chain explains: the maximum is then free to be exact.
    matrix = transitions_after(FELT_RATES, 0.5)
    before = np.repeat(np.eye(4), 4, axis=0)
    weights = np.rint(40 * matrix).astype(int).ravel()
    steps = EmotionSteps(
        np.repeat(before, weights, axis=0),
        np.repeat(np.tile(np.eye(4), (4, 1)), weights, axis=0),
        np.full(weights.sum(), 0.5),
    )
    fitted = transitions_after(fit_generator(steps, PRIOR, step_h=0.5), 0.5)
    assert fitted == pytest.approx(PRIOR.smooth(steps.counts), abs=2e-3)


def test_rates_are_found_again_from_moments_at_irregular_times():
    rng = np.random.default_rng(5)
    hours = rng.choice([0.1, 0.3, 0.8, 2.0, 9.0], size=4000)
    states = [0]
    for row in transitions_after(FELT_RATES, hours):
        states.append(rng.choice(4, p=row[states[-1]]))
    steps = EmotionSteps.between(np.eye(4)[states], np.append(0.0, np.cumsum(hours)))
    found = fit_generator(steps, TransitionPrior(np.full((4, 4), 0.25), 1.0))
    for length in (0.25, 1.0):
        expected = transitions_after(FELT_RATES, length)
        assert transitions_after(found, length) == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize(
    "rates", [np.zeros((3, 3)), np.ones((4, 4)), -FELT_RATES, np.full((4, 4), np.nan)]
)
def test_what_is_no_generator_is_refused(rates):
    assert not is_generator(rates)
    with pytest.raises(InputError, match="no generator"):
        transitions_after(rates, 1.0)


@pytest.mark.parametrize("hours", [-0.1, float("nan"), float("inf")])
def test_hours_that_lead_nowhere_are_refused(hours):
    with pytest.raises(InputError, match="hours ahead"):
        transitions_after(FELT_RATES, hours)


def test_a_zero_row_has_no_rates_and_says_what_to_do():
    with pytest.raises(InputError, match="smooth it"):
        generator(np.diag([1.0, 1.0, 1.0, 0.0]))
    with pytest.raises(InputError, match="a step of"):
        generator(POPULATION_MODEL, step_h=0.0)


def test_steps_of_unknown_length_are_refused():
    with pytest.raises(InputError, match="unknown length"):
        fit_generator(EmotionSteps.between(np.eye(4)), PRIOR)
