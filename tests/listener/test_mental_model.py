import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from moodarc.affect import EmotionVector, Quadrant, shares
from moodarc.errors import InputError
from moodarc.listener import (
    FELT_PRIOR,
    POPULATION_MODEL,
    TransitionPrior,
    forecast,
    interpolate,
    personal_model,
    typed_model,
)

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
    assert personal_model(TABLE_10, paper=True).round(3).tolist() == expected


def test_the_forecast_of_section_6_3_2_with_the_listeners_own_model():
    model = personal_model(TABLE_10, paper=True)
    assert forecast(NOW, model, 1) == pytest.approx((0.65, 0.06, 0, 0.29), abs=0.005)
    assert forecast(NOW, model, 2) == pytest.approx((0.68, 0.05, 0, 0.27), abs=0.005)


def test_the_forecast_of_section_6_3_2_with_the_population_model_as_mission_corrects_it():
    # Eq. 29 prints sad .15 at t + 1 and angry .00 at t + 2; the product gives .14 and .20.
    assert forecast(NOW, POPULATION_MODEL, 1) == pytest.approx((0.34, 0.16, 0.14, 0.36))
    assert forecast(NOW, POPULATION_MODEL, 2) == pytest.approx((0.29, 0.20, 0.21, 0.31), abs=0.005)


@given(arrays(np.float64, (6, 4), elements=st.integers(0, 4).map(lambda n: n / 4)))
def test_the_matrix_is_the_papers_double_sum(history):
    assert personal_model(history, paper=True) == pytest.approx(np.array(naive_model(history)))


@given(arrays(np.float64, (5, 4), elements=st.integers(0, 4).map(lambda n: n / 4)))
def test_every_row_sums_to_one_or_is_left_empty(history):
    sums = personal_model(history, paper=True).sum(axis=1)
    assert all(total == pytest.approx(1) or total == 0 for total in sums)


def test_the_matrix_of_eq_25_is_that_of_the_history_but_for_the_cell_it_misprints():
    printed = np.array([[0.65, 0.05, 0, 0.29], [1, 0, 0, 0], [0, 0, 0, 0], [0.67, 0.04, 0, 0.29]])
    off = np.abs(personal_model(TABLE_10, paper=True) - printed)
    # eq. 26 goes on with .06 in the cell that eq. 25 prints as .05; .046 is cut, not rounded
    assert off[0, 1] > 0.005
    off[0, 1] = off[3, 1] = 0
    assert off.max() <= 0.005


def test_with_the_matrix_as_eq_26_prints_it_the_forecast_is_that_of_eq_27():
    used = [[0.65, 0.06, 0, 0.29], [1, 0, 0, 0], [0, 0, 0, 0], [0.67, 0.04, 0, 0.29]]
    assert forecast(NOW, used, 1) == pytest.approx((0.65, 0.06, 0, 0.29))
    assert forecast(NOW, used, 2) == pytest.approx((0.68, 0.05, 0, 0.27), abs=0.005)


def test_smoothed_rows_lie_between_the_listener_and_the_population_by_their_steps():
    matrix, steps = personal_model(TABLE_10), np.array(TABLE_10)[:-1].sum(axis=0)
    own = personal_model(TABLE_10, paper=True)
    share = (steps / (steps + FELT_PRIOR.strength))[:, None]
    assert matrix == pytest.approx(share * own + (1 - share) * FELT_PRIOR.matrix)


def test_an_emotion_never_left_goes_where_it_leads_people():
    assert personal_model(TABLE_10)[2] == pytest.approx(FELT_PRIOR.matrix[2])


def test_a_prior_of_no_weight_leaves_what_the_listener_showed():
    prior = TransitionPrior(FELT_PRIOR.matrix, 1e-9)
    seen = [0, 1, 3]
    expected = personal_model(TABLE_10, paper=True)[seen]
    assert personal_model(TABLE_10, prior=prior)[seen] == pytest.approx(expected, abs=1e-6)


class TestTypedModel:
    rows = ((60, 5, 5, 30), (20, 50, 20, 10), (1, 2, 6, 1), (0, 0, 0, 100))

    def test_each_row_counts_by_its_proportions(self):
        expected = [[0.6, 0.05, 0.05, 0.3], [0.2, 0.5, 0.2, 0.1], [0.1, 0.2, 0.6, 0.1]]
        assert typed_model(self.rows)[:3] == pytest.approx(np.array(expected))

    @pytest.mark.parametrize("value", [-1, 101, float("nan"), float("inf")])
    def test_a_number_outside_0_to_100_is_refused_with_its_emotion(self, value):
        with pytest.raises(InputError, match=r"from angry .* 0 to 100"):
            typed_model([self.rows[0], (value, 1, 1, 1), *self.rows[2:]])

    def test_a_row_that_leads_nowhere_is_refused_with_its_emotion(self):
        with pytest.raises(InputError, match="from sad leads nowhere"):
            typed_model([*self.rows[:2], (0, 0, 0, 0), self.rows[3]])

    def test_another_shape_is_refused(self):
        with pytest.raises(InputError, match="4 rows of 4"):
            typed_model(self.rows[:3])


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
    model = personal_model(TABLE_10, paper=True)
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
