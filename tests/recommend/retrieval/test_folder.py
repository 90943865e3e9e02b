import json
import subprocess
import sys

import numpy as np
import pytest

from moodarc.errors import ArtifactError, InputError
from moodarc.recommend.retrieval import (
    ApproximateRetriever,
    ExactRetriever,
    GraphConfig,
    Held,
    ItemVectors,
    open_item_vectors,
    save_item_vectors,
    write_approximate,
    write_inverted,
    write_item_vectors,
)

READER = """
import json, sys
import numpy as np
from pathlib import Path
from moodarc.recommend.retrieval import (
    ApproximateRetriever, ExactRetriever, InvertedFile, open_item_vectors
)
folder, kind = Path(sys.argv[1]), sys.argv[2]
opened = {"graph": ApproximateRetriever.open, "inverted": InvertedFile.open}
opened["exact"] = lambda folder: ExactRetriever(open_item_vectors(folder))
retriever = opened[kind](folder)
query = np.load(folder.parent / "query.npy")
print(json.dumps(retriever.nearest(query, 5).rows.tolist()), flush=True)
input()
sizes, ours = {}, False
for line in open("/proc/self/smaps"):
    name, _, rest = line.partition(":")
    if "-" in name.split(" ")[0]:  # a mapping begins
        ours = str(folder) in line
    elif ours and rest.endswith("kB\\n"):
        sizes[name] = sizes.get(name, 0) + int(rest.split()[0])
print(json.dumps(sizes))
"""


@pytest.fixture(scope="module")
def vectors():
    return np.random.default_rng(0).standard_normal((3000, 32)).astype(np.float32)


def rows(items, query):
    return ExactRetriever(items).nearest(query[None], 20)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("held", Held)
def test_what_is_mapped_finds_the_same_as_what_was_saved(tmp_path, vectors, *, held, dtype):
    bias = np.linspace(-1, 1, len(vectors), dtype=np.float32)
    items = ItemVectors.of(vectors.astype(dtype), held, bias)
    save_item_vectors(tmp_path / "items", items)
    mapped = open_item_vectors(tmp_path / "items", verify=True)
    assert mapped.codes.held == held
    assert not mapped.originals.flags.writeable
    before, after = rows(items, vectors[5]), rows(mapped, vectors[5])
    np.testing.assert_array_equal(before.rows, after.rows)
    np.testing.assert_array_equal(before.scores, after.scores)


def test_blocks_make_the_same_folder_as_the_whole(tmp_path, vectors):
    write_item_vectors(tmp_path / "blocks", np.array_split(vectors, 7), vectors.shape)
    save_item_vectors(tmp_path / "whole", ItemVectors.of(vectors))
    told = [json.loads((tmp_path / it / "manifest.json").read_text()) for it in ("blocks", "whole")]
    assert told[0] == told[1]
    assert told[0]["held"] == "int8"


def test_a_graph_is_saved_and_mapped_with_its_vectors(tmp_path, vectors):
    config = GraphConfig(connectivity=8, expansion_add=32, expansion_search=64)
    write_approximate(tmp_path / "graph", [vectors], vectors.shape, config=config)
    mapped = ApproximateRetriever.open(tmp_path / "graph", verify=True)
    built = ApproximateRetriever.of(ItemVectors.of(vectors), config)
    queries = vectors[:20]
    np.testing.assert_array_equal(mapped.nearest(queries, 5).rows, built.nearest(queries, 5).rows)
    wider = ApproximateRetriever.open(tmp_path / "graph", expansion_search=999)
    assert wider.graph.index.expansion_search == 999


@pytest.mark.parametrize("kind", ["exact", "graph", "inverted"])
def test_two_processes_share_the_pages_of_one_folder(tmp_path, vectors, kind):
    folder = tmp_path / "items"
    write = write_inverted if kind == "inverted" else write_approximate
    write(folder, [vectors], vectors.shape)
    np.save(tmp_path / "query.npy", vectors[:2])
    command = [sys.executable, "-c", READER, str(folder), kind]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    readers = [subprocess.Popen(command, **pipes) for _ in range(2)]
    found = [json.loads(reader.stdout.readline()) for reader in readers]
    told = [json.loads(reader.communicate("\n", timeout=60)[0]) for reader in readers[:1]]
    readers[1].communicate("\n", timeout=60)
    assert found[0] == found[1]
    assert found[0][0][0] == 0
    (kb,) = told
    shared = kb["Shared_Clean"] + kb["Shared_Dirty"]
    assert shared > 0.5 * kb["Rss"] > 0  # the kernel maps a few neighbouring pages unasked
    assert kb["Private_Dirty"] == 0


def test_a_failure_leaves_the_older_folder_as_it_was(tmp_path, vectors):
    folder = tmp_path / "items"
    write_item_vectors(folder, [vectors], vectors.shape)
    with pytest.raises(InputError, match="expected 3000, and at least 1"):
        write_item_vectors(folder, [vectors[:10]], vectors.shape)
    assert len(open_item_vectors(folder, verify=True)) == 3000
    assert [path.name for path in tmp_path.iterdir()] == ["items"]


def test_a_newer_folder_replaces_the_older(tmp_path, vectors):
    for n in (100, 50):
        write_item_vectors(tmp_path / "items", [vectors[:n]], (n, 32))
    assert len(open_item_vectors(tmp_path / "items")) == 50


def test_what_is_no_folder_of_vectors_is_not_replaced(tmp_path, vectors):
    (tmp_path / "photos").mkdir()
    with pytest.raises(ArtifactError, match="choose another place"):
        write_item_vectors(tmp_path / "photos", [vectors], vectors.shape)


def test_damage_is_told(tmp_path, vectors):
    folder = tmp_path / "items"
    write_item_vectors(folder, [vectors], vectors.shape)
    with pytest.raises(ArtifactError, match="no graph"):
        ApproximateRetriever.open(folder)
    codes = bytearray((folder / "codes.npy").read_bytes())
    codes[-1] ^= 1
    (folder / "codes.npy").write_bytes(codes)
    open_item_vectors(folder)
    with pytest.raises(ArtifactError, match="hash"):
        open_item_vectors(folder, verify=True)
    np.save(folder / "codes.npy", np.zeros((2, 32), np.int8))
    with pytest.raises(ArtifactError, match="does not tell of"):
        open_item_vectors(folder)
    (folder / "codes.npy").write_text("nothing")
    with pytest.raises(ArtifactError, match="mapped"):
        open_item_vectors(folder)
    (folder / "codes.npy").unlink()
    with pytest.raises(ArtifactError, match="absent"):
        open_item_vectors(folder)
    told = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(told | {"format": 2}))
    with pytest.raises(ArtifactError, match="update moodarc"):
        open_item_vectors(folder)
    (folder / "manifest.json").write_text("{}")
    with pytest.raises(ArtifactError, match="manifest"):
        open_item_vectors(folder)


def test_a_damaged_graph_is_told(tmp_path, vectors):
    write_approximate(tmp_path / "graph", [vectors[:50]], (50, 32))
    (tmp_path / "graph" / "graph.usearch").write_bytes(b"no graph")
    with pytest.raises(ArtifactError, match="no graph"):
        ApproximateRetriever.open(tmp_path / "graph")


def test_blocks_of_another_size_are_refused(tmp_path, vectors):
    with pytest.raises(InputError, match="does not fit"):
        write_item_vectors(tmp_path / "items", [vectors], (3000, 16))
