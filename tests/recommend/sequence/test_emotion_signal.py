import numpy as np
import pytest

from moodarc.affect import EXPRESSION_AFFECT, UNINFORMED_VARIANCE
from moodarc.catalog import Feelings, Histories, ItemContent
from moodarc.recommend.sequence import emotion_signal, felt_before, oracle_feelings
from moodarc.recommend.sequence.reading import Reader

AFFECT = np.array([[0.5, 0.5], [-0.5, 0.2], [np.nan, np.nan], [0.1, -0.8]], np.float32)
CONTENT = ItemContent(
    affect=AFFECT,
    variance=np.full((4, 2), 0.04, np.float32),
    descriptors=np.empty((4, 0), np.float32),
    artist=np.full(4, -1),
)


def naive(items, half_life):
    """Weighted mean and variance of the known tracks up to the last of `items`."""
    aged = [(len(items) - 1 - place, item) for place, item in enumerate(items) if item in {0, 1, 3}]
    weights = np.array([0.5 ** (age / half_life) for age, _ in aged])
    points = AFFECT[[item for _, item in aged]]
    mean = weights @ points / weights.sum()
    return mean, weights @ (0.04 + (points - mean) ** 2) / weights.sum()


def test_what_was_heard_is_a_mean_that_forgets():
    items = np.array([[0, 2, 1, 3, 4]])
    found = felt_before(items, CONTENT, 2.0)
    for step in range(5):
        mean, variance = naive(items[0, : step + 1], 2.0)
        np.testing.assert_allclose(found.mean[0, step], mean, rtol=1e-5)
        np.testing.assert_allclose(found.variance[0, step], variance, rtol=1e-4)


def test_a_step_knows_nothing_of_what_comes_after_it():
    one, other = np.array([[0, 1, 3]]), np.array([[0, 1, 0]])
    first, second = (felt_before(items, CONTENT, 3.0).mean[:, :2] for items in (one, other))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("level", ["label", "vector", "affect"])
def test_where_nothing_is_known_the_signal_is_zero(level):
    signal = emotion_signal(felt_before(np.array([[2, 4, -1]]), CONTENT, 5.0), level)
    assert not signal.any()
    assert not emotion_signal(felt_before(np.array([[0, 1]]), None, 5.0), level).any()


def test_labels_are_the_strongest_quadrant_and_shares_sum_to_one():
    steps = felt_before(np.array([[0], [1], [3]]), CONTENT, 5.0)
    assert emotion_signal(steps, "label")[:, 0].argmax(axis=1).tolist() == [0, 1, 3]
    np.testing.assert_allclose(emotion_signal(steps, "vector").sum(axis=2), 1.0, rtol=1e-6)


def feelings(mean, variance, expression=None):
    return Feelings(
        mean=np.array([mean], np.float32),
        variance=np.array([variance], np.float32),
        expression=None if expression is None else np.array([expression], np.float32),
    )


def read_last(felt, level="affect"):
    reader = Reader(n=5, n_items=4, emotion=level, content=CONTENT)
    return reader.read(Histories.of([[0, 1]], feelings=felt))[1][0, -1]


def test_what_was_sensed_counts_before_what_was_heard_and_less_where_unsure():
    sure = read_last(feelings([0.6, -0.6, np.nan], [0.0, 0.0, np.nan]))
    np.testing.assert_allclose(sure[:2], [0.6, -0.6], rtol=1e-6)
    unsure = read_last(feelings([0.6, -0.6, 0.9], [UNINFORMED_VARIANCE] * 3))
    np.testing.assert_allclose(unsure[:2], [0.3, -0.3], rtol=1e-6)
    nothing = read_last(feelings([np.nan] * 3, [np.nan] * 3))
    np.testing.assert_allclose(nothing, read_last(None))


def test_a_face_counts_where_no_affect_is_believed():
    happy = np.eye(7)[3]
    seen = read_last(feelings([np.nan] * 3, [np.nan] * 3, happy))
    np.testing.assert_allclose(seen, [0.0, 0.0, *happy])
    believed = read_last(feelings([0.6, -0.6, np.nan], [0.0] * 3, happy))
    np.testing.assert_allclose(believed[2:], 0.0)
    quadrant = read_last(feelings([np.nan] * 3, [np.nan] * 3, happy), "label")
    assert EXPRESSION_AFFECT[:, 3].min() > 0
    assert quadrant.tolist() == [1.0, 0.0, 0.0, 0.0]


def test_the_oracle_feels_what_the_item_expresses():
    felt = oracle_feelings(CONTENT, np.array([3, 2]))
    np.testing.assert_allclose(felt.mean[0, :2], AFFECT[3])
    assert np.isnan(felt.mean[1]).all()
