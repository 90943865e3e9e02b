import json
from xml.etree import ElementTree as ET

import jsonschema
from tests.report_schema import REPORT
from tests.situnes_folder import write_situnes

from moodarc.evaluation.ladder_check import RUNGS


def test_bench_policies_runs_end_to_end_and_says_that_it_is_a_simulation(run, tmp_path):
    options = ("--listeners", 10, "--sessions", 1, "--minutes", 12, "--policies", "random,hybrid")
    plot = tmp_path / "match.svg"
    done = run("bench", "policies", *options, "--plot", plot, "--json", "-")
    report = json.loads(done.stdout)
    jsonschema.validate(report, REPORT)
    assert all(row["name"].startswith("simulation.") for row in report["rows"])
    assert "no figure here is about people" in done.stderr
    drawn = plot.read_text(encoding="utf-8")
    ET.fromstring(drawn)  # noqa: S314 - our own
    assert "SIMULATION" in drawn


def test_an_unknown_policy_is_one_clear_line(run):
    said = run("bench", "policies", "--policies", "magic", code=2).stderr
    assert "policy magic; expected some of random" in said
    assert len(said.splitlines()) == 1


def test_bench_ladder_goes_up_on_situnes(run, tmp_path):
    write_situnes(tmp_path, listeners=5, each=5)
    done = run("bench", "ladder", "--data", tmp_path, "--epochs", 1, "--seeds", 1, "--json", "-")
    names = {row["name"] for row in json.loads(done.stdout)["rows"]}
    assert {f"ladder.situnes.{rung}.ndcg10" for rung in RUNGS} <= names
    assert "ladder.situnes.affect.gain" in names
    assert not any(name.startswith("simulation") for name in names)


def test_a_folder_without_situnes_is_one_clear_line(run, tmp_path):
    said = run("bench", "ladder", "--data", tmp_path, code=2).stderr
    assert len(said.splitlines()) == 1
