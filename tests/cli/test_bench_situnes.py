import json

import jsonschema
import pytest
from tests.report_schema import REPORT
from tests.situnes_folder import write_situnes

from moodarc.artifacts import load_artifact
from moodarc.evaluation import situnes_scores, situnes_ways
from moodarc.listener import FeltResponse


@pytest.fixture
def quick(monkeypatch):
    for name in ("_TREES", "_FLOOR_TREES", "_ROUNDS"):
        monkeypatch.setattr(situnes_ways, name, 5)
    monkeypatch.setattr(situnes_scores, "_RESAMPLES", 5)


def valid(text):
    report = json.loads(text)
    jsonschema.validate(report, REPORT)
    return {row["name"]: row["value"] for row in report["rows"]}


@pytest.mark.usefixtures("quick")
def test_bench_situnes_scores_a_folder_with_a_third_stage(run, tmp_path):
    folder = write_situnes(tmp_path / "s", listeners=5, each=8, online=4, settings=(2, 3))
    table = tmp_path / "table.md"
    command = ("bench", "situnes", "--data", folder, "--seeds", 1, "--table", table)
    told = valid(run(*command, "--json", "-").stdout)
    assert 0.0 <= told["situnes.setting3.situation_emotion.auc"] <= 1.0
    assert told["situnes.setting3.records"] == 20
    assert "published best" in table.read_text()


@pytest.mark.parametrize("bench", ["situnes", "felt-response"])
def test_a_folder_without_situnes_is_one_clear_line(run, tmp_path, bench):
    said = run("bench", bench, "--data", tmp_path, code=2).stderr
    assert "is missing" in said
    assert len(said.splitlines()) == 1


def test_bench_felt_response_runs_and_draws(run, tmp_path):
    folder = write_situnes(tmp_path / "s", listeners=5, each=6)
    drawing = tmp_path / "genres.svg"
    command = ("bench", "felt-response", "--data", folder, "--plot", drawing, "--json", "-")
    assert valid(run(*command).stdout)["felt_response.valence.online.mae"] > 0.0
    assert drawing.read_text().startswith("<svg")


def test_train_felt_response_writes_a_model_that_can_be_used(run, tmp_path):
    folder, out = write_situnes(tmp_path / "s", listeners=5, each=6), tmp_path / "model"
    shown = run("train", "felt-response", "--data", folder, "--out", out).stdout
    assert "felt_response.valence.online.mae" in shown
    assert "30 listenings" in (out / "card.md").read_text()
    model = FeltResponse.from_artifact(load_artifact(out))
    assert model.predict([0.1, 0.0], [0.2, 0.2]).mean.shape == (2,)
    said = run("train", "felt-response", "--data", folder, "--out", folder, code=2).stderr
    assert "no model folder" in said
