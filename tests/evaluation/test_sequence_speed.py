"""Rates are not asserted; that they are told, and of whom, is."""

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from moodarc.catalog import Interactions
from moodarc.evaluation import sequence_speed
from moodarc.evaluation.sequence_speed import SequenceSpeedConfig, bench_sequence_speed


@pytest.fixture
def plays(tmp_path):
    rng = np.random.default_rng(3)
    session = np.repeat(np.arange(60), 6)
    begin = rng.integers(0, 30, 60)
    song = (np.repeat(begin, 6) + np.tile(np.arange(6), 60)) % 30
    columns = {
        "session_id": session,
        "user_id": session // 4,
        "song_id": song,
        "ts": session * 10_000 + np.tile(np.arange(6), 60) * 200,
        "playtime": np.full(360, 200),
    }
    path = tmp_path / "sample.parquet"
    parquet.write_table(pa.table(columns), path)
    return path


def test_without_a_rival_its_rows_are_absent(plays, monkeypatch):
    monkeypatch.setattr(sequence_speed, "has_rival", lambda: False)
    config = SequenceSpeedConfig(epochs=1, sessions=50, cases=20, threads=1)
    report = bench_sequence_speed(plays, config)
    assert [row.name.removeprefix("sequence_speed.") for row in report.rows] == [
        f"{name}.ours.{figure}"
        for name in ("gru4rec", "sasrec")
        for figure in ("sequences_per_s", "targets_per_s", "ndcg10")
    ]
    rates = [report[f"sequence_speed.gru4rec.ours.{x}_per_s"] for x in ("sequences", "targets")]
    assert rates[1] / rates[0] == pytest.approx(5.0)
    assert 0.0 <= report["sequence_speed.sasrec.ours.ndcg10"] <= 1.0


def test_the_latest_sessions_are_learned_from():
    found = Interactions.of([0, 0, 1, 1], [1, 2, 3, 4], at_s=[50, 60, 10, 20], session=[7, 7, 8, 8])
    assert sequence_speed._latest(found, 1).item.tolist() == [0, 1]
    assert sequence_speed._covered(found) == (2, 2)
