"""What every `recommend.retrieval.Retriever` keeps to. To subscribe: add it to RETRIEVERS."""

import numpy as np
import pytest

from moodarc.errors import InputError
from moodarc.recommend.retrieval import (
    NOTHING,
    ApproximateRetriever,
    ExactRetriever,
    GraphConfig,
    Held,
    InvertedFile,
    InvertedFileConfig,
    ItemVectors,
    Retriever,
)

SEARCHED_WHOLE = GraphConfig(expansion_search=512)
ALL_PROBED = InvertedFileConfig(n_clusters=16, probes=16)

RETRIEVERS = {
    "float32": lambda *given: ExactRetriever(ItemVectors.of(given[0], Held.FLOAT32, *given[1:])),
    "float16": lambda *given: ExactRetriever(ItemVectors.of(given[0], Held.FLOAT16, *given[1:])),
    "int8": lambda *given: ExactRetriever(ItemVectors.of(given[0], Held.INT8, *given[1:])),
    "two threads": lambda *given: ExactRetriever(
        ItemVectors.of(given[0], Held.INT8, *given[1:]), 2
    ),
    "graph": lambda *given: ApproximateRetriever.of(
        ItemVectors.of(given[0], Held.INT8, *given[1:]), SEARCHED_WHOLE
    ),
    "inverted file": lambda *given: InvertedFile.of(
        ItemVectors.of(given[0], Held.INT8, *given[1:]), ALL_PROBED
    ),
}
N_ITEMS, SIZE = 500, 24


@pytest.fixture(params=RETRIEVERS, scope="module")
def build(request):
    return RETRIEVERS[request.param]


@pytest.fixture(scope="module")
def vectors():
    rng = np.random.default_rng(0)
    made = rng.standard_normal((N_ITEMS, SIZE)).astype(np.float32)
    made[7] = made[300]  # a tie
    return made


@pytest.fixture(scope="module")
def queries(vectors):
    noise = np.random.default_rng(1).standard_normal((6, SIZE)).astype(np.float32)
    return np.vstack([vectors[[7, 40]], noise])


@pytest.fixture(scope="module")
def retriever(build, vectors) -> Retriever:
    return build(vectors)


def naive(vectors, query, n, *, allowed, bias=0.0):
    """Scores of float64 products, rounded once; the best allowed rows, ties by row."""
    scores = (vectors.astype(np.float64) @ query.astype(np.float64) + bias).astype(np.float32)
    order = sorted(allowed, key=lambda row: (-scores[row], row))[:n]
    return order, scores[order]


def test_it_is_the_naive_ranking(retriever, vectors, queries):
    rows, scores = retriever.nearest(queries, 10)
    for place, query in enumerate(queries):
        order, told = naive(vectors, query, 10, allowed=range(N_ITEMS))
        assert rows[place].tolist() == order
        np.testing.assert_array_equal(scores[place], told)
    assert (rows.dtype, scores.dtype) == (np.int64, np.float32)


def test_equal_items_stand_in_row_order(retriever, queries):
    assert retriever.nearest(queries[:1], 2).rows.tolist() == [[7, 300]]


def test_a_bias_is_added(build, vectors, queries):
    bias = np.random.default_rng(2).normal(0.0, 2.0, N_ITEMS).astype(np.float32)
    rows, scores = build(vectors, bias).nearest(queries, 10)
    for place, query in enumerate(queries):
        order, told = naive(vectors, query, 10, allowed=range(N_ITEMS), bias=bias)
        assert rows[place].tolist() == order
        np.testing.assert_array_equal(scores[place], told)


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1, 0.01])
def test_only_candidates_that_were_not_left_out_are_returned(retriever, vectors, *, queries, share):
    rng = np.random.default_rng(3)
    mask = rng.random(N_ITEMS) < share
    heard = [rng.integers(0, N_ITEMS, 60) for _ in queries]
    rows, scores = retriever.nearest(queries, 10, candidates=mask, exclude=heard)
    for place, query in enumerate(queries):
        allowed = set(np.flatnonzero(mask)) - set(heard[place])
        order, told = naive(vectors, query, 10, allowed=allowed)
        assert rows[place, : len(order)].tolist() == order
        np.testing.assert_array_equal(scores[place, : len(order)], told)
        assert (rows[place, len(order) :] == NOTHING).all()
        assert np.isneginf(scores[place, len(order) :]).all()


def test_candidates_are_a_mask_or_their_rows(retriever, queries):
    listed = np.array([3, 490, 17, 3])
    mask = np.isin(np.arange(N_ITEMS), listed)
    by_rows, by_mask = (retriever.nearest(queries, 5, candidates=it) for it in (listed, mask))
    np.testing.assert_array_equal(by_rows.rows, by_mask.rows)
    assert set(by_rows.rows[0]) == {3, 17, 490, NOTHING}


def test_with_everything_left_out_nothing_is_returned(retriever, queries):
    found = retriever.nearest(queries[:2], 3, exclude=[np.arange(N_ITEMS), []])
    assert (found.rows[0] == NOTHING).all()
    assert (found.rows[1] != NOTHING).all()


def test_more_than_there_are_is_all_there_are(retriever, queries):
    rows = retriever.nearest(queries[:1], N_ITEMS + 5).rows[0]
    assert sorted(rows[:N_ITEMS]) == list(range(N_ITEMS))
    assert (rows[N_ITEMS:] == NOTHING).all()


def test_a_query_gets_the_same_in_any_company(retriever, queries):
    together = retriever.nearest(np.tile(queries, (6, 1)), 10)
    for place, query in enumerate(queries):
        alone = retriever.nearest(query[None], 10)
        np.testing.assert_array_equal(alone.rows[0], together.rows[place])
        np.testing.assert_array_equal(alone.scores[0], together.scores[place])


def test_no_query_is_no_answer(retriever):
    assert retriever.nearest(np.empty((0, SIZE)), 4).rows.shape == (0, 4)


def test_a_query_of_zeros_ranks_by_row(retriever):
    assert retriever.nearest(np.zeros((1, SIZE)), 3).scores.tolist() == [[0.0] * 3]


def test_what_is_handed_in_stays_as_it_was(build, vectors, queries):
    mask, heard = np.ones(N_ITEMS, dtype=bool), [np.array([1])] * len(queries)
    before = vectors.copy(), queries.copy()
    build(vectors).nearest(queries, 4, candidates=mask, exclude=heard)
    np.testing.assert_array_equal(vectors, before[0])
    np.testing.assert_array_equal(queries, before[1])
    assert mask.all()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"queries": np.zeros(SIZE)}, "expected (n_queries, 24)"),
        ({"queries": np.full((1, SIZE), np.nan)}, "NaN"),
        ({"n": 0}, "at least 1"),
        ({"candidates": np.ones(3, dtype=bool)}, "expected (500,)"),
        ({"candidates": np.array([500])}, "no row 500"),
        ({"candidates": np.array([-1])}, "no row -1"),
        ({"candidates": np.array([0.5])}, "expected integers"),
        ({"exclude": []}, "one a query, 1"),
    ],
)
def test_what_does_not_fit_is_refused(retriever, arguments, reason):
    given = {"queries": np.zeros((1, SIZE)), "n": 3} | arguments
    asked, n = given.pop("queries"), given.pop("n")
    with pytest.raises(InputError) as refused:
        retriever.nearest(asked, n, **given)
    assert reason in str(refused.value)


def test_it_knows_how_many_items_there_are(retriever):
    assert len(retriever) == N_ITEMS
