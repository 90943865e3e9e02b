import subprocess
import sys

import numpy as np
import pytest

from moodarc.evaluation.made_vectors import MadeVectors
from moodarc.recommend.retrieval import (
    ApproximateRetriever,
    ExactRetriever,
    GraphConfig,
    ItemVectors,
)

N = 6000


@pytest.fixture(scope="module")
def made():
    return MadeVectors(n_items=N, size=32)


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "bias"])
def items(request, made):
    bias = np.random.default_rng(4).normal(0.0, 0.3, N) if request.param else None
    return ItemVectors.of(np.vstack(list(made.blocks())), bias=bias)


@pytest.fixture(scope="module")
def graph(items):
    return ApproximateRetriever.of(items, GraphConfig(expansion_add=64, expansion_search=64))


def recall(found, truth):
    return np.mean([len(set(a) & set(b)) / len(b) for a, b in zip(found, truth, strict=True)])


def test_on_made_vectors_nearly_all_of_the_best_are_found(items, graph, made):
    queries = made.queries(100)
    found, truth = (it.nearest(queries, 10).rows for it in (graph, ExactRetriever(items)))
    assert recall(found, truth) > 0.98


@pytest.mark.parametrize("share", [0.7, 0.2, 0.01])
def test_filters_cost_no_recall(items, graph, *, made, share):
    queries = made.queries(30)
    mask = np.random.default_rng(5).random(N) < share
    exact = ExactRetriever(items).nearest(queries, 10, candidates=mask)
    found = graph.nearest(queries, 10, candidates=mask)
    assert mask[found.rows].all()
    assert recall(found.rows, exact.rows) > 0.98


def test_scores_are_those_of_the_exact_retriever(items, graph, made):
    query = made.queries(1)
    found, exact = graph.nearest(query, 10), ExactRetriever(items).nearest(query, 500)
    told = dict(zip(exact.rows[0], exact.scores[0], strict=True))
    assert [told[row] for row in found.rows[0]] == found.scores[0].tolist()


def test_where_the_graph_proposes_no_candidate_the_exact_retriever_answers(items, graph):
    query = items.originals[:1]
    worst = ExactRetriever(items).nearest(query, N).rows[0, N // 2 :]
    found = graph.nearest(query, 10, candidates=worst)
    exact = ExactRetriever(items).nearest(query, 10, candidates=worst)
    np.testing.assert_array_equal(found.rows, exact.rows)


def test_so_does_it_where_very_much_was_heard(items, graph):
    query = items.originals[:1]
    heard = ExactRetriever(items).nearest(query, 4500).rows
    found = graph.nearest(query, 10, exclude=heard)
    exact = ExactRetriever(items).nearest(query, 10, exclude=heard)
    np.testing.assert_array_equal(found.rows, exact.rows)


def test_one_thread_builds_the_same_graph_twice(items, graph, made):
    again = ApproximateRetriever.of(items, GraphConfig(expansion_add=64, expansion_search=64))
    queries = made.queries(20)
    found = [it.nearest(queries, 10).rows for it in (graph, again)]
    np.testing.assert_array_equal(*found)


def test_neither_library_is_loaded_before_it_is_used():
    program = (
        "import sys, moodarc.recommend\n"
        "sys.exit(str({'usearch', 'numkong', 'torch'} & set(sys.modules) or '') or 0)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
