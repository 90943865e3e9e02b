import json

import jsonschema
from tests.report_schema import REPORT


def test_bench_serve_runs_end_to_end(run):
    options = ("--tracks", 2000, "--requests", 3, "--threads", 1, "--hnsw", 2000)
    clustered = ("--inverted", 2000, "--clusters", 20, "--probes", 5, "--probes", 20)
    report = json.loads(run("bench", "serve", *options, *clustered, "--json", "-").stdout)
    jsonschema.validate(report, REPORT)
    told = {row["name"]: row["value"] for row in report["rows"]}
    assert told["serve.p50_ms"] > 0
    assert told["serve.hnsw.tracks"] == 2000
    assert told["serve.inverted.5.recall10"] <= told["serve.inverted.20.recall10"] == 1.0


def test_a_folder_that_is_no_model_is_one_clear_line(run, tmp_path):
    said = run("bench", "serve", "--tracks", 500, "--model", tmp_path / "none", code=1).stderr
    assert len(said.splitlines()) == 1
