import json

import jsonschema
from tests.report_schema import REPORT
from tests.situnes_folder import write_situnes

from moodarc.evaluation import hybrid_figures


def test_bench_hybrid_runs_end_to_end(run, tmp_path, monkeypatch):
    monkeypatch.setattr(hybrid_figures, "_RESAMPLES", 20)
    folder = write_situnes(tmp_path / "s", listeners=10, each=7)
    table, plot = tmp_path / "t.md", tmp_path / "t.svg"
    command = ("bench", "hybrid", "--data", folder, "--seeds", 1, "--epochs", 1, "--json", "-")
    report = json.loads(run(*command, "--table", table, "--plot", plot).stdout)
    jsonschema.validate(report, REPORT)
    names = {row["name"] for row in report["rows"]}
    for model in ("content", "bpr", "svdpp", "ncf", "fm", "sasrec", "hybrid"):
        assert f"hybrid.situnes.{model}.ndcg10" in names
    assert "G context-aware" in table.read_text()
    assert plot.read_text().startswith("<svg")


def test_a_folder_without_situnes_is_one_clear_line(run, tmp_path):
    said = run("bench", "hybrid", "--data", tmp_path, code=2).stderr
    assert "interactions.csv is missing" in said
    assert len(said.splitlines()) == 1


def test_a_table_without_emotion_is_one_clear_line(run, tmp_path):
    said = run("bench", "hybrid", "--data", tmp_path / "plays.parquet", code=2).stderr
    assert "give Deezer's --content FILE" in said
    assert len(said.splitlines()) == 1
