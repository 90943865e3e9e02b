import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from moodarc.cli import bench_rivals
from moodarc.evaluation import bpr_check, bpr_rivals


@pytest.fixture
def table(tmp_path):
    rows = [
        {"userID": user, "artistID": artist, "weight": 1 + (user * artist) % 7, "artist": "x"}
        for user in range(12)
        for artist in range(20)
        if (user + artist) % 3
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "hetrec.parquet")
    return tmp_path / "hetrec.parquet"


def test_bench_bpr_runs_end_to_end_and_names_who_is_absent(run, table, monkeypatch):
    monkeypatch.setattr(bpr_check, "rivals_there", dict)
    monkeypatch.setattr(bpr_rivals, "rivals_there", dict)
    done = run("bench", "bpr", "--data", table, "--epochs", "1", "--json", "-")
    assert {row["name"] for row in json.loads(done.stdout)["rows"]} >= {"bpr.bpr.auc"}
    assert "implicit is not installed" in done.stderr


@pytest.mark.parametrize("name", ["ratings", "bpr"])
def test_without_a_table_there_is_one_clear_line(run, tmp_path, name):
    said = run("bench", name, "--data", tmp_path / "absent.parquet", code=2).stderr
    assert "absent.parquet" in said
    assert len(said.splitlines()) == 1


def test_both_benches_are_public():
    assert bench_rivals.__all__ == ["bpr", "ratings"]
