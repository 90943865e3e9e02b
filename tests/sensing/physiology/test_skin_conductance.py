import math

import numpy as np
import pytest

from moodarc.sensing.physiology import skin_conductance


def series(n_responses, *, height=0.3, noise=0.0):
    """Responses that rise in two seconds and fall with a time constant of five."""
    times = np.arange(0.0, 120.0, 0.125)
    values = np.full(len(times), 4.0)
    for start in np.linspace(8.0, 100.0, n_responses):
        age = times - start
        rise = np.clip(age / 2.0, 0.0, 1.0)
        values += height * np.where(age > 0, rise * np.exp(-np.maximum(0.0, age - 2.0) / 5.0), 0.0)
    return times, values + np.random.default_rng(0).normal(0.0, noise, len(times))


@pytest.mark.parametrize("n_responses", [0, 1, 5])
def test_each_response_is_counted_once(n_responses):
    told = skin_conductance(*series(n_responses))
    assert told.peaks_per_min * series(0)[0][-1] / 60.0 == pytest.approx(n_responses)


def test_sensor_noise_is_no_response():
    assert skin_conductance(*series(0, noise=0.01)).peaks_per_min == 0.0


def test_responses_below_the_least_amplitude_do_not_count():
    assert skin_conductance(*series(5, height=0.04)).peaks_per_min == 0.0


def test_the_level_is_the_median_and_shrugs_off_what_skin_cannot_have():
    told = skin_conductance([0.0, 1.0, 2.0, 3.0], [5.0, 5.2, 900.0, 0.0])
    assert told.level_us == pytest.approx(5.1)
    assert told.share_sound == 0.5


@pytest.mark.parametrize("gap_s", [1.0, 60.0])
def test_a_sparse_series_has_a_level_only(gap_s):
    times = np.arange(10) * gap_s
    told = skin_conductance(times, np.full(10, 3.0))
    assert told.level_us == 3.0
    assert math.isnan(told.peaks_per_min)


def test_nothing_measured_tells_nothing():
    told = skin_conductance([], [])
    assert math.isnan(told.level_us)
    assert told.share_sound == 0.0


def test_a_slow_drift_is_no_response():
    times = np.arange(0.0, 120.0, 0.25)
    assert skin_conductance(times, 3.0 + times / 600.0).peaks_per_min == 0.0
