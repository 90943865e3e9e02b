import json
from dataclasses import replace
from functools import partial

import jsonschema
import pytest
from tests.felt_people import TINY, write_people
from tests.report_schema import REPORT
from tests.situnes_folder import write_situnes

from moodarc.artifacts import load_artifact
from moodarc.evaluation import forecast_check, forecast_training, mood_change_ways
from moodarc.evaluation.forecast_check import ForecastConfig
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
    assert "absent.parquet cannot be used" in said


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
def quick(monkeypatch):
    """Trainings of seconds."""
    tiny = replace(TINY, epochs=1)
    quickly = partial(ForecastConfig, n_folds=2, attention=tiny)
    for module in (forecast_check, forecast_training):
        monkeypatch.setattr(module, "ForecastConfig", quickly)


def test_bench_forecast_scores_what_ships(run, tmp_path):
    table = write_people(tmp_path / "felt.parquet")
    result = run("bench", "forecast", "--data", table, "--json", "-")
    assert 0.0 < valid(result.stdout)["forecast.unseen.best.valence_mae"] < 1.0
    assert "training data" not in result.stderr


@pytest.mark.usefixtures("quick")
def test_bench_forecast_refits(run, tmp_path):
    table = write_people(tmp_path / "felt.parquet")
    told = valid(run("bench", "forecast", "--data", table, "--refit", "--json", "-").stdout)
    shipped = valid(run("bench", "forecast", "--data", table, "--json", "-").stdout)
    assert told.keys() == shipped.keys()
    assert told["forecast.unseen.best.valence_mae"] != shipped["forecast.unseen.best.valence_mae"]


@pytest.mark.usefixtures("quick")
def test_train_listener_writes_a_model_and_bench_says_whose_table_it_was(
    run, tmp_path, monkeypatch
):
    table, out = write_people(tmp_path / "felt.parquet"), tmp_path / "model"
    shown = run("train", "listener", "--data", table, "--out", out).stdout
    assert "forecast.forward.best.valence_mae" in shown
    own = LearnedForecaster.of_artifact(load_artifact(out))
    monkeypatch.setattr(LearnedForecaster, "shipped", lambda: own)
    said = run("bench", "forecast", "--data", table).stderr
    assert "training data; use --refit" in said
    assert "training data" not in run("bench", "forecast", "--data", table, "--refit").stderr


@pytest.mark.parametrize("command", [("bench", "forecast"), ("train", "listener")])
def test_a_table_of_felt_moments_must_be_one(run, tmp_path, command):
    (tmp_path / "felt.parquet").write_bytes(b"nothing")
    more = ("--out", tmp_path / "m") if command[0] == "train" else ()
    said = run(*command, "--data", tmp_path / "felt.parquet", *more, code=2).stderr
    assert "felt.parquet" in said
    assert len(said.splitlines()) == 1
