import json

import jsonschema
import pytest
from tests.rated_excerpts import rated_rows, write_excerpts
from tests.report_schema import REPORT
from tests.service_songs import mood_rows, service_rows, write_parquet

from moodarc.evaluation import propagation_check


def valid(text):
    report = json.loads(text)
    jsonschema.validate(report, REPORT)
    return {row["name"]: row["value"] for row in report["rows"]}


def test_bench_quadrants_runs_end_to_end(run, tmp_path):
    table = write_excerpts(tmp_path / "ratings.csv", rated_rows())
    told = valid(run("bench", "quadrants", "--data", table, "--json", "-").stdout)
    assert 0.0 < told["quadrants.mean.nrmse"] < 0.2


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_bench_quadrants_without_a_table_is_one_clear_line(run, tmp_path, name):
    said = run("bench", "quadrants", "--data", tmp_path / name, code=2).stderr
    assert "cannot be read as CSV" in said
    assert len(said.splitlines()) == 1


def test_bench_propagation_runs_end_to_end(run, tmp_path, monkeypatch):
    monkeypatch.setattr(propagation_check, "_DRAWS", 2)
    songs = mood_rows()
    mood = write_parquet(tmp_path / "mood.parquet", songs)
    service = write_parquet(tmp_path / "service.parquet", service_rows(songs))
    told = valid(
        run("bench", "propagation", "--data", mood, "--table", service, "--json", "-").stdout
    )
    assert told["propagation.songs"] == 160
    assert told["propagation.all.ours.valence.spearman"] > 0.5


def test_bench_propagation_without_tables_is_one_clear_line(run, tmp_path):
    absent = tmp_path / "absent.parquet"
    said = run("bench", "propagation", "--data", absent, "--table", absent, code=2).stderr
    assert "absent.parquet is not there" in said
    assert len(said.splitlines()) == 1
