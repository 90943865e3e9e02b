import json

import jsonschema
import pytest
from tests.report_schema import REPORT
from tests.situnes_folder import write_situnes

from moodarc.evaluation import mood_change_ways


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
