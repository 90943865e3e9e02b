from dataclasses import replace

import numpy as np
import pytest

from moodarc.catalog import Histories
from moodarc.recommend.lightgcn import GraphItems, LightGCN
from moodarc.recommend.training_config import TrainingConfig
from taste_groups import make_known

torch = pytest.importorskip("torch")

from moodarc.recommend.lightgcn.training import GraphTask  # noqa: E402


def untrained(known, **settings):
    recipe = LightGCN(embedding_size=6, negatives=15, **settings)
    return GraphTask(recipe, known, lambda arrays: GraphItems(arrays, {}))


def naive_layers(matrix, listeners, items, *, layers):
    """He et al.'s formula, node by node."""
    found = [(listeners, items)]
    for _ in range(layers):
        u, i = found[-1]
        new_u, new_i = np.zeros_like(u), np.zeros_like(i)
        for row, column in zip(*np.nonzero(matrix), strict=True):
            weight = 1.0 / np.sqrt(matrix[row].sum() * matrix[:, column].sum())
            new_u[row] += weight * i[column]
            new_i[column] += weight * u[row]
        found.append((new_u, new_i))
    return np.mean([u for u, _ in found], axis=0), np.mean([i for _, i in found], axis=0)


@pytest.mark.parametrize("own", [False, True])
def test_vectors_are_the_mean_of_layers_and_listeners_fold_in_to_their_own(own):
    known = make_known(n_listeners=12)
    task = untrained(known, layers=3, own_vectors=own)
    matrix = (known.plays.matrix().toarray() > 0).astype(float)
    module = task.module
    of_listeners = module.own.detach().numpy() if own else np.zeros((12, 6))
    users, items = naive_layers(matrix, of_listeners, module.item.detach().numpy(), layers=3)
    model = GraphItems(task.arrays(), {})
    np.testing.assert_allclose(model.vectors, items, atol=1e-5)
    lists = [np.flatnonzero(row).tolist() for row in matrix]
    folded = model.listeners(Histories.of(lists, listener=range(12)))
    np.testing.assert_allclose(folded, users, atol=1e-5)


def test_the_edges_of_a_batch_are_not_in_the_graph_that_tells_them():
    known = make_known()
    told = []
    for edges, batch, _, _ in untrained(known).batches(np.random.default_rng(0), 150):
        there = set(map(tuple, edges.T.tolist()))
        here = set(map(tuple, batch.T.tolist()))
        assert not there & here
        told += sorted(here)
    assert len(told) == len(set(told)) == known.plays.matrix().nnz


@pytest.mark.parametrize("loss", ["bpr", "softmax"])
def test_what_was_heard_is_no_negative(loss):
    known = make_known()
    matrix = known.plays.matrix().toarray() > 0
    for _, told, others, heard in untrained(known, loss=loss).batches(np.random.default_rng(0), 90):
        who, what = told[0].numpy(), others.numpy()
        expected = matrix[who, what] if loss == "bpr" else matrix[who][:, what]
        np.testing.assert_array_equal(heard.numpy(), expected)


def test_an_item_that_nobody_heard_has_a_finite_vector():
    known = make_known()
    known = replace(known, plays=known.plays.take(known.plays.item != 7))
    assert all(np.isfinite(part).all() for part in untrained(known).arrays().values())


def test_the_papers_form_learns_the_groups_too():
    training = TrainingConfig(epochs=12, batch_size=128, learning_rate=0.05)
    recipe = LightGCN(
        embedding_size=8, own_vectors=True, left_out=False, loss="bpr", training=training
    )
    scores = recipe.fit(make_known()).score(Histories.of([[0, 1, 2], [20, 21, 22]]))
    groups = scores.reshape(2, 4, 10).mean(axis=2).argmax(axis=1)
    assert groups.tolist() == [0, 2]
