import numpy as np
import pytest

from moodarc.evaluation.made_vectors import MadeVectors
from moodarc.recommend import ExactRetriever, Held, ItemVectors


@pytest.fixture(scope="module")
def made():
    return MadeVectors(n_items=60_000, size=48)


@pytest.fixture(scope="module")
def vectors(made):
    return np.vstack(list(made.blocks()))


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("held", Held)
def test_over_many_blocks_it_is_argsort(vectors, made, *, held, threads):
    queries = made.queries(70)
    truth = (queries.astype(np.float64) @ vectors.T.astype(np.float64)).astype(np.float32)
    found = ExactRetriever(ItemVectors.of(vectors, held), threads).nearest(queries, 50)
    for scores, rows, told in zip(truth, *found, strict=True):
        np.testing.assert_array_equal(rows, np.argsort(-scores, kind="stable")[:50])
        np.testing.assert_array_equal(told, scores[rows])


@pytest.mark.parametrize("held", Held)
def test_a_large_bias_and_small_vectors_cost_nothing_of_exactness(vectors, made, held):
    small = vectors * np.float32(1e-3)
    bias = np.random.default_rng(1).normal(0.0, 100.0, len(small)).astype(np.float32)
    query = made.queries(1)
    truth = (small.astype(np.float64) @ query[0].astype(np.float64) + bias).astype(np.float32)
    found = ExactRetriever(ItemVectors.of(small, held, bias)).nearest(query, 30)
    np.testing.assert_array_equal(found.rows[0], np.argsort(-truth, kind="stable")[:30])


def test_where_all_items_are_alike_the_first_rows_come_first():
    alike = ExactRetriever(ItemVectors.of(np.ones((70_000, 3))))
    assert alike.nearest(np.ones((1, 3)), 4).rows.tolist() == [[0, 1, 2, 3]]
