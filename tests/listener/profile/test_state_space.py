"""The filter against the joint Gaussian written out, and against listeners who are simulated."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodarc.listener import AxisPrior
from moodarc.listener.profile.state_space import N_PARTS, AxisFilter

PRIOR = AxisPrior(level=(0.2, 0.3), spread=(0.3, 1.4), hours=(1.0, 2.0), part=0.05, response=0.1)
SINGLE = AxisPrior(level=(0.2, 0.3), spread=(0.3, 1.0), hours=(1.0, 1.0), part=0.05, response=0.1)
"""All grid points alike: nothing but the Gaussian is left."""


def hours(value):
    return timedelta(hours=value)


def naive(steps, *, spread=0.3, tau=1.0):
    """Posterior of (level, parts, responses): the joint covariance of all readings, by sums.

    Args:
        steps: (hours since the step before, "read", value, precision, part) or
            (hours, "heard", traits).
    """
    n_traits = 2
    m = np.array([0.2, *[0.0] * N_PARTS, *[0.0] * n_traits])
    prior = np.diag(np.square([0.3, *[0.05] * N_PARTS, *[0.1] * n_traits]))
    times, rows, values, noise, pushes, now = [], [], [], [], [], 0.0
    for gap, kind, *rest in steps:
        now += gap
        if kind == "heard":
            pushes.append((now, np.array(rest[0])))
            continue
        value, precision, part = rest
        row = np.zeros(len(m))
        row[0] = row[1 + part] = 1.0
        for then, traits in pushes:
            row[1 + N_PARTS :] += np.exp(-(now - then) / tau) * traits
        times.append(now)
        rows.append(row)
        values.append(value)
        noise.append(1.0 / precision)
    a, t = np.array(rows), np.array(times)
    ou = spread**2 * np.exp(-np.abs(t[:, None] - t[None, :]) / tau)
    s = a @ prior @ a.T + ou + np.diag(noise)
    gain = prior @ a.T @ np.linalg.inv(s)
    return m + gain @ (np.array(values) - a @ m), prior - gain @ a @ prior


def run(steps, prior=SINGLE):
    kept = AxisFilter.before_any(prior, 2)
    for gap, kind, *rest in steps:
        kept = kept.later(hours(gap))
        if kind == "heard":
            kept = kept.heard(np.array(rest[0]))
        else:
            value, precision, part = rest
            kept = kept.read(value, precision, part)
    return kept


reads = st.tuples(
    st.floats(0, 5),
    st.just("read"),
    st.floats(-1, 1),
    st.floats(0.5, 50),
    st.integers(0, N_PARTS - 1),
)
listens = st.tuples(
    st.floats(0, 5), st.just("heard"), st.tuples(st.floats(-2, 2), st.floats(-2, 2))
)


@settings(max_examples=60)
@given(st.lists(st.one_of(reads, listens), min_size=1, max_size=12), reads)
def test_the_filter_is_the_joint_gaussian_conditioned_on_all_readings(steps, last):
    all_steps = [*steps, last]
    mean, covariance = naive(all_steps)
    kept = run(all_steps)
    np.testing.assert_allclose(kept.mean[7, 1:], mean, atol=1e-8)
    np.testing.assert_allclose(kept.covariance[7, 1:, 1:], covariance, atol=1e-8)


def test_before_any_reading_it_says_the_prior():
    kept = AxisFilter.before_any(PRIOR, 1)
    assert kept.level.value == pytest.approx(0.2)
    assert kept.level.high - kept.level.low == pytest.approx(2 * 1.96 * 0.3, rel=1e-3)
    [response] = kept.responses
    assert (response.value, response.high) == (0.0, pytest.approx(0.196, rel=1e-3))
    assert 0.25 < kept.variability.value < 0.4
    assert kept.expected(0)[0] == pytest.approx(0.2)


def test_time_without_anything_brings_the_feeling_back_to_the_level():
    kept = AxisFilter.before_any(SINGLE, 0).read(-0.9, 1e6, 0)
    near, far = kept.later(hours(0.1)).expected(0)[0], kept.later(hours(100)).expected(0)
    assert near < -0.6
    assert far[0] == pytest.approx(kept.mean[0, 1] + kept.mean[0, 2], abs=1e-6)
    assert far[1] > 0.3**2


def test_a_reading_without_precision_changes_nothing():
    kept = AxisFilter.before_any(PRIOR, 1)
    assert kept.read(0.9, 0.0, 1) is kept


class Simulated:
    """A listener by the model: draws in small steps, readings with noise."""

    def __init__(self, seed, *, level=0.1, spread=0.3, tau=1.0, response=0.0, noise=0.25):
        self.rng = np.random.default_rng(seed)
        self.level, self.spread, self.tau = level, spread, tau
        self.response, self.noise = response, noise
        self.d = self.rng.normal(0, spread)

    def wait(self, gap):
        r = np.exp(-gap / self.tau)
        self.d = r * self.d + self.rng.normal(0, self.spread * np.sqrt(1 - r**2))

    def hear(self):
        self.d += self.response

    def say(self):
        return float(self.level + self.d + self.rng.normal(0, self.noise))


def sessions(person, n, *, only_when_sad=False):
    """Reading, track, reading, hours apart; the filter, and the naive mean of after less before."""
    kept, moves = AxisFilter.before_any(PRIOR, 1), []
    while len(moves) < n:
        person.wait(6)
        before = person.say()
        kept = kept.later(hours(6)).read(before, 1 / person.noise**2, 0)
        if only_when_sad and before > person.level - 0.2:
            continue
        person.wait(0.1)
        person.hear()
        after = person.say()
        kept = kept.later(hours(0.1)).heard(np.array([1.0]))
        kept = kept.read(after, 1 / person.noise**2, 0)
        moves.append(after - before)
    return kept, float(np.mean(moves))


def test_music_that_does_nothing_is_not_credited_with_the_return_to_the_mean():
    """Music is put on only when the listener reads as sad: the naive difference is large."""
    kept, naive_move = sessions(Simulated(1), 300, only_when_sad=True)
    [response] = kept.responses
    assert naive_move > 0.15
    assert abs(response.value) < 0.05
    assert response.low < 0 < response.high


def test_music_that_does_something_is_found_in_spite_of_it():
    kept, naive_move = sessions(Simulated(2, response=0.15), 300, only_when_sad=True)
    [response] = kept.responses
    assert naive_move > 0.25
    assert response.low < 0.15 < response.high
    assert response.low > 0


def test_few_sessions_leave_the_response_near_what_is_believed_of_anybody():
    kept, _ = sessions(Simulated(3, response=0.15), 2)
    [response] = kept.responses
    assert response.high - response.low > 0.3


@pytest.mark.parametrize("spread", [0.15, 0.45])
def test_level_variability_and_inertia_are_found_from_a_long_log(spread):
    person = Simulated(4, level=-0.3, spread=spread, tau=2.0, noise=0.1)
    kept = AxisFilter.before_any(PRIOR, 0)
    for _ in range(400):
        person.wait(0.5)
        kept = kept.later(hours(0.5)).read(person.say(), 100.0, 0)
    assert kept.level.low < -0.3 < kept.level.high
    assert kept.variability.value == pytest.approx(spread, rel=0.25)
    assert kept.inertia.value == pytest.approx(np.exp(-0.5), abs=0.15)


def test_a_part_of_the_day_that_is_worse_is_told():
    rng = np.random.default_rng(5)
    kept = AxisFilter.before_any(PRIOR, 0)
    for n in range(400):
        part = n % N_PARTS
        kept = kept.later(hours(6)).read(0.2 - 0.3 * (part == 1) + rng.normal(0, 0.2), 25.0, part)
    assert kept.parts[1].high < 0
    assert max(part.value for part in kept.parts) > 0


def test_intervals_hold_the_truth_as_often_as_they_say():
    """95 % intervals of the response over 60 people drawn from the prior."""
    rng = np.random.default_rng(6)
    held = []
    for n in range(60):
        truth = rng.normal(0, 0.1)
        person = Simulated(100 + n, level=rng.normal(0.2, 0.3), response=truth)
        [response] = sessions(person, 15)[0].responses
        held.append(response.low < truth < response.high)
    assert np.mean(held) > 0.85
