import numpy as np
import pytest

from moodarc.catalog import Histories, Interactions
from moodarc.recommend.pairs import bag_vectors, bags_before, bags_beside


def naive(items, heard, recency):
    latest = items[-len(recency) :]
    weight = np.exp(recency[len(recency) - len(latest) :])
    if not latest:
        return np.zeros(heard.shape[1])
    return (weight[:, None] * heard[latest]).sum(axis=0) / np.sqrt(weight.sum())


def test_a_bag_is_its_formula():
    rng = np.random.default_rng(1)
    heard = rng.normal(size=(9, 4)).astype(np.float32)
    recency = rng.normal(size=3).astype(np.float32)
    lists = [[1, 2], [], [0, 3, 3, 8, 3], [5]]
    found = bag_vectors(Histories.of(lists), heard, recency)
    expected = [naive(items, heard, recency) for items in lists]
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def plays():
    return Interactions.of(
        [0, 0, 0, 1, 1, 1, 1, 2], [4, 5, 6, 7, 8, 7, 9, 4], at_s=[1, 2, 3, 1, 2, 3, 4, 1]
    )


def test_bags_of_ordered_plays_hold_what_came_before_and_nothing_of_others():
    found = bags_before(plays(), np.array([0, 2, 5, 7]), 2)
    assert found.tolist() == [[-1, -1], [0, 1], [3, 4], [-1, -1]]


def test_bags_of_unordered_plays_hold_everything_but_the_item_itself():
    found = bags_beside(plays(), np.array([1, 3, 7]), 5, rng=np.random.default_rng(0))
    assert [sorted(row[row >= 0].tolist()) for row in found] == [[0, 2], [4, 5], []]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_bags_that_are_too_small_hold_a_draw(size):
    found = bags_beside(plays(), np.repeat(6, 200), size, rng=np.random.default_rng(0))
    assert found.shape == (200, size)
    assert set(np.unique(found)) == {-1, 3, 4}  # item 5 of the row itself is left out
