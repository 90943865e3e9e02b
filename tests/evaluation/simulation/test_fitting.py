"""SIMULATION: the fit finds the people that made its data."""

import numpy as np
import pytest
from tests.shared import shared_data

from moodarc.datasets import load_situnes_stage
from moodarc.evaluation.simulation import PARAMETERS, fitted_parameters, fitting

GAIN, READING, SLOPE, SPREAD = 0.2, 0.04, 0.1, 0.08


class Stage:
    """Records of people who respond as the model says; only what the fit looks at."""

    def __init__(self, listeners=150, tracks=60, each=80):
        rng = np.random.default_rng(0)
        n = listeners * each
        self.listeners = np.repeat(np.arange(listeners), each)
        self.tracks = rng.integers(tracks, size=n)
        self.repeats = np.zeros(n, dtype=bool)
        liking = rng.standard_normal(n)
        self.rating = 3.0 + liking
        expressed = fitting._TRACKS_DIFFER * rng.standard_normal((tracks, 2))[self.tracks]
        felt = np.sqrt(SPREAD) * rng.standard_normal((n, 2))
        after = felt + GAIN * (expressed - felt) + SLOPE * np.outer(liking, [1.0, 0.0])
        noise = np.sqrt(READING) * rng.standard_normal((2, n, 2))
        self.before, self.after = felt + noise[0], after + noise[1]


def test_gain_noise_and_slope_of_made_people_are_found():
    found = fitted_parameters(Stage())
    assert found.gain == pytest.approx((GAIN, GAIN), rel=0.25)
    assert found.reading_noise == pytest.approx((READING, READING), rel=0.2)
    assert found.liking_gain == pytest.approx(SLOPE * fitting._CAUSAL, rel=0.1)
    assert found.bias == pytest.approx((0.0, 0.0), abs=0.001)
    assert found.common == pytest.approx(0.0, abs=0.01)


def test_what_ships_is_what_situnes_gives():
    folder = shared_data("situnes")
    found = fitted_parameters(load_situnes_stage(folder / "Stage2"))
    assert found.gain == pytest.approx(PARAMETERS.gain, abs=0.005)
    assert found.liking_gain == pytest.approx(PARAMETERS.liking_gain, abs=0.001)
    assert found.reading_noise == pytest.approx(PARAMETERS.reading_noise, abs=0.001)
    assert found.response_noise == PARAMETERS.response_noise
    assert found.bias == pytest.approx(PARAMETERS.bias, abs=0.0005)
    assert found.common == pytest.approx(PARAMETERS.common, abs=0.005)
    assert found.skipped == pytest.approx(PARAMETERS.skipped, abs=0.001)
