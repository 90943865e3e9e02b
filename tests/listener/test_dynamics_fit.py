import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from moodarc.affect import Variance
from moodarc.errors import InputError
from moodarc.listener import (
    POPULATION_DYNAMICS,
    AffectDynamics,
    DynamicsPrior,
    OrnsteinUhlenbeck,
    fit_dynamics,
)
from moodarc.listener.dynamics_fit import home_base, log_likelihood, series_of
from moodarc.sensing import from_point

AT = datetime(2026, 1, 1, tzinfo=UTC)
TRUE = OrnsteinUhlenbeck(home=0.25, home_variance=0.02, variance=0.06, time_constant_h=3.0)


def simulated(n, rng):
    """Points at irregular hours, nights left out, with an error of 1/13 beside the prior."""
    hours, away = 0.0, rng.normal(0, math.sqrt(TRUE.variance))
    said = []
    for _ in range(n):
        gap = rng.exponential(1.0) + (10.0 if rng.random() < 0.1 else 0.0)
        hours += gap
        retained, new = TRUE.transition(gap)
        away = retained * away + rng.normal(0, math.sqrt(new))
        value = -0.2 + away + rng.normal(0, math.sqrt(1 / 13))
        at = AT + timedelta(hours=hours)
        point = from_point(float(np.clip(value * (1 - 3 / 16), -1, 1)), 0.0, at)
        said.append(replace(point, state=replace(point.state, variance=Variance(1 / 16, 1 / 16))))
    return said


def test_the_likelihood_is_that_of_the_joint_gaussian():
    rng = np.random.default_rng(0)
    hours, values = np.sort(rng.uniform(0, 20, 12)), rng.uniform(-1, 1, 12)
    noise = rng.uniform(0.02, 0.3, 12)
    apart = np.abs(np.subtract.outer(hours, hours))
    joint = TRUE.home_variance + TRUE.variance * np.exp(-apart / 3.0) + np.diag(noise)
    error = values - TRUE.home
    naive = -0.5 * (
        error @ np.linalg.solve(joint, error) + np.linalg.slogdet(2 * np.pi * joint).logabsdet
    )
    series = series_of(hours, values, noise)
    assert log_likelihood(series, TRUE).sum() == pytest.approx(naive)
    weights = np.linalg.solve(joint, np.full(12, TRUE.home_variance))
    mean, variance = home_base(series, TRUE)
    assert mean == pytest.approx(TRUE.home + weights @ error)
    assert variance == pytest.approx(TRUE.home_variance * (1 - weights.sum()))


def test_of_a_listener_without_history_the_population_is_believed():
    assert fit_dynamics([]) == POPULATION_DYNAMICS


def test_two_readings_leave_nearly_the_population():
    fitted = fit_dynamics(simulated(2, np.random.default_rng(0))).valence
    people, prior = POPULATION_DYNAMICS.valence, DynamicsPrior()
    moved = math.log(fitted.variance / people.variance)
    assert abs(moved) < prior.log_variance_sd / 2
    moved = math.log(fitted.time_constant_h / people.time_constant_h)
    assert abs(moved) < prior.log_time_constant_sd / 2
    assert people.home_variance / 3 < fitted.home_variance < people.home_variance


def test_a_thousand_readings_tell_the_process_they_came_from():
    fitted = fit_dynamics(simulated(1000, np.random.default_rng(2))).valence
    assert fitted.home == pytest.approx(-0.2, abs=0.06)
    assert fitted.variance == pytest.approx(0.06, rel=0.3)
    assert fitted.time_constant_h == pytest.approx(3.0, rel=0.45)
    assert fitted.noise_scale == pytest.approx(1.0, rel=0.25)
    assert fitted.home_variance < 0.003


def test_dominance_that_nobody_measured_stays_the_populations():
    fitted = fit_dynamics(simulated(30, np.random.default_rng(1)))
    assert fitted.dominance == POPULATION_DYNAMICS.dominance


def test_a_narrow_prior_outweighs_the_history():
    prior = DynamicsPrior(
        dynamics=AffectDynamics(valence=TRUE, arousal=TRUE, dominance=TRUE),
        log_variance_sd=1e-4,
        log_time_constant_sd=1e-4,
        log_noise_sd=1e-4,
    )
    fitted = fit_dynamics(simulated(50, np.random.default_rng(1)), prior).valence
    assert fitted.variance == pytest.approx(TRUE.variance, rel=1e-3)
    assert fitted.time_constant_h == pytest.approx(TRUE.time_constant_h, rel=1e-3)


def test_order_of_hand_in_and_readings_that_say_nothing_do_not_matter():
    said = simulated(30, np.random.default_rng(1))
    useless = [from_point(1, 1, AT).__class__(state=said[0].state, modality="x", validity="off")]
    assert fit_dynamics([*said[::-1], *useless]) == fit_dynamics(said)


def test_a_burst_of_one_sensor_is_one_reading():
    said = [from_point(0.5, 0.0, AT + timedelta(seconds=second)) for second in range(100)]
    once = fit_dynamics([from_point(0.5, 0.0, AT)]).valence
    burst = fit_dynamics(said).valence
    assert burst.home == pytest.approx(once.home, abs=1e-6)
    assert burst.home_variance == pytest.approx(once.home_variance, abs=1e-6)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (([0, 1], [0.0], [1.0]), "shapes"),
        (([1, 0], [0, 0], [1, 1]), "go back"),
        (([0, 1], [0, 0], [1, 0]), "above 0"),
    ],
)
def test_what_is_no_series_is_refused(columns, said):
    with pytest.raises(InputError, match=said):
        series_of(*columns)
