"""Rates are not asserted; that they are told, and of whom, is."""

import math
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from moodarc.catalog import Cases, Histories, Interactions
from moodarc.errors import InputError
from moodarc.evaluation import sequence_speed
from moodarc.evaluation.sequence_rival import RivalSizes, SequenceRival
from moodarc.evaluation.sequence_speed import SequenceSpeedConfig, bench_sequence_speed

BRIEF = SequenceSpeedConfig(epochs=1, own_epochs=1, sessions=50, cases=20, threads=1)
OURS = [
    "sequences_per_s",
    "sequences_per_cpu_s",
    "targets_per_s",
    "fit_s",
    "ndcg10",
    "validation_ndcg10",
]


def songs_in_a_ring(n_sessions):
    """Sessions of six songs in a row of thirty; who has heard one knows the next."""
    rng = np.random.default_rng(3)
    session = np.repeat(np.arange(n_sessions), 6)
    begin = rng.integers(0, 30, n_sessions)
    song = (np.repeat(begin, 6) + np.tile(np.arange(6), n_sessions)) % 30
    return pa.table(
        {
            "session_id": session,
            "user_id": session // 4,
            "song_id": song,
            "ts": session * 10_000 + np.tile(np.arange(6), n_sessions) * 200,
            "playtime": np.full(len(session), 200),
        }
    )


@pytest.fixture
def plays(tmp_path):
    path = tmp_path / "sample.parquet"
    parquet.write_table(songs_in_a_ring(60), path)
    return path


def test_without_a_rival_its_rows_are_absent(plays, monkeypatch):
    monkeypatch.setattr(sequence_speed, "has_rival", lambda: False)
    report = bench_sequence_speed(plays, BRIEF)
    assert [row.name.removeprefix("sequence_speed.") for row in report.rows] == [
        f"{name}.ours.{figure}" for name in ("gru4rec", "sasrec") for figure in OURS
    ]
    rates = [report[f"sequence_speed.gru4rec.ours.{x}_per_s"] for x in ("sequences", "targets")]
    assert rates[1] / rates[0] == pytest.approx(5.0)
    assert 0.0 <= report["sequence_speed.sasrec.ours.ndcg10"] <= 1.0


def test_the_time_to_the_rivals_ndcg_ends_within_our_training(tmp_path):
    pytest.importorskip("cornac")
    path = tmp_path / "sample.parquet"
    parquet.write_table(songs_in_a_ring(700), path)
    config = replace(BRIEF, models=("gru4rec",), own_epochs=30, sessions=590, cases=100)
    report = bench_sequence_speed(path, config)
    start = "sequence_speed.gru4rec"
    assert 0.0 < report[f"{start}.ours.s_to_equal_ndcg"] <= report[f"{start}.ours.fit_s"]
    ratio = report[f"{start}.cornac.fit_s"] / report[f"{start}.ours.s_to_equal_ndcg"]
    assert report[f"{start}.time_ratio_at_equal_ndcg"] == pytest.approx(ratio)
    rates = [report[f"{start}.{who}.sequences_per_s"] for who in ("ours", "cornac")]
    assert report[f"{start}.times_faster"] == pytest.approx(rates[0] / rates[1])
    assert report[f"{start}.ours.ndcg10"] > 0.6  # five of six places are certain


def test_a_goal_never_reached_has_no_time(plays, monkeypatch):
    class Seer(SequenceRival):
        """Knows the ring, and has nothing to learn."""

        def fit(self):
            pass

        def score(self, cases):
            ends = cases.histories.item[cases.histories.starts[1:] - 1]
            return np.eye(len(self._place), dtype=np.float32)[(ends + 1) % len(self._place)]

    pytest.importorskip("cornac")
    monkeypatch.setattr(sequence_speed, "SequenceRival", Seer)
    report = bench_sequence_speed(plays, replace(BRIEF, models=("sasrec",)))
    assert report["sequence_speed.sasrec.cornac.ndcg10"] == 1.0
    assert math.isnan(report["sequence_speed.sasrec.time_ratio_at_equal_ndcg"])


def test_the_rival_scores_every_item_and_puts_the_unknown_last():
    pytest.importorskip("cornac")
    session = np.repeat(np.arange(600), 3)
    item = np.tile([0, 1, 3], 600)  # of four
    known = Interactions.of([*session, 600], [*item, 2], at_s=range(1801), session=[*session, 600])
    sizes = RivalSizes(embedding_size=8, n=5, epochs=1, seed=0)
    rival = SequenceRival("gru4rec", known.take(known.item != 2), sizes)
    rival.fit()
    scores = rival.score(Cases(Histories.of([[0, 1], [3]]), np.array([3, 0], np.int32)))
    assert scores.shape == (2, 4)
    assert scores.argmin(axis=1).tolist() == [2, 2]


def test_each_session_is_read_by_itself():
    found = Interactions.of([0, 0, 0, 1], [1, 2, 3, 4], at_s=[50, 60, 70, 20], session=[7, 9, 7, 8])
    alone = sequence_speed._each_by_itself(found)
    assert alone.listeners.tolist() == [7, 8, 9]
    assert [alone.item[alone.listener == one].tolist() for one in range(3)] == [[0, 2], [3], [1]]


def test_unknown_models_are_refused():
    with pytest.raises(InputError, match="markov"):
        SequenceSpeedConfig(models=("markov",))


def test_the_latest_sessions_are_learned_from():
    found = Interactions.of([0, 0, 1, 1], [1, 2, 3, 4], at_s=[50, 60, 10, 20], session=[7, 7, 8, 8])
    assert sequence_speed._latest(found, 1).item.tolist() == [0, 1]
    assert sequence_speed._covered(found) == (2, 2)
