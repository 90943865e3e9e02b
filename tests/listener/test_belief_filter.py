"""The filter against brute-force conditioning of all its Gaussians at once, and arrival orders."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodarc.affect import AffectReading, AffectState, Variance
from moodarc.errors import InputError
from moodarc.listener import (
    POPULATION_DYNAMICS,
    SENSORS,
    AffectDynamics,
    BeliefBatch,
    BeliefFilter,
    OrnsteinUhlenbeck,
    ReadingBatch,
    belief_kalman,
    believe,
    sensor_place,
)

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
MODALITIES = [sensor.modality or "other" for sensor in SENSORS]
LISTENER = AffectDynamics(
    valence=OrnsteinUhlenbeck(
        home=0.2, home_variance=0.05, variance=0.1, time_constant_h=2.0, noise_scale=1.5
    ),
    arousal=OrnsteinUhlenbeck(home=-0.1, home_variance=0.0, variance=0.2, time_constant_h=0.5),
    dominance=OrnsteinUhlenbeck(home=0.0, home_variance=0.1, variance=0.05, time_constant_h=9.0),
)


def reading(hours, values=(0.1, 0.2, None), variance=0.1, **changes):
    valence, arousal, dominance = values
    state = AffectState(
        valence=valence,
        arousal=arousal,
        dominance=dominance,
        at=AT + timedelta(hours=hours),
        variance=Variance(variance, 2 * variance / 3, None if dominance is None else variance),
    )
    return AffectReading(**({"state": state, "modality": "face"} | changes))


def some_readings(rng, n):
    """Of every sense, some at one time."""
    hours = np.sort(np.round(rng.uniform(0, 6, n), 1))
    return [
        reading(
            float(hour),
            (*rng.uniform(-0.5, 0.5, 2), None if rng.random() < 0.4 else rng.uniform(-0.3, 0.3)),
            rng.uniform(0.03, 0.3),
            modality=str(rng.choice(MODALITIES)),
            confidence=rng.uniform(0.2, 1),
        )
        for hour in hours
    ]


def conditioned(readings, at, place):
    """Mean and variance of one dimension by conditioning the joint Gaussian of all readings."""
    name, process = Variance._fields[place], list(LISTENER)[place]
    known = [r for r in readings if getattr(r.state, name) is not None]
    hours = np.array([(r.state.at - AT) / timedelta(hours=1) for r in known])
    y = np.array([getattr(r.state, name) for r in known])
    v = np.array([getattr(r.state.variance, name) for r in known])
    y = np.clip(y / (1 - 3 * v), -1, 1)  # what a sensor saw that began with N(0, 1/3)
    noise = process.noise_scale / (np.array([r.confidence for r in known]) * (1 / v - 3))
    sensors = [SENSORS[sensor_place(r.modality)] for r in known]

    def moving(a, b):
        apart = np.abs(np.subtract.outer(a, b))
        return process.home_variance + process.variance * np.exp(-apart / process.time_constant_h)

    joint = moving(hours, hours)
    for i, one in enumerate(sensors):
        for j, other in enumerate(sensors):
            if one is other:
                bias = one.shared * np.sqrt(noise[i] * noise[j])
                joint[i, j] += bias * np.exp(-abs(hours[i] - hours[j]) / one.correlation_h)
        joint[i, i] += (1 - one.shared) * noise[i]
    now = np.array([(at - AT) / timedelta(hours=1)])
    cross = moving(now, hours)[0]
    weights = np.linalg.solve(joint, cross)
    mean = process.home + weights @ (y - process.home)
    return mean, process.home_variance + process.variance - weights @ cross


@pytest.mark.parametrize("seed", range(5))
def test_the_filter_is_the_joint_gaussian_conditioned_on_all_readings(seed, monkeypatch):
    monkeypatch.setattr(belief_kalman, "GATE", 1e9)
    readings = some_readings(np.random.default_rng(seed), 25)
    at = AT + timedelta(hours=7)
    state = believe(readings, at, dynamics=LISTENER).state
    for place, name in enumerate(Variance._fields):
        mean, variance = conditioned(readings, at, place)
        assert getattr(state, name) == pytest.approx(mean, abs=1e-10)
        assert getattr(state.variance, name) == pytest.approx(variance, abs=1e-10)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_readings_that_arrive_in_any_order_give_what_the_order_of_time_gives(seed, random):
    readings = some_readings(np.random.default_rng(seed), 20)
    arriving = BeliefFilter(LISTENER)
    for one in random.sample(readings, len(readings)):
        assert arriving.update(one)
    at = AT + timedelta(hours=6.5)
    assert arriving.at(at) == believe(readings, at, dynamics=LISTENER)


def test_the_past_is_told_from_the_readings_up_to_it():
    readings = some_readings(np.random.default_rng(3), 20)
    heard = BeliefFilter(LISTENER)
    for one in readings:
        heard.update(one)
    at = AT + timedelta(hours=3.05)
    assert heard.at(at) == believe(readings, at, dynamics=LISTENER)


def test_what_is_older_than_the_buffer_is_left_out_and_said_to_be():
    heard = BeliefFilter(buffer=2)
    for hour in (1, 2, 3, 4):
        assert heard.update(reading(hour))
    before = heard.at(AT + timedelta(hours=5))
    assert not heard.update(reading(0))
    assert not heard.update(reading(1))
    assert heard.at(AT + timedelta(hours=5)) == before
    assert heard.update(reading(2.5))
    with pytest.raises(InputError, match="before all that the filter holds; ask `believe`"):
        heard.at(AT)


@pytest.mark.parametrize("useless", [{"validity": "no face"}, {"confidence": 0.0}])
def test_a_reading_that_says_nothing_leaves_the_filter_as_it_was(useless):
    heard = BeliefFilter()
    assert heard.update(reading(0, **useless))
    assert heard.at(AT) == believe([], AT)


def test_a_filter_without_a_buffer_is_refused():
    with pytest.raises(InputError, match="buffer is 0"):
        BeliefFilter(buffer=0)


class TestBatch:
    @staticmethod
    def batch(readings, rows):
        def columns(of):
            found = [[getattr(of(r), name) for r in readings] for name in Variance._fields]
            return np.array(found, dtype=float).T

        return ReadingBatch(
            rows=np.array(rows),
            hours=np.array([(r.state.at - AT) / timedelta(hours=1) for r in readings]),
            values=columns(lambda r: r.state),
            variances=columns(lambda r: r.state.variance),
            confidences=np.array([r.confidence if r.is_valid else 0.0 for r in readings]),
            sensors=np.array([sensor_place(r.modality) for r in readings]),
        )

    def test_many_listeners_at_once_are_each_believed_as_alone(self):
        rng = np.random.default_rng(1)
        listeners = [LISTENER, POPULATION_DYNAMICS, LISTENER]
        logs = [some_readings(rng, 12) for _ in listeners]
        together = BeliefBatch(listeners)
        for step in range(12):
            if step % 2:
                together.update(self.batch([logs[2][step], logs[0][step]], [2, 0]))
            else:
                together.update(self.batch([log[step] for log in logs], [0, 1, 2]))
        logs[1] = logs[1][::2]
        means, variances = together.at(8.0)
        for row, (dynamics, log) in enumerate(zip(listeners, logs, strict=True)):
            alone = believe(log, AT + timedelta(hours=8), dynamics=dynamics).state
            # Readings of one time and listener may be counted in another order here.
            assert means[row, 0] == pytest.approx(alone.valence, abs=1e-9)
            assert means[row, 1] == pytest.approx(alone.arousal, abs=1e-9)
            assert variances[row, 0] == pytest.approx(alone.variance.valence, abs=1e-9)

    def test_an_invalid_reading_changes_nothing(self):
        together = BeliefBatch([LISTENER])
        before = together.at(2.0)
        together.update(self.batch([reading(1, validity="no face")], [0]))
        np.testing.assert_allclose(together.at(2.0), before)

    def test_rows_of_nobody_are_refused(self):
        with pytest.raises(InputError, match="no listeners"):
            BeliefBatch([])
        for row in (-1, 1):
            with pytest.raises(InputError, match="expected 0 to 0"):
                BeliefBatch([LISTENER]).update(self.batch([reading(1)], [row]))

    def test_a_batch_without_readings_changes_nothing(self):
        together = BeliefBatch([LISTENER])
        before = together.at(2.0)
        none = ReadingBatch(
            np.empty(0, int), np.empty(0), *np.empty((2, 0, 3)), np.empty(0), np.empty(0, int)
        )
        together.update(none)
        np.testing.assert_array_equal(together.at(2.0), before)

    def test_a_listener_twice_or_a_late_reading_is_refused(self):
        together = BeliefBatch([LISTENER, LISTENER])
        with pytest.raises(InputError, match="two readings in one batch"):
            together.update(self.batch([reading(1), reading(2)], [0, 0]))
        together.update(self.batch([reading(3)], [1]))
        with pytest.raises(InputError, match="listener 1: hour 2 lies before"):
            together.update(self.batch([reading(2)], [1]))
