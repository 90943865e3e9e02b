import json

import jsonschema
import pytest
from tests.drawn_faces import write_fer_tiles
from tests.report_schema import REPORT
from typer.testing import CliRunner

from moodarc.artifacts import load_artifact
from moodarc.cli.app import app


@pytest.fixture(scope="module")
def fer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fer")
    write_fer_tiles(folder, "train", 150)
    write_fer_tiles(folder, "validation", 14)
    return folder


@pytest.fixture(scope="module")
def trained(fer, tmp_path_factory):
    """One epoch of the network that ships, on drawn faces."""
    out, work = tmp_path_factory.mktemp("model") / "mine", tmp_path_factory.mktemp("work")
    words = ["train", "face", "--data", fer, "--arch", "light", "--epochs", 1, "--seed", 3]
    words += ["--threads", 1, "--work", work, "--out", out, "--json"]
    result = CliRunner().invoke(app, list(map(str, words)))
    assert result.exit_code == 0, result.output
    return out, json.loads(result.stdout)


def test_train_face_goes_from_tiles_to_a_model_folder(trained):
    out, told = trained
    artifact = load_artifact(out)
    assert artifact.manifest.seed == 3
    assert artifact.config["n_weights"] <= 1_500_000
    assert f"| face.accuracy | {told['face.accuracy']:.3f} |" in artifact.card


def test_bench_face_reports_in_the_form_of_all_benches(run, fer, trained):
    words = ("bench", "face", "--data", fer, "--split", "validation", "--model", trained[0])
    report = json.loads(run(*words, "--json", "-").stdout)
    jsonschema.validate(report, REPORT)
    value = {row["name"]: row["value"] for row in report["rows"]}
    assert value["face.accuracy"] == pytest.approx(trained[1]["face.accuracy"])
    said = run("bench", "face", "--data", fer, "--split", "train", "--model", trained[0])
    assert "learned from these very faces" in said.stderr
    assert "face.macro_f1" in said.stdout


def test_a_network_or_a_folder_that_is_not_there_is_one_clear_line(run, fer, tmp_path):
    out = tmp_path / "model"
    said = run("train", "face", "--data", fer, "--arch", "resnet", "--out", out, code=2).stderr
    assert "no network is called 'resnet'; expected light or vgg16se" in said
    said = run("train", "face", "--data", tmp_path / "absent", "--out", out, code=2).stderr
    assert "is no folder" in said
    assert not out.exists()
