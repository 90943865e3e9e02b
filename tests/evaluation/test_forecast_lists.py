import json

import jsonschema
import numpy as np
import pyarrow.parquet as pq
import pytest
from tests.felt_diaries import write_diaries, write_songs
from tests.report_schema import REPORT

from moodarc.affect import cosine_match
from moodarc.errors import DatasetError
from moodarc.evaluation import forecast_lists
from moodarc.evaluation.forecast_lists import (
    bench_forecast_lists,
    compare_lists,
    load_track_vectors,
    nearest_tracks,
)
from moodarc.metrics import balanced_accuracy, f1, precision_at_n, recall_at_n
from moodarc.music.quadrant_regression import PAPER


def rng():
    return np.random.default_rng(0)


@pytest.fixture
def files(tmp_path):
    return write_diaries(tmp_path / "felt.parquet"), write_songs(tmp_path / "songs.parquet")


def test_the_list_is_the_ten_of_greatest_cosine():
    vectors, wanted = rng().dirichlet(np.ones(4), 200), rng().dirichlet(np.ones(4), 300)
    rows = nearest_tracks(vectors, wanted)
    for place in (0, 7, 299):
        order = np.argsort(-cosine_match(vectors, wanted[place]), kind="stable")
        assert rows[place].tolist() == sorted(order[:10].tolist())


def test_of_tracks_alike_the_earlier_are_offered():
    vectors = np.repeat([[1.0, 0, 0, 0], [0, 1.0, 0, 0]], [30, 30], axis=0)
    rows = nearest_tracks(vectors, [[1.0, 0, 0, 0], [0, 0.3, 0, 0]])
    assert rows.tolist() == [list(range(10)), list(range(30, 40))]


def test_scores_of_lists_are_those_of_their_definitions():
    vectors = rng().dirichlet(np.ones(4), 80)
    felt, told = rng().dirichlet(np.ones(4), 20), np.random.default_rng(3).dirichlet(np.ones(4), 20)
    scores = compare_lists(vectors, felt, told)
    true_lists, lists = nearest_tracks(vectors, felt), nearest_tracks(vectors, told)
    for row in range(20):
        truth, offered = (np.isin(np.arange(80), x[row]) for x in (true_lists, lists))
        assert scores.precision[row] == pytest.approx(
            precision_at_n(lists[row], true_lists[row], 10)
        )
        assert scores.precision[row] == pytest.approx(recall_at_n(lists[row], true_lists[row], 10))
        assert scores.precision[row] == pytest.approx(f1(truth, offered)[1])
        assert scores.balanced_accuracy[row] == pytest.approx(balanced_accuracy(truth, offered))
        near = cosine_match(vectors[lists[row]], felt[row])
        assert scores.similarity[row] == pytest.approx(near.mean())
    assert len(set(scores.precision)) > 2


def test_the_true_vector_gives_the_true_list():
    vectors, felt = rng().dirichlet(np.ones(4), 80), rng().dirichlet(np.ones(4), 5)
    scores = compare_lists(vectors, felt, 3.0 * felt)
    assert scores.precision.tolist() == scores.balanced_accuracy.tolist() == [1.0] * 5


def test_the_papers_precision_is_another_balanced_accuracy_than_it_prints():
    # P = .278 of 570 tracks (Table 17) is .63 by definition; Table 18 prints .555.
    hits, n = 2.78, 570
    assert (hits / 10 + (n - 20 + hits) / (n - 10)) / 2 == pytest.approx(0.633, abs=5e-4)


def test_songs_are_placed_by_the_papers_regression(files):
    songs = pq.read_table(files[1]).to_pydict()
    points = np.clip(np.array([songs["valence"], songs["arousal"]]) / 3, -1, 1)
    vectors = load_track_vectors(files[1])
    assert np.sort(vectors, axis=0) == pytest.approx(np.sort(PAPER.predict(*points), axis=0))


def test_the_bench_reports_every_model_with_its_interval(files, monkeypatch):
    monkeypatch.setattr(forecast_lists, "PAPER_CATALOGUE", 30)
    report = bench_forecast_lists(*files)
    jsonschema.validate(json.loads(report.to_json()), REPORT)
    told = {row.name: row for row in report.rows}
    assert report["forecast_lists.people"] == 6
    assert report["forecast_lists.tracks"] == 60
    for catalogue in ("30", "full"):
        for model in forecast_lists.MODELS:
            for ahead in ("t1", "t2"):
                row = told[f"forecast_lists.{catalogue}.{model}.{ahead}.precision"]
                assert 0 <= row.low <= row.value <= row.high <= 1
                same = told[f"forecast_lists.{catalogue}.{model}.{ahead}.recall"]
                assert (same.value, same.low) == (row.value, row.low)
        path = f"forecast_lists.{catalogue}.{{}}.t1.similarity"
        ceiling, floor = report[path.format("true_list")], report[path.format("random")]
        assert floor < report[path.format("pmm_smoothed")] < ceiling
    assert bench_forecast_lists(*files) == report


def test_a_table_of_few_tracks_or_people_is_refused(tmp_path, files):
    with pytest.raises(DatasetError, match="20 tracks"):
        bench_forecast_lists(files[0], write_songs(tmp_path / "few.parquet", n=20))
    with pytest.raises(DatasetError, match="of 4 people"):
        bench_forecast_lists(write_diaries(tmp_path / "four.parquet", people=4), files[1])
    with pytest.raises(DatasetError, match="three moments"):
        bench_forecast_lists(write_diaries(tmp_path / "two.parquet", moments=2), files[1])


def test_a_file_that_is_no_table_is_refused(tmp_path, files):
    (tmp_path / "songs.csv").write_text("a,b\n1,2\n")
    for tracks in (tmp_path / "absent.parquet", tmp_path / "songs.csv", tmp_path / "absent.csv"):
        with pytest.raises(DatasetError):
            bench_forecast_lists(files[0], tracks)
