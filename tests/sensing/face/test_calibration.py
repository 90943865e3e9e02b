import numpy as np
import pytest
from scipy.special import softmax

from moodarc.errors import InputError
from moodarc.metrics import expected_calibration_error
from moodarc.sensing.face.calibration import fitted_temperature


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_the_temperature_that_made_the_answers_is_found_again(temperature):
    rng = np.random.default_rng(2)
    logits = rng.normal(0, 3, (4000, 7)).astype(np.float32)
    told = softmax(logits / temperature, axis=1)
    truth = (told.cumsum(axis=1) < rng.random((4000, 1))).sum(axis=1)
    assert fitted_temperature(logits, truth) == pytest.approx(temperature, rel=0.08)


def test_calibration_lowers_the_error_of_an_overconfident_head_and_keeps_its_answers():
    rng = np.random.default_rng(4)
    truth = rng.integers(0, 7, 2000)
    logits = rng.normal(0, 1, (2000, 7)).astype(np.float32)
    logits[np.arange(2000), truth] += 1.5
    bold = 4 * logits
    after = softmax(bold / fitted_temperature(bold, truth), axis=1)
    before = softmax(bold, axis=1)
    right = before.argmax(axis=1) == truth
    np.testing.assert_array_equal(before.argmax(axis=1), after.argmax(axis=1))
    errors = [expected_calibration_error(right, p.max(axis=1)) for p in (before, after)]
    assert errors[1] < 0.05 < errors[0]


def test_no_answers_are_refused():
    with pytest.raises(InputError, match="0 logits for 0 answers"):
        fitted_temperature(np.zeros((0, 7), np.float32), np.zeros(0, np.int64))
