import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from moodarc.affect import EmotionVector, Quadrant, shares
from moodarc.errors import InputError
from moodarc.listener import POPULATION_MODEL, forecast, interpolate, personal_model

# BAEK Table 10, t0 - 5 ... t0.
TABLE_10 = [
    (0.80, 0.00, 0.00, 0.20),
    (0.67, 0.00, 0.00, 0.33),
    (0.50, 0.00, 0.00, 0.50),
    (0.71, 0.00, 0.00, 0.29),
    (0.50, 0.25, 0.00, 0.25),
    (1.00, 0.00, 0.00, 0.00),
]
NOW = EmotionVector(*TABLE_10[-1])

vectors = st.lists(st.floats(0.01, 1), min_size=4, max_size=4).map(
    lambda amounts: shares(dict(zip(Quadrant, amounts, strict=True)))
)


def naive_model(history):
    matrix = np.zeros((4, 4))
    for before, after in zip(history[:-1], history[1:], strict=True):  # noqa: RUF007 - as printed
        for i in range(4):
            for j in range(4):
                matrix[i, j] += before[i] * after[j]
    return [[cell / sum(row) if sum(row) else 0 for cell in row] for row in matrix]


def test_the_history_of_table_10_gives_the_matrix_of_mission():
    expected = [[0.654, 0.056, 0, 0.290], [1, 0, 0, 0], [0, 0, 0, 0], [0.668, 0.046, 0, 0.286]]
    assert personal_model(TABLE_10).round(3).tolist() == expected


def test_the_forecast_of_section_6_3_2_with_the_listeners_own_model():
    model = personal_model(TABLE_10)
    assert forecast(NOW, model, 1) == pytest.approx((0.65, 0.06, 0, 0.29), abs=0.005)
    assert forecast(NOW, model, 2) == pytest.approx((0.68, 0.05, 0, 0.27), abs=0.005)


def test_the_forecast_of_section_6_3_2_with_the_population_model_as_mission_corrects_it():
    # Eq. 29 prints sad .15 at t + 1 and angry .00 at t + 2; the product gives .14 and .20.
    assert forecast(NOW, POPULATION_MODEL, 1) == pytest.approx((0.34, 0.16, 0.14, 0.36))
    assert forecast(NOW, POPULATION_MODEL, 2) == pytest.approx((0.29, 0.20, 0.21, 0.31), abs=0.005)


@given(arrays(np.float64, (6, 4), elements=st.integers(0, 4).map(lambda n: n / 4)))
def test_the_matrix_is_the_papers_double_sum(history):
    assert personal_model(history) == pytest.approx(np.array(naive_model(history)))


@given(arrays(np.float64, (5, 4), elements=st.integers(0, 4).map(lambda n: n / 4)))
def test_every_row_sums_to_one_or_is_left_empty(history):
    sums = personal_model(history).sum(axis=1)
    assert all(total == pytest.approx(1) or total == 0 for total in sums)


@given(vectors, st.integers(0, 6))
def test_a_whole_forecast_is_the_product_step_by_step(vector, steps):
    expected = np.array(vector)
    for _ in range(steps):
        expected = expected @ POPULATION_MODEL
    assert forecast(vector, POPULATION_MODEL, steps) == pytest.approx(expected)


@given(vectors, st.floats(0, 20))
def test_a_forecast_is_always_shares(vector, steps):
    ahead = forecast(vector, POPULATION_MODEL, steps)
    assert min(ahead) >= 0
    assert sum(ahead) == pytest.approx(1)


def test_between_two_steps_the_forecast_is_on_the_line():
    one, two = (forecast(NOW, POPULATION_MODEL, n) for n in (1, 2))
    expected = 0.75 * np.array(one) + 0.25 * np.array(two)
    assert forecast(NOW, POPULATION_MODEL, 1.25) == pytest.approx(expected)


def test_an_emotion_never_seen_is_lost_and_the_rest_kept():
    model = personal_model(TABLE_10)
    assert forecast(EmotionVector(0, 0, 1, 0), model, 1) == (0, 0, 0, 0)
    assert sum(forecast(EmotionVector(0.5, 0, 0.5, 0), model, 1)) == pytest.approx(1)


def test_an_unknown_end_leaves_the_known_one():
    assert interpolate(NOW, EmotionVector(0, 0, 0, 0), 0.5) == NOW


def test_the_population_model_is_as_printed_and_stays_so():
    assert POPULATION_MODEL.sum(axis=1) == pytest.approx([1, 1, 1.0, 1])
    with pytest.raises(ValueError, match="read-only"):
        POPULATION_MODEL[0, 0] = 1


@pytest.mark.parametrize("history", [[], [NOW], [(1, 0, 0), (1, 0, 0)], [NOW, (2, 0, 0, 0)]])
def test_what_is_no_history_is_refused(history):
    with pytest.raises(InputError, match="history"):
        personal_model(history)


@pytest.mark.parametrize("steps", [-1, float("inf"), float("nan")])
def test_steps_that_lead_nowhere_are_refused(steps):
    with pytest.raises(InputError, match="steps"):
        forecast(NOW, POPULATION_MODEL, steps)


@pytest.mark.parametrize("fraction", [-0.1, 1.1, float("nan")])
def test_a_fraction_outside_the_interval_is_refused(fraction):
    with pytest.raises(InputError, match="fraction"):
        interpolate(NOW, NOW, fraction)
