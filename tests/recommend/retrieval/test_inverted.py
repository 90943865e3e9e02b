import dataclasses
import itertools
import json

import numpy as np
import pytest

from moodarc.errors import ArtifactError, InputError
from moodarc.evaluation.made_vectors import MadeVectors
from moodarc.recommend.retrieval import (
    ExactRetriever,
    Held,
    InvertedFile,
    InvertedFileConfig,
    ItemVectors,
    write_inverted,
    write_item_vectors,
)
from moodarc.recommend.retrieval.inverted_lists import InvertedLists

N, SIZE = 6000, 32
CONFIG = InvertedFileConfig(n_clusters=64, probes=16)


@pytest.fixture(scope="module")
def made():
    return MadeVectors(n_items=N, size=SIZE)


@pytest.fixture(scope="module")
def vectors(made):
    return np.vstack(list(made.blocks())).astype(np.float16)


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "bias"])
def items(request, vectors):
    bias = np.random.default_rng(4).normal(0.0, 0.1, N) if request.param else None
    return ItemVectors.of(vectors, bias=bias)


@pytest.fixture(scope="module")
def inverted(items):
    return InvertedFile.of(items, CONFIG)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, vectors):
    folder = tmp_path_factory.mktemp("inverted") / "songs"
    blocks = (vectors[start : start + 1000] for start in range(0, N, 1000))
    write_inverted(folder, blocks, (N, SIZE), config=CONFIG)
    return folder


def recall(found, truth):
    return np.mean([len(set(a) & set(b)) / len(b) for a, b in zip(found, truth, strict=True)])


def test_on_made_vectors_nearly_all_of_the_best_are_found(items, inverted, made):
    queries = made.queries(100)
    found, truth = (it.nearest(queries, 10).rows for it in (inverted, ExactRetriever(items)))
    assert recall(found, truth) > 0.95


def test_more_probes_find_more_and_all_find_all(items, inverted, made):
    queries = made.queries(60)
    truth = ExactRetriever(items).nearest(queries, 10).rows
    recalls = [
        recall(InvertedFile(items, inverted.lists, probes).nearest(queries, 10).rows, truth)
        for probes in (1, 4, 16, 64)
    ]
    assert recalls == sorted(recalls)
    assert recalls[0] < 0.9
    assert recalls[-1] == 1.0


@pytest.mark.parametrize("share", [0.7, 0.2, 0.01])
def test_filters_cost_no_recall(items, inverted, *, made, share):
    queries = made.queries(30)
    mask = np.random.default_rng(5).random(N) < share
    exact = ExactRetriever(items).nearest(queries, 10, candidates=mask)
    found = inverted.nearest(queries, 10, candidates=mask)
    assert mask[found.rows].all()
    assert recall(found.rows, exact.rows) > 0.95


def test_scores_are_those_of_the_exact_retriever(items, inverted, made):
    query = made.queries(1)
    found, exact = inverted.nearest(query, 10), ExactRetriever(items).nearest(query, N)
    told = dict(zip(exact.rows[0], exact.scores[0], strict=True))
    assert [told[row] for row in found.rows[0]] == found.scores[0].tolist()


