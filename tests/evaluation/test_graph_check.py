import json

import jsonschema
import numpy as np
import pytest
from tests.report_schema import REPORT
from tests.service_songs import write_parquet

from moodarc.errors import DatasetError
from moodarc.evaluation import graph_check
from moodarc.evaluation.graph_check import bench_graph
from moodarc.recommend.lightgcn import LightGCN
from moodarc.recommend.training_config import TrainingConfig

N_SONGS = 320
QUICK = LightGCN(
    embedding_size=8,
    negatives=60,
    training=TrainingConfig(epochs=8, batch_size=256, learning_rate=0.03),
)


def write_tables(folder, seed=0):
    """Listeners who keep to one quadrant; songs by artists of four songs each."""
    rng = np.random.default_rng(seed)
    mood = (np.arange(N_SONGS) // 4) % 4
    signs = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])[mood]
    songs = [
        {
            "MSD_sng_id": f"SO{number:04}",
            "valence": float(signs[number, 0] * rng.uniform(0.2, 1.5)),
            "arousal": float(signs[number, 1] * rng.uniform(0.2, 1.5)),
            "artist_key": f"artist {number // 4}",
            "track_key": f"song {number}",
            "track_name": f"Song {number}",
        }
        for number in range(N_SONGS)
    ]
    plays = [
        {"user": f"u{who}", "song_id": f"SO{song:04}", "plays": 1}
        for who in range(120)
        for song in rng.choice(np.flatnonzero(mood == who % 4), 16, replace=False)
    ]
    taste = write_parquet(folder / "taste_profile.parquet", plays)
    return taste, write_parquet(folder / "mood.parquet", songs)


def test_a_graph_of_moods_tells_links_tracks_and_lists(tmp_path, monkeypatch):
    monkeypatch.setattr(graph_check, "_RESAMPLES", 40)
    report = bench_graph(*write_tables(tmp_path), seeds=1, recipe=QUICK)
    jsonschema.validate(json.loads(report.to_json()), REPORT)
    assert report["graph.edge.recall20"] > 1.5 * report["graph.edge.popularity.recall20"]
    for task in ("node", "list"):
        assert report[f"graph.{task}.accuracy"] > 0.8
        assert report[f"graph.{task}.macro_f1"] > 0.8
        assert report[f"graph.{task}.majority.accuracy"] < 0.5


def test_tables_that_do_not_meet_are_refused(tmp_path):
    taste, _ = write_tables(tmp_path)
    other = write_parquet(
        tmp_path / "other.parquet",
        [
            {
                "MSD_sng_id": f"X{number}",
                "valence": 1.0,
                "arousal": 1.0,
                "artist_key": f"a{number}",
                "track_key": "t",
                "track_name": "T",
            }
            for number in range(3)
        ],
    )
    with pytest.raises(DatasetError, match="quadrant"):
        bench_graph(taste, other, recipe=QUICK)
