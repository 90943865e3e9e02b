import numpy as np
import pytest
import scipy.sparse as sp

from moodarc.errors import InputError
from moodarc.recommend.linear import check_items, gram, inverse, products, solved


def positive(n=30, seed=0) -> np.ndarray:
    root = np.random.default_rng(seed).normal(size=(n, n))
    return np.asfortranarray(root @ root.T + np.eye(n), dtype=np.float32)


@pytest.mark.parametrize("rows", [7, 1024])
def test_the_inverse_is_whole_and_right(monkeypatch, rows):
    monkeypatch.setattr(gram, "_ROWS", rows)
    matrix = positive()
    np.testing.assert_allclose(inverse(matrix.copy(order="F")) @ matrix, np.eye(30), atol=2e-3)


def test_what_is_scored_with_lies_row_by_row():
    right = np.asfortranarray(np.eye(30, dtype=np.float32))
    assert inverse(positive()).flags.c_contiguous
    assert solved(positive(), right).flags.c_contiguous


def test_equations_are_solved():
    matrix, right = positive(), np.asfortranarray(np.eye(30, dtype=np.float32)[:, :4])
    expected = np.linalg.solve(matrix.astype(float), right)
    np.testing.assert_allclose(solved(matrix, right), expected, atol=1e-3)


@pytest.mark.parametrize("rows", [7, 1024])
def test_products_are_those_of_the_dense_matrices(monkeypatch, rows):
    monkeypatch.setattr(gram, "_ROWS", rows)
    rng = np.random.default_rng(1)
    left, right = (rng.integers(0, 3, (15, 20)).astype(np.float32) for _ in range(2))
    found = products(sp.csr_array(left), sp.csr_array(right))
    np.testing.assert_array_equal(found, left.T @ right)


def test_a_matrix_that_is_not_positive_is_refused():
    with pytest.raises(InputError, match="penalty"):
        inverse(np.asfortranarray(-np.eye(3, dtype=np.float32)))


def test_too_many_items_are_refused_with_the_remedy():
    with pytest.raises(InputError, match=r"20,001 are too many.*item_knn"):
        check_items(20_001, "ease")