def test_where_the_clusters_hold_no_candidate_the_exact_retriever_answers(items, inverted):
    query = items.originals[:1].astype(np.float32)
    worst = ExactRetriever(items).nearest(query, N).rows[0, N // 2 :]
    one = InvertedFile(items, inverted.lists, 1)
    found = one.nearest(query, 10, candidates=worst)
    exact = ExactRetriever(items).nearest(query, 10, candidates=worst)
    np.testing.assert_array_equal(found.rows, exact.rows)


def test_so_does_it_where_very_much_was_heard(items, inverted):
    query = items.originals[:1].astype(np.float32)
    heard = ExactRetriever(items).nearest(query, 5500).rows
    one = InvertedFile(items, inverted.lists, 1)
    found = one.nearest(query, 10, exclude=heard)
    exact = ExactRetriever(items).nearest(query, 10, exclude=heard)
    np.testing.assert_array_equal(found.rows, exact.rows)


def test_each_item_lies_in_one_list_with_its_own_code(items, inverted):
    lists = inverted.lists
    assert sorted(lists.rows) == list(range(N))
    assert (lists.starts[0], lists.starts[-1]) == (0, N)
    near = lists.codes * lists.scales[:, None]
    assert np.abs(near - items.originals[lists.rows]).max() <= lists.scales.max()
    for begin, end, centre in zip(lists.starts, lists.starts[1:], lists.centres, strict=False):
        own = items.originals[lists.rows[begin:end]].astype(np.float64)
        np.testing.assert_allclose(centre, own.mean(axis=0) if len(own) else 0.0, atol=1e-6)


def test_runs_hold_the_clusters_of_the_largest_mean_products(inverted, made):
    (query,), lists = made.queries(1), inverted.lists
    told = lists.centres @ query + lists.offsets
    best = np.argsort(-told)[:5]
    wanted = {row for it in best for row in lists.rows[lists.starts[it] : lists.starts[it + 1]]}
    runs = lists.runs(query, 5)
    total = sum(end - begin for begin, end in runs)
    assert set(lists.rows_at(runs, np.arange(total))) == wanted
    assert len(runs) <= 5
    assert all(first[1] < second[0] for first, second in itertools.pairwise(runs))


def test_more_clusters_than_items_are_as_many_as_items():
    songs = ItemVectors.of(np.eye(4, dtype=np.float32))
    found = InvertedFile.of(songs).nearest(np.eye(4), 1)
    assert found.rows[:, 0].tolist() == [0, 1, 2, 3]


def test_items_that_are_all_equal_stand_in_row_order():
    songs = ItemVectors.of(np.ones((300, 4), np.float32))
    inverted = InvertedFile.of(songs, InvertedFileConfig(n_clusters=8, probes=2))
    assert inverted.nearest(np.ones((1, 4)), 3).rows.tolist() == [[0, 1, 2]]


def test_the_same_seed_builds_the_same_lists_with_any_number_of_threads(items, inverted):
    again = InvertedLists.build(items, dataclasses.replace(CONFIG, threads=2), None)
    for field in dataclasses.fields(InvertedLists):
        first, second = (getattr(it, field.name) for it in (inverted.lists, again))
        np.testing.assert_array_equal(first, second)
    other = InvertedLists.build(items, dataclasses.replace(CONFIG, seed=1), None)
    assert not np.array_equal(inverted.lists.rows, other.rows)


def test_a_folder_finds_what_memory_finds(folder, vectors, made):
    queries = made.queries(20)
    held = InvertedFile.of(ItemVectors.of(vectors, Held.FLOAT16), CONFIG)
    opened = InvertedFile.open(folder, verify=True)
    np.testing.assert_array_equal(opened.nearest(queries, 10).rows, held.nearest(queries, 10).rows)
    assert InvertedFile.open(folder, probes=3).probes == 3
    assert not opened.lists.codes.flags.writeable


def test_vectors_without_lists_are_no_inverted_file(tmp_path, vectors):
    write_item_vectors(tmp_path / "plain", [vectors], vectors.shape)
    with pytest.raises(ArtifactError, match="write_inverted"):
        InvertedFile.open(tmp_path / "plain")


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("list_rows.npy", lambda path: path.unlink()),
        ("list_rows.npy", lambda path: np.save(path, np.zeros(3, np.int32))),
        ("list_codes.npy", lambda path: np.save(path, np.zeros((9, SIZE), np.int8))),
        ("list_scales.npy", lambda path: path.write_bytes(b"no array")),
    ],
)
def test_lists_that_do_not_fit_are_refused(tmp_path, vectors, *, name, spoil):
    folder = tmp_path / "songs"
    write_inverted(folder, [vectors[:300]], (300, SIZE), config=InvertedFileConfig(n_clusters=4))
    spoil(folder / name)
    with pytest.raises(ArtifactError, match="build"):
        InvertedFile.open(folder)


def test_the_manifest_tells_how_it_was_built(folder):
    told = json.loads((folder / "manifest.json").read_text())
    assert InvertedFileConfig(**told["inverted"]) == CONFIG


@pytest.mark.parametrize("wrong", [{"n_clusters": 0}, {"probes": 0}, {"seed": -1}])
def test_a_config_out_of_range_is_refused(wrong):
    with pytest.raises(InputError, match="expected"):
        InvertedFileConfig(**wrong)
