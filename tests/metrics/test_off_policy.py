"""Values of a policy from another's log, against the sum over everything that could have been."""

from itertools import product

import numpy as np
import pytest

from moodarc.errors import InputError
from moodarc.metrics import doubly_robust_value, effective_sample_size, ips_value, snips_value

REWARD = np.array([[0.9, 0.2], [0.4, 0.7], [0.1, 0.3]])
"""of three units, by arm"""
CHANCE = np.array([0.2, 0.5, 0.9])
"""of each unit for arm 1"""
POLICY = np.array([0.75, 0.75, 0.25])
"""likewise under the policy that is asked for"""
TRUTH = float(((1 - POLICY) * REWARD[:, 0] + POLICY * REWARD[:, 1]).mean())


def expected(value):
    """The mean of an estimate over all logs that could have been."""
    total = 0.0
    for arms in product([0, 1], repeat=3):
        drawn = np.array(arms)
        propensity = np.where(drawn == 1, CHANCE, 1 - CHANCE)
        target = np.where(drawn == 1, POLICY, 1 - POLICY)
        total += propensity.prod() * value(REWARD[np.arange(3), drawn], propensity, target, drawn)
    return total


def test_inverse_propensity_is_right_on_average():
    assert expected(lambda r, p, t, _: ips_value(r, p, t)) == pytest.approx(TRUTH, abs=1e-12)


@pytest.mark.parametrize("model", [np.zeros((3, 2)), REWARD, REWARD[::-1] + 3.0])
def test_doubly_robust_is_right_on_average_whatever_the_model_says(model):
    value = (1 - POLICY) * model[:, 0] + POLICY * model[:, 1]
    found = expected(
        lambda r, p, t, arm: doubly_robust_value(
            r, p, t, expected=model[np.arange(3), arm], value=value
        )
    )
    assert found == pytest.approx(TRUTH, abs=1e-12)


def test_doubly_robust_with_a_perfect_model_does_not_depend_on_the_draw():
    value = (1 - POLICY) * REWARD[:, 0] + POLICY * REWARD[:, 1]
    for arms in product([0, 1], repeat=3):
        arm = np.array(arms)
        propensity = np.where(arm == 1, CHANCE, 1 - CHANCE)
        target = np.where(arm == 1, POLICY, 1 - POLICY)
        own = REWARD[np.arange(3), arm]
        told = doubly_robust_value(own, propensity, target, expected=own, value=value)
        assert told == pytest.approx(TRUTH)


def test_the_self_normalised_value_stays_within_the_rewards_and_shifts_with_them():
    rng = np.random.default_rng(0)
    reward, propensity = rng.uniform(2.0, 3.0, 50), rng.uniform(0.05, 1.0, 50)
    target = rng.uniform(size=50)
    told = snips_value(reward, propensity, target)
    assert reward.min() <= told <= reward.max()
    assert snips_value(reward + 10.0, propensity, target) == pytest.approx(told + 10.0)


def test_a_policy_that_did_what_was_done_has_the_plain_mean_and_all_units():
    reward, chance = [0.0, 1.0, 1.0], [0.3, 0.3, 0.4]
    assert ips_value(reward, chance, chance) == pytest.approx(2 / 3)
    assert snips_value(reward, chance, chance) == pytest.approx(2 / 3)
    assert effective_sample_size(chance, chance) == pytest.approx(3.0)


def test_a_policy_that_never_did_what_was_done_has_no_value():
    assert np.isnan(snips_value([1.0], [0.5], [0.0]))
    assert effective_sample_size([0.5], [0.0]) == 0.0


@pytest.mark.parametrize(
    ("reward", "propensity", "target"),
    [
        ([1.0], [0.0], [1.0]),
        ([1.0], [0.5], [1.5]),
        ([np.nan], [0.5], [1.0]),
        ([1.0, 2.0], [0.5], [1.0]),
        ([], [], []),
    ],
)
def test_what_is_no_log_is_refused(reward, propensity, target):
    with pytest.raises(InputError, match="expected"):
        ips_value(reward, propensity, target)


def test_a_model_of_other_length_is_refused():
    with pytest.raises(InputError, match="one of each for each reward"):
        doubly_robust_value([1.0], [0.5], [1.0], expected=[1.0, 1.0], value=[1.0])
