import warnings

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from moodarc.errors import InputError
from moodarc.listener import MoodChangeModel, leant


def rows(n=200, seed=0):
    rng = np.random.default_rng(seed)
    features = rng.normal(3.0, 2.0, (n, 4))
    labels = np.digitize(features[:, 0] + rng.normal(0, 1, n), [2.0, 4.0])
    return features, labels


@pytest.mark.parametrize("strength", [0.03, 1.0, 100.0])
def test_it_is_scikit_learns_logistic_regression(strength):
    features, labels = rows()
    scaled = StandardScaler().fit_transform(features)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        oracle = LogisticRegression(C=strength, tol=1e-9, max_iter=5000).fit(scaled, labels)
    told = MoodChangeModel.fit(features, labels, strength=strength).probabilities(features)
    np.testing.assert_allclose(told, oracle.predict_proba(scaled), atol=2e-3)


def test_probabilities_sum_to_one_and_follow_the_rule():
    features, labels = rows()
    told = MoodChangeModel.fit(features, labels, strength=1.0).probabilities(features)
    np.testing.assert_allclose(told.sum(axis=1), 1.0)
    assert (told.argmax(axis=1) == labels).mean() > 0.6


def test_fitting_twice_gives_the_same_and_leaves_the_rows_alone():
    features, labels = rows()
    before = features.copy()
    models = [MoodChangeModel.fit(features, labels, strength=0.1) for _ in range(2)]
    np.testing.assert_array_equal(models[0].weights, models[1].weights)
    np.testing.assert_array_equal(features, before)


def test_a_column_that_never_changes_does_no_harm():
    features, labels = rows()
    told = MoodChangeModel.fit(np.column_stack([features, np.ones(200)]), labels, strength=1.0)
    plain = MoodChangeModel.fit(features, labels, strength=1.0)
    np.testing.assert_allclose(
        told.probabilities(np.column_stack([features, np.ones(200)])),
        plain.probabilities(features),
        atol=1e-3,
    )


def test_leaning_tells_rare_classes_sooner():
    told = np.array([[0.2, 0.5, 0.3]])
    shares = np.array([0.15, 0.65, 0.2])
    assert [int(leant(told, shares, lean)[0]) for lean in (0.0, 1.0)] == [1, 2]


@pytest.mark.parametrize(
    ("features", "labels", "strength"),
    [
        (np.zeros((0, 2)), np.zeros(0, int), 1.0),
        (np.zeros((3, 2)), np.zeros(2, int), 1.0),
        (np.full((3, 2), np.nan), np.zeros(3, int), 1.0),
        (np.zeros((3, 2)), np.zeros(3, int), 0.0),
    ],
)
def test_what_cannot_be_fitted_is_refused(features, labels, strength):
    with pytest.raises(InputError):
        MoodChangeModel.fit(features, labels, strength=strength)
