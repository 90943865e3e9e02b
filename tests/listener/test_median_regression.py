"""The regression of the median against scikit-learn's."""

import numpy as np
import pytest
from sklearn.linear_model import QuantileRegressor, Ridge

from moodarc.listener.median_regression import fit_least_squares, fit_median


def problem(n=400, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 3)) * [1, 5, 0.1] + [0, 3, -1]
    slopes = np.array([[0.5, -0.2], [0.1, 0.02], [2.0, 0.0]])
    return x, 0.3 + x @ slopes + rng.laplace(0, 0.3, (n, 2))


def test_it_is_the_median_regression_of_the_textbook():
    x, y = problem()
    found = fit_median(x, y, ridge=0.0)
    for column in range(2):
        exact = QuantileRegressor(quantile=0.5, alpha=0.0, solver="highs").fit(x, y[:, column])
        said, best = found(x)[:, column], exact.predict(x)
        ours, least = np.abs(y[:, column] - said).mean(), np.abs(y[:, column] - best).mean()
        assert least <= ours < 1.002 * least
        assert np.abs(said - best).mean() < 0.03


def test_half_lies_above_and_half_below():
    x, y = problem()
    above = (y > fit_median(x, y, ridge=0.0)(x)).mean(axis=0)
    assert above == pytest.approx(0.5, abs=0.02)


def test_a_few_that_are_far_off_hardly_move_it():
    x, y = problem()
    spoilt = y.copy()
    spoilt[:20] += 50.0
    clean = fit_median(x, y, ridge=0.0)(x)
    assert np.abs(fit_median(x, spoilt, ridge=0.0)(x) - clean).mean() < 0.08
    assert np.abs(fit_least_squares(x, spoilt, ridge=0.0)(x) - clean).mean() > 1.0


def test_least_squares_are_those_of_ridge():
    x, y = problem()
    standard = np.clip((x - x.mean(0)) / x.std(0), -4, 4)
    exact = Ridge(alpha=0.3 * len(x)).fit(standard, y).predict(standard)
    assert fit_least_squares(x, y, ridge=0.3)(x) == pytest.approx(exact)


def test_a_great_ridge_leaves_the_median_alone():
    x, y = problem()
    said = fit_median(x, y, ridge=1e6)(x)
    assert said.std(axis=0) == pytest.approx(0, abs=1e-4)
    assert said[0] == pytest.approx(np.median(y, axis=0), abs=0.03)


def test_a_column_that_never_changes_and_one_far_out_do_no_harm():
    x, y = problem()
    x = np.column_stack([x, np.full(len(x), 7.0)])
    found = fit_median(x, y, ridge=0.01)
    assert np.isfinite(found(x)).all()
    out = x[:1] + np.array([1e9, 0.0, 0.0, 0.0])
    assert np.abs(found(out) - found(x[:1])).max() < 10
