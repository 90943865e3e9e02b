import numpy as np
import pytest

from moodarc.catalog import Interactions
from moodarc.recommend.co_plays import play_matrix, popularity_behind, sittings, weighted


def some_plays() -> Interactions:
    return Interactions.of(
        ["a", "a", "a", "b", "b"],
        [0, 1, 0, 2, 0],
        at_s=[1, 2, 3, 1, 2],
        session=[7, 9, 7, 7, 7],
        weight=[1, 2, 3, 4, 5],
    )


def test_a_sitting_is_of_one_listener_even_where_numbers_meet():
    assert sittings(some_plays(), "session").tolist() == [0, 1, 0, 2, 2]
    assert sittings(some_plays(), "listener").tolist() == [0, 0, 0, 1, 1]


def test_without_sittings_a_row_is_a_listener():
    plays = Interactions.of([3, 3, 4], [0, 1, 0])
    np.testing.assert_array_equal(play_matrix(plays, "session").toarray(), [[1, 1], [1, 0]])


def test_plays_are_summed():
    np.testing.assert_array_equal(
        play_matrix(some_plays(), "listener").toarray(), [[4, 2, 0], [5, 0, 4]]
    )


def naive_bm25(counts: np.ndarray) -> np.ndarray:
    rarity = np.log1p(len(counts) / (counts > 0).sum(axis=0))
    length = counts.sum(axis=1, keepdims=True)
    norm = 1.2 * (0.25 + 0.75 * length / length.mean())
    return counts * 2.2 / (norm + counts) * rarity


@pytest.mark.parametrize(
    ("weighting", "expected"),
    [
        ("binary", lambda counts: (counts > 0) * 1.0),
        ("log", np.log1p),
        (
            "tf_idf",
            lambda counts: (
                np.log1p(counts) * np.sqrt(np.log1p(len(counts) / (counts > 0).sum(axis=0)))
            ),
        ),
        ("bm25", naive_bm25),
    ],
)
def test_weights_are_those_of_the_formula(weighting, expected):
    matrix = play_matrix(some_plays(), "listener")
    np.testing.assert_allclose(
        weighted(matrix, weighting).toarray(), expected(matrix.toarray()), rtol=1e-5
    )


def test_popularity_behind_is_too_small_to_outweigh_anything():
    behind = popularity_behind(some_plays())
    np.testing.assert_allclose(behind, np.array([3, 1, 1]) / 3e6, rtol=1e-6)
