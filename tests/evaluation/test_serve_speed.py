import numpy as np
import pytest

from moodarc.artifacts import Artifact, save_artifact
from moodarc.errors import ArtifactError
from moodarc.evaluation.graph_speed import GraphBench, graph_rows
from moodarc.evaluation.history_encoder import HISTORY, sasrec_sized, trained_encoder
from moodarc.evaluation.inverted_speed import InvertedBench, inverted_rows
from moodarc.evaluation.serve_speed import ServeConfig, bench_serve
from moodarc.recommend import GraphConfig, InvertedFileConfig

SMALL = ServeConfig(n_items=3000, requests=4, threads=1)


def test_it_tells_each_stage_and_the_papers_head():
    report = bench_serve(SMALL)
    for name in ("p50", "p99", "encode_p50", "retrieve_p50", "rerank_p50", "literal_p50"):
        assert report[f"serve.{name}_ms"] > 0
    assert report["serve.p50_ms"] <= report["serve.p99_ms"]
    assert report["serve.ratio"] == pytest.approx(
        report["serve.literal_p50_ms"] / report["serve.p50_ms"]
    )
    assert report["serve.tracks"] == 3000


def test_an_encoder_of_that_size_tells_histories_apart():
    vectors = np.random.default_rng(0).standard_normal((90, 128)).astype(np.float32)
    encoder = sasrec_sized(vectors, threads=1)
    first, second = np.arange(HISTORY), np.arange(HISTORY)[::-1].copy()
    assert encoder.encode(first).shape == (1, 128)
    assert not np.allclose(encoder.encode(first), encoder.encode(second))
    np.testing.assert_array_equal(encoder.encode(first), encoder.encode(first))


def save_sequence_model(folder, inputs):
    """items (and emotion) -> the mean of their vectors, in the form of a sequence model."""
    onnx = pytest.importorskip("onnx")
    helper, types = onnx.helper, onnx.TensorProto
    table = np.random.default_rng(0).standard_normal((60, 16)).astype(np.float32)
    nodes = [
        helper.make_node("Gather", ["table", "items"], ["heard"]),
        helper.make_node("ReduceMean", ["heard"], ["states"], axes=[1], keepdims=0),
    ]
    given = [helper.make_tensor_value_info("items", types.INT64, ["n", "length"])]
    if "emotion" in inputs:
        given.append(helper.make_tensor_value_info("emotion", types.FLOAT, ["n", "length", 3]))
    graph = helper.make_graph(
        nodes,
        "mean",
        given,
        [helper.make_tensor_value_info("states", types.FLOAT, ["n", 16])],
        [onnx.numpy_helper.from_array(table, "table")],
    )
    opset = [helper.make_opsetid("", 17)]
    network = helper.make_model(graph, opset_imports=opset, ir_version=8).SerializeToString()
    artifact = Artifact(
        arrays={"item_vectors": table},
        config={"settings": {"n": 20}},
        card="",
        payloads={"model.onnx": network},
    )
    save_artifact(folder, artifact, command="none")
    return table


@pytest.mark.parametrize("inputs", [["items"], ["items", "emotion"]])
def test_a_trained_model_is_asked_as_it_was_exported(tmp_path, inputs):
    table = save_sequence_model(tmp_path / "model", inputs)
    encoder = trained_encoder(tmp_path / "model", threads=1)
    rows = np.arange(HISTORY)
    np.testing.assert_allclose(encoder.encode(rows)[0], table[rows[-20:]].mean(0), rtol=1e-4)
    assert bench_serve(SMALL, tmp_path / "model")["serve.p50_ms"] > 0


def test_another_folder_is_no_sequence_model(tmp_path):
    save_artifact(tmp_path / "other", Artifact(arrays={}, config={}, card=""), command="none")
    with pytest.raises(ArtifactError, match="sequence model"):
        trained_encoder(tmp_path / "other", threads=1)


def test_a_graph_is_built_searched_and_removed(tmp_path):
    bench = GraphBench(n_items=3000, size=16, graph=GraphConfig(connectivity=8, expansion_add=64))
    told = {row.name: row.value for row in graph_rows(bench, tmp_path)}
    assert told["serve.hnsw.recall10"] >= 0.98
    assert (
        told["serve.hnsw.recall10"]
        == told[f"serve.hnsw.expansion{told['serve.hnsw.expansion']:.0f}.recall10"]
    )
    assert 16 < told["serve.hnsw.graph_bytes_a_track"] < told["serve.hnsw.bytes_a_track"]
    assert told["serve.hnsw.build_s"] > 0
    assert list(tmp_path.iterdir()) == []


def test_an_inverted_file_is_built_searched_with_several_probes_and_removed(tmp_path):
    config = InvertedFileConfig(n_clusters=32)
    bench = InvertedBench(n_items=3000, size=16, config=config, probes=(1, 8, 32))
    told = {row.name: row.value for row in inverted_rows(bench, tmp_path)}
    recalls = [told[f"serve.inverted.{probes}.recall10"] for probes in (1, 8, 32)]
    assert recalls == sorted(recalls)
    assert recalls[-1] == 1.0
    chosen = f"serve.inverted.{told['serve.inverted.probes']:.0f}"
    assert told["serve.inverted.recall10"] == told[f"{chosen}.recall10"] >= 0.98
    assert 16 + 8 < told["serve.inverted.lists_bytes_a_track"] < 40
    assert told["serve.inverted.bytes_a_track"] > told["serve.inverted.lists_bytes_a_track"] + 32
    assert told["serve.inverted.build_s"] > 0
    assert list(tmp_path.iterdir()) == []
