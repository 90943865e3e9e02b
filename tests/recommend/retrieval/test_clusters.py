import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.recommend.retrieval.clusters import add_by_cluster, k_means, nearest_centre
from moodarc.recommend.retrieval.codes import Held, code_vectors


@pytest.fixture(scope="module")
def bundles():
    """Five directions, 60 rows of differing lengths around each."""
    rng = np.random.default_rng(0)
    told = np.repeat(np.arange(5), 60)
    near = np.eye(5, 16)[told] + 0.05 * rng.standard_normal((300, 16))
    return told, (near * rng.uniform(0.2, 5.0, (300, 1))).astype(np.float32)


def centres_of(vectors, n, **given):
    how = {"iterations": 10, "rng": np.random.default_rng(3)} | given
    return k_means(vectors, n, **how)


def test_bundles_of_directions_are_found_whatever_their_lengths(bundles):
    told, vectors = bundles
    centres = np.vstack([vectors[told == it].mean(0) for it in range(5)])
    labels = nearest_centre(code_vectors(vectors, Held.INT8).values, centres.astype(np.float32))
    np.testing.assert_array_equal(labels, told)


def test_each_row_lies_nearest_to_its_own_centre_by_the_naive_product(bundles):
    _, vectors = bundles
    centres = centres_of(vectors, 12)
    labels = nearest_centre(code_vectors(vectors, Held.INT8).values, centres)
    products = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)) @ centres.T
    lost = products.max(axis=1) - products[np.arange(len(vectors)), labels]
    assert lost.max() < 0.02  # what eight bits cannot tell apart
    assert (labels == products.argmax(axis=1)).mean() > 0.9


def test_centres_have_length_one_and_iterations_bring_rows_nearer(bundles):
    _, vectors = bundles
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    first, last = (centres_of(vectors, 8, iterations=it) for it in (1, 10))
    np.testing.assert_allclose(np.linalg.norm(last, axis=1), 1.0, rtol=1e-5)
    assert (unit @ last.T).max(axis=1).mean() >= (unit @ first.T).max(axis=1).mean()


def test_two_threads_and_a_second_time_give_the_same(bundles):
    _, vectors = bundles
    np.testing.assert_array_equal(centres_of(vectors, 8), centres_of(vectors, 8, threads=2))


def test_rows_that_are_all_equal_or_zero_leave_finite_centres():
    for vectors in (np.ones((20, 4), np.float32), np.zeros((20, 4), np.float32)):
        assert np.isfinite(centres_of(vectors, 6)).all()


@given(labels=st.lists(st.integers(0, 6), min_size=1, max_size=30).map(sorted))
def test_sums_by_cluster_are_the_naive_sums(labels):
    labels = np.array(labels, dtype=np.int32)
    vectors = np.random.default_rng(1).standard_normal((len(labels), 3)).astype(np.float32)
    sums = np.zeros((7, 3))
    add_by_cluster(sums, vectors, labels)
    naive = [vectors[labels == it].sum(axis=0) for it in range(7)]
    np.testing.assert_allclose(sums, naive, atol=1e-5)
