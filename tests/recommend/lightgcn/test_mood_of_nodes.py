import numpy as np
import pytest

from moodarc.affect import Quadrant, quadrant_of
from moodarc.catalog import Histories
from moodarc.errors import InputError
from moodarc.recommend.lightgcn import ListMood, majority_quadrants, quadrants_of, track_shares


def test_quadrants_are_those_of_single_points():
    points = np.random.default_rng(0).uniform(-1, 1, (40, 2))
    names = [list(Quadrant)[place] for place in quadrants_of(points)]
    assert names == [quadrant_of(*point) for point in points.tolist()]


def test_a_point_on_an_axis_or_unknown_has_none():
    assert quadrants_of(np.array([[0.0, 1.0], [1.0, 0.0], [np.nan, 1.0]])).tolist() == [-1] * 3


def test_the_majority_counts_known_tracks_and_ties_are_none():
    quadrant = np.array([0, 0, 1, 2, -1])
    lists = Histories.of([[0, 1, 2], [0, 2], [4, 3], [4], []])
    assert majority_quadrants(lists, quadrant).tolist() == [0, -1, 2, -1, -1]
    assert majority_quadrants(lists, quadrant, at_least=3).tolist() == [0, -1, -1, -1, -1]


def test_shares_are_the_formula_and_leave_the_own_label_out():
    rng = np.random.default_rng(2)
    vectors, quadrant = rng.normal(size=(12, 3)), rng.integers(-1, 4, size=12)
    found = track_shares(vectors, quadrant, concentration=3.0)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    for i in range(12):
        weight = np.array(
            [np.exp(3.0 * unit[i] @ unit[j]) * (j != i and quadrant[j] >= 0) for j in range(12)]
        )
        expected = [weight[quadrant == place].sum() for place in range(4)]
        np.testing.assert_allclose(found[i], np.array(expected) / weight.sum())


def grouped(seed=0):
    """Tracks about four directions, each of a quadrant; lists of one direction."""
    rng = np.random.default_rng(seed)
    quadrant = np.repeat(np.arange(4), 25)
    vectors = np.eye(4)[quadrant] + rng.normal(0, 0.3, (100, 4))
    of_list = rng.integers(4, size=60)
    lists = [(25 * mood + rng.integers(25, size=6)).tolist() for mood in of_list]
    return vectors, quadrant, Histories.of(lists), of_list


def test_hidden_tracks_are_told_by_their_neighbours():
    vectors, quadrant, _, _ = grouped()
    hidden = np.arange(100) % 3 == 0
    told = track_shares(vectors, np.where(hidden, -1, quadrant)).argmax(axis=1)
    assert (told[hidden] == quadrant[hidden]).mean() > 0.9


def test_lists_are_told_by_what_other_lists_taught():
    vectors, quadrant, lists, of_list = grouped()
    tracks = track_shares(vectors, np.where(np.arange(100) % 2 == 0, quadrant, -1))
    model = ListMood.fit(lists, np.where(np.arange(60) < 30, of_list, -1), tracks=tracks)
    shares = model.shares(lists, tracks)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    assert (shares[30:].argmax(axis=1) == of_list[30:]).mean() > 0.9


def test_nothing_known_is_one_clear_line():
    vectors, _, lists, _ = grouped()
    with pytest.raises(InputError, match="known quadrant"):
        track_shares(vectors, np.full(100, -1))
    with pytest.raises(InputError, match="known quadrant"):
        ListMood.fit(lists, np.full(60, -1), tracks=np.full((100, 4), 0.25))
