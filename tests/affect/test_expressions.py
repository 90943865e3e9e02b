import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import EXPRESSION_AFFECT, Expression, expression_affect
from moodarc.errors import InputError

# EM-4 on [-1, 1], by hand: 2 x - 1.
GOLDEN = {
    "angry": (-0.64, 0.52),
    "disgust": (-0.70, 0.08),
    "fear": (-0.56, 0.64),
    "happy": (0.76, 0.28),
    "sad": (-0.60, -0.44),
    "surprise": (0.10, 0.56),
    "neutral": (0.00, -0.20),
}


def one_hot(place):
    return np.eye(7)[place]


@pytest.mark.parametrize("place", range(7))
def test_a_certain_expression_lies_where_em_4_puts_it(place):
    name = list(Expression)[place].value
    assert expression_affect(one_hot(place)) == pytest.approx(GOLDEN[name])


def test_the_order_is_that_of_the_classifier():
    assert [expression.value for expression in Expression] == list(GOLDEN)


@given(st.lists(st.floats(0.01, 1), min_size=7, max_size=7))
def test_a_mixture_lies_within_the_seven_points(weights):
    point = expression_affect(np.array(weights) / sum(weights))
    assert (EXPRESSION_AFFECT.min(axis=1) - 1e-9 <= point).all()
    assert (point <= EXPRESSION_AFFECT.max(axis=1) + 1e-9).all()


@pytest.mark.parametrize(
    "probabilities",
    [[1.0], [0.5] * 7, [2, -1, 0, 0, 0, 0, 0], [float("nan")] * 7, np.eye(7)],
)
def test_what_is_no_distribution_over_seven_is_refused(probabilities):
    with pytest.raises(InputError, match="seven probabilities"):
        expression_affect(probabilities)


def test_the_matrix_cannot_be_changed_by_accident():
    with pytest.raises(ValueError, match="read-only"):
        EXPRESSION_AFFECT[0, 0] = 1.0
