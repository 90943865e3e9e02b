import warnings

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from moodarc.recommend.neighbours import largest_of_rows, nearest, nearest_columns


def some_plays(n=60, n_items=25, seed=0) -> sp.csr_array:
    rng = np.random.default_rng(seed)
    dense = rng.random((n, n_items)) * (rng.random((n, n_items)) < 0.2)
    return sp.csr_array(dense.astype(np.float32))


def naive(plays: np.ndarray, shrinkage: float, a: float) -> np.ndarray:
    products = plays.T @ plays
    squares = np.diag(products)
    below = squares[:, None] ** a * squares[None, :] ** (1.0 - a) + shrinkage
    similarity = products / np.maximum(below, 1e-12)
    np.fill_diagonal(similarity, 0.0)
    return similarity


@pytest.mark.parametrize(("shrinkage", "asymmetry"), [(0.0, 0.5), (3.0, 0.5), (1.0, 0.2)])
def test_all_neighbours_are_the_formula(shrinkage, asymmetry):
    plays = some_plays()
    found = nearest_columns(plays, 99, shrinkage=shrinkage, asymmetry=asymmetry)
    expected = naive(plays.toarray().astype(float), shrinkage, asymmetry)
    np.testing.assert_allclose(found.toarray(), expected, rtol=1e-4, atol=1e-7)


def test_blocks_change_nothing(monkeypatch):
    whole = nearest_columns(some_plays(), 5, shrinkage=1.0)
    monkeypatch.setattr(nearest, "_PRODUCTS", 40)
    np.testing.assert_array_equal(
        nearest_columns(some_plays(), 5, shrinkage=1.0).toarray(), whole.toarray()
    )


def test_each_column_keeps_its_nearest():
    plays = some_plays()
    every = nearest_columns(plays, 99).toarray()
    few = nearest_columns(plays, 3).toarray()
    for column, kept in zip(every.T, few.T, strict=True):
        np.testing.assert_array_equal(np.sort(kept[kept > 0]), np.sort(column)[-3:])


def test_the_cosine_is_that_of_implicit():
    neighbours = pytest.importorskip("implicit.nearest_neighbours")
    model = neighbours.CosineRecommender(K=26)
    plays = some_plays()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own conversions
        model.fit(sp.csr_matrix(plays), show_progress=False)
    theirs = model.similarity.toarray()
    np.fill_diagonal(theirs, 0.0)
    np.testing.assert_allclose(nearest_columns(plays, 99).toarray(), theirs, atol=1e-5)


def test_items_that_nobody_heard_have_no_neighbours():
    plays = sp.csr_array(np.array([[1.0, 0.0, 1.0]], np.float32))
    found = nearest_columns(plays, 5).toarray()
    np.testing.assert_array_equal(found, [[0, 0, 1], [0, 0, 0], [1, 0, 0]])


@given(st.integers(0, 2**31), st.integers(1, 8))
def test_the_largest_of_a_row_are_kept_and_the_first_of_equals(seed, n):
    rng = np.random.default_rng(seed)
    dense = rng.integers(0, 4, (6, 9)).astype(np.float32)
    found = largest_of_rows(sp.csr_array(dense), n).toarray()
    for row, kept in zip(dense, found, strict=True):
        order = np.argsort(-row, kind="stable")[:n]
        expected = np.zeros_like(row)
        expected[order] = row[order]
        np.testing.assert_array_equal(kept, expected)
