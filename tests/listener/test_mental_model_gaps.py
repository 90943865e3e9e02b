import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.errors import InputError
from moodarc.listener import divided_differences, fill_gaps, newton_interpolate

HAPPY, PEACEFUL = (1, 0, 0, 0), (0, 0, 0, 1)
# Content for hours, then one angry moment: nothing unusual, and enough to upset a polynomial.
TIMES = [0, 1, 2, 3, 5, 6]
VECTORS = [HAPPY, HAPPY, (0.8, 0, 0, 0.2), (0, 0.9, 0.1, 0), HAPPY, PEACEFUL]
BETWEEN = np.linspace(0, 6, 61)

series = st.lists(
    st.lists(st.floats(0.01, 1), min_size=4, max_size=4).map(lambda row: np.divide(row, sum(row))),
    min_size=1,
    max_size=7,
)


def lagrange(times, values, x):
    """The same polynomial, written the other way."""
    total = np.zeros(4)
    for i, value in enumerate(np.asarray(values, float)):
        factors = [(x - t) / (times[i] - t) for j, t in enumerate(times) if j != i]
        total += value * np.prod(factors)
    return total


def test_newtons_form_is_the_polynomial_of_lagrange():
    expected = [lagrange(TIMES, VECTORS, x) for x in BETWEEN]
    assert newton_interpolate(TIMES, VECTORS, BETWEEN) == pytest.approx(np.array(expected))


def test_the_coefficients_are_the_divided_differences_of_a_cubic():
    x = np.array([0.0, 1.0, 2.0, 4.0])
    assert divided_differences(x, (x**3)[:, None]).ravel() == pytest.approx([0, 1, 3, 1])


def test_the_papers_polynomial_leaves_the_range_of_shares_and_ours_does_not():
    newton, ours = (fill(TIMES, VECTORS, BETWEEN) for fill in (newton_interpolate, fill_gaps))
    assert newton.min() < -0.2
    assert newton.max() > 1.2
    assert ours.min() >= 0
    assert ours.max() <= 1
    assert ours.sum(axis=1) == pytest.approx(1)


def test_both_pass_through_every_moment():
    for fill in (newton_interpolate, fill_gaps):
        assert fill(TIMES, VECTORS, TIMES) == pytest.approx(np.array(VECTORS), abs=1e-9)


@given(series)
def test_a_filled_gap_is_shares_that_stay_about_its_two_neighbours(vectors):
    times = np.cumsum(np.arange(1.0, len(vectors) + 1))
    at = np.linspace(times[0] - 1, times[-1] + 1, 23)
    filled = fill_gaps(times, vectors, at)
    assert filled.min() >= 0
    assert filled.sum(axis=1) == pytest.approx(1)
    nearest = np.clip(np.searchsorted(times, at), 1, max(len(times) - 1, 1))
    for x, row, right in zip(at, filled, nearest, strict=True):
        if len(vectors) > 1 and times[0] <= x <= times[-1]:
            pair = np.array([vectors[right - 1], vectors[right]])
            # making it sum to 1 again moves a share by some hundredths at most
            assert (row <= pair.max(axis=0) + 0.1).all()
            assert (row >= pair.min(axis=0) - 0.1).all()


def test_a_monotone_change_stays_monotone():
    filled = fill_gaps([0, 1, 9], [HAPPY, (0.9, 0, 0, 0.1), PEACEFUL], np.linspace(0, 9, 50))
    assert (np.diff(filled[:, 0]) <= 1e-12).all()


def test_outside_the_history_the_nearest_moment_holds():
    assert fill_gaps([0, 1], [HAPPY, PEACEFUL], [-5, 9]).tolist() == [list(HAPPY), list(PEACEFUL)]
    assert fill_gaps([3], [HAPPY], [0, 9]).tolist() == [list(HAPPY)] * 2


def test_the_order_of_the_moments_does_not_matter():
    shuffled = [2, 0, 5, 1, 4, 3]
    times, vectors = np.array(TIMES)[shuffled], np.array(VECTORS)[shuffled]
    for fill in (newton_interpolate, fill_gaps):
        assert fill(times, vectors, BETWEEN) == pytest.approx(fill(TIMES, VECTORS, BETWEEN))


@pytest.mark.parametrize("fill", [newton_interpolate, fill_gaps])
@pytest.mark.parametrize(
    "history",
    [
        ([], [], "n >= 1"),
        ([0, 0], [HAPPY, PEACEFUL], "stands twice"),
        ([0, float("nan")], [HAPPY, PEACEFUL], "not finite"),
        ([0, 1], [HAPPY, (2, 0, 0, 0)], "emotion vector"),
        ([0, 1], [HAPPY, (0, 0, 0, 0)], "emotion vector"),
        ([0, 1], [HAPPY], "expected"),
    ],
)
def test_what_is_no_history_is_refused(fill, history):
    times, vectors, told = history
    with pytest.raises(InputError, match=told):
        fill(times, np.reshape(vectors, (-1, 4)), [0.5])
