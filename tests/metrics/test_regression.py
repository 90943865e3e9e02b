import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics as oracle

from moodarc.errors import InputError
from moodarc.metrics import ccc, mae, nrmse, pearson, r2, rmse, spearman

# Steps of 1/8 make ties common.
values = st.integers(-16, 16).map(lambda step: step / 8)
pairs = st.lists(st.tuples(values, values), min_size=2, max_size=30).map(
    lambda rows: tuple(map(list, zip(*rows, strict=True)))
)


@given(pairs)
def test_errors_are_scikit_learns(pair):
    assert rmse(*pair) == pytest.approx(oracle.root_mean_squared_error(*pair))
    assert mae(*pair) == pytest.approx(oracle.mean_absolute_error(*pair))
    assert r2(*pair) == pytest.approx(oracle.r2_score(*pair))


@given(pairs)
def test_correlations_are_scipys_ties_and_all(pair):
    assume(np.ptp(pair[0]) > 0)
    assume(np.ptp(pair[1]) > 0)
    assert pearson(*pair) == pytest.approx(stats.pearsonr(*pair).statistic, abs=1e-9)
    assert spearman(*pair) == pytest.approx(stats.spearmanr(*pair).statistic, abs=1e-9)


@given(pairs)
def test_concordance_is_the_naive_formula(pair):
    x, y = (np.asarray(side) for side in pair)
    bottom = np.var(x) + np.var(y) + (x.mean() - y.mean()) ** 2
    expected = 2 * np.cov(x, y, bias=True)[0, 1] / bottom if bottom else 1.0
    assert ccc(x, y) == pytest.approx(expected, abs=1e-12)


def test_concordance_of_a_worked_example():
    # x = 1 2 3, y = 2 3 4: cov = var = 2/3, means one apart: (4/3) / (4/3 + 1).
    assert ccc([1, 2, 3], [2, 3, 4]) == pytest.approx(4 / 7)


@given(pairs)
def test_concordance_is_symmetric_and_never_beyond_the_correlation(pair):
    x, y = pair
    assert ccc(x, y) == pytest.approx(ccc(y, x), abs=1e-12)
    if np.ptp(x) > 0 and np.ptp(y) > 0:
        assert abs(ccc(x, y)) <= abs(pearson(x, y)) + 1e-9


@given(pairs)
def test_ranks_do_not_see_a_rising_curve(pair):
    assume(np.ptp(pair[0]) > 0)
    assume(np.ptp(pair[1]) > 0)
    bent = np.exp(pair[1])
    assert spearman(pair[0], bent) == pytest.approx(spearman(*pair))


@given(pairs, st.sampled_from([1e-170, 1e-6, 1e150]))
def test_correlation_does_not_depend_on_the_unit(pair, unit):
    assume(np.ptp(pair[0]) > 0)
    assume(np.ptp(pair[1]) > 0)
    scaled = np.multiply(pair[1], unit)
    assert pearson(pair[0], scaled) == pytest.approx(pearson(*pair), abs=1e-9)


def test_a_range_of_one_gives_the_rmse_as_in_baek_table_9():
    assert nrmse([0.2, 0.4], [0.3, 0.5], value_range=1) == pytest.approx(0.1)
    assert nrmse([0.2, 0.4], [0.3, 0.5], value_range=2) == pytest.approx(0.05)


@pytest.mark.parametrize("correlation", [pearson, spearman])
def test_a_correlation_with_a_constant_is_not_defined(correlation):
    assert math.isnan(correlation([1, 1, 1], [1, 2, 3]))
    assert math.isnan(correlation([1, 2, 3], [0.1, 0.1, 0.1]))


def test_a_constant_truth_is_explained_only_if_met():
    assert r2([0.1, 0.1, 0.1], [0.1, 0.1, 0.1]) == 1
    assert r2([0.1, 0.1, 0.1], [0.1, 0.1, 0.2]) == 0


@pytest.mark.parametrize("metric", [rmse, mae, r2, ccc, pearson, spearman])
@pytest.mark.parametrize(
    ("truth", "told"), [([], []), ([1.0], [1.0, 2.0]), ([1.0, math.nan], [1.0, 2.0])]
)
def test_arrays_that_cannot_be_compared_are_refused(metric, truth, told):
    with pytest.raises(InputError):
        metric(truth, told)


@pytest.mark.parametrize("value_range", [0.0, -1.0, math.nan])
def test_a_range_without_extent_is_refused(value_range):
    with pytest.raises(InputError, match="above 0"):
        nrmse([0.0], [1.0], value_range=value_range)
