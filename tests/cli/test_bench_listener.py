import json

import jsonschema
import pytest
from tests.felt_people import TINY, write_people
from tests.report_schema import REPORT
from tests.situnes_folder import write_situnes

from moodarc.artifacts import load_artifact
from moodarc.evaluation import forecast_check, forecast_training, mood_change_ways
from moodarc.listener import LearnedForecaster, MoodChangeForecast


def valid(text):
    report = json.loads(text)
    jsonschema.validate(report, REPORT)
    return {row["name"]: row["value"] for row in report["rows"]}


def test_bench_mood_change_runs_end_to_end(run, tmp_path, monkeypatch):
    monkeypatch.setattr(mood_change_ways, "_TREES", 10)
    folder = write_situnes(tmp_path / "s", each=10, online=3, splits=2)
    command = ("bench", "mood-change", "--data", folder, "--seeds", 1, "--json", "-")
    told = valid(run(*command).stdout)
    assert 0.0 < told["mood_change.accuracy"] <= 1.0
    assert 0.0 < told["mood_change.stage3.macro_f1"] <= 1.0
    assert told["mood_change.seeds"] == 1


def test_bench_physiology_runs_end_to_end(run, tmp_path):
    folder = write_situnes(tmp_path / "s", listeners=6, each=8)
    told = valid(run("bench", "physiology", "--data", folder, "--json", "-").stdout)
    assert told["physiology.arousal.own_mean.mae"] > 0.0


@pytest.mark.parametrize("bench", ["mood-change", "physiology"])
def test_a_folder_without_situnes_is_one_clear_line(run, tmp_path, bench):
    said = run("bench", bench, "--data", tmp_path, code=2).stderr
    assert "interactions.csv is missing" in said
    assert len(said.splitlines()) == 1


def test_wesads_table_must_be_one(run, tmp_path):
    folder = write_situnes(tmp_path / "s", listeners=6, each=5)
    absent = tmp_path / "absent.parquet"
    said = run("bench", "physiology", "--data", folder, "--wesad", absent, code=2).stderr
    assert "absent.parquet is not there" in said


def test_train_mood_change_writes_a_model_that_can_be_used(run, tmp_path):
    folder, out = write_situnes(tmp_path / "s", listeners=6, each=12), tmp_path / "model"
    shown = run("train", "mood-change", "--data", folder, "--out", out).stdout
    assert "mood_change.unseen.accuracy" in shown
    card = (out / "card.md").read_text()
    assert "72 listenings" in card
    assert "mood_change.unseen.log_loss" in card
    model = MoodChangeForecast.from_artifact(load_artifact(out))
    assert model.version == "mood-change-1"
    assert 0.0 < model.people.slope < 1.0


def test_train_mood_change_does_not_write_over_something_else(run, tmp_path):
    folder = write_situnes(tmp_path / "s", listeners=6, each=5)
    said = run("train", "mood-change", "--data", folder, "--out", folder, code=2).stderr
    assert "no model folder" in said
    assert (folder / "Stage2").is_dir()


@pytest.fixture
def tiny_networks(monkeypatch):
    config = forecast_check.ForecastConfig
    monkeypatch.setattr(
        forecast_check,
        "ForecastConfig",
        lambda **given: config(**given | {"n_folds": 2, "attention": TINY}),
    )


@pytest.mark.parametrize("refit", [(), ("--refit",)])
@pytest.mark.usefixtures("tiny_networks")
def test_bench_forecast_runs_end_to_end(run, tmp_path, refit):
    table = write_people(tmp_path / "felt.parquet")
    told = valid(run("bench", "forecast", "--data", table, *refit, "--json", "-").stdout)
    for protocol in ("forward", "unseen"):
        for model in forecast_check.MODELS:
            assert told[f"forecast.{protocol}.{model}.valence_mae"] > 0.0


def test_bench_forecast_says_when_these_people_were_learned_from(run, tmp_path, monkeypatch):
    table = write_people(tmp_path / "felt.parquet")
    for seen in (True, False):
        monkeypatch.setattr(forecast_check, "is_training_data", lambda _, seen=seen: seen)
        said = run("bench", "forecast", "--data", table).stderr
        assert ("use --refit" in " ".join(said.split())) is seen


@pytest.mark.usefixtures("tiny_networks")
def test_train_listener_writes_a_forecaster_that_can_be_used(run, tmp_path):
    table, out = write_people(tmp_path / "felt.parquet"), tmp_path / "model"
    shown = run("train", "listener", "--data", table, "--out", out, "--seed", 3).stdout
    assert "forecast.unseen.best.valence_mae" in shown
    artifact = load_artifact(out)
    assert artifact.manifest.seed == 3
    assert LearnedForecaster.of_artifact(artifact).version == forecast_training.MODEL_VERSION


@pytest.mark.parametrize("command", [("bench", "forecast"), ("train", "listener", "--out", "m")])
def test_felt_moments_that_are_none_are_one_clear_line(run, tmp_path, command):
    said = run(*command, "--data", tmp_path / "absent.parquet", code=2).stderr
    assert "absent.parquet" in said
    assert len(said.splitlines()) == 1
