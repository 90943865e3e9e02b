import math

import numpy as np
import pytest

from moodarc.errors import InputError
from moodarc.listener import POPULATION_DYNAMICS, OrnsteinUhlenbeck

PROCESS = OrnsteinUhlenbeck(home=0.3, home_variance=0.0, variance=0.1, time_constant_h=2.0)


def test_the_exact_step_has_the_moments_of_the_process_simulated_in_small_steps():
    rng = np.random.default_rng(1)
    step, x = 0.01, np.full(40_000, -0.6)
    for _ in range(150):
        noise = rng.normal(0, math.sqrt(2 * PROCESS.variance / 2.0 * step), size=x.size)
        x = x - (x - PROCESS.home) / 2.0 * step + noise
    retained, new = PROCESS.transition(1.5)
    assert x.mean() == pytest.approx(PROCESS.home + retained * (-0.6 - PROCESS.home), abs=0.005)
    assert x.var() == pytest.approx(new, rel=0.03)


def test_two_steps_are_one_of_their_length():
    (first, new), (second, newer) = PROCESS.transition(0.7), PROCESS.transition(1.8)
    retained, variance = PROCESS.transition(2.5)
    assert retained == pytest.approx(first * second)
    assert variance == pytest.approx(second**2 * new + newer)


def test_after_a_long_time_only_the_stationary_variance_is_left():
    assert PROCESS.transition(1e6) == pytest.approx((0.0, PROCESS.variance))
    assert PROCESS.transition(0.0) == (1.0, 0.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"home": 1.1},
        {"home": math.nan},
        {"home_variance": -0.1},
        {"variance": 0.0},
        {"time_constant_h": math.inf},
        {"noise_scale": 0.0},
    ],
)
def test_what_is_no_process_is_refused(wrong):
    sound = {"home": 0.0, "home_variance": 0.1, "variance": 0.1, "time_constant_h": 1.0}
    with pytest.raises(InputError, match="expected home in"):
        OrnsteinUhlenbeck(**(sound | wrong))


def test_people_differ_in_home_base_less_than_nothing_known():
    for process in POPULATION_DYNAMICS:
        assert process.total_variance < 1 / 3
