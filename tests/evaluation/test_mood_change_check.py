import csv
import json

import numpy as np
import pytest
from tests.shared import shared_data
from tests.situnes_folder import write_situnes

from moodarc.datasets import load_situnes, load_situnes_splits
from moodarc.errors import DatasetError
from moodarc.evaluation import mood_change_check, mood_change_ways
from moodarc.evaluation.mood_change_check import bench_mood_change
from moodarc.evaluation.mood_change_ways import Split, choose, labels_of, tell
from moodarc.evaluation.situnes_inputs import listenings_of, unrepeated


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_situnes(tmp_path_factory.mktemp("set") / "situnes", online=6, splits=2)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(mood_change_ways, "_TREES", 20)


def test_what_can_be_foretold_is_foretold_on_both_stages(folder, check_report):
    report = bench_mood_change(folder)
    check_report(json.loads(report.to_json()))
    assert report["mood_change.seeds"] == 2
    assert report["mood_change.accuracy"] > report["mood_change.majority.accuracy"] + 0.15
    assert report["mood_change.accuracy"] > report["mood_change.before_only.accuracy"]
    assert report["mood_change.macro_f1"] > 0.6
    assert report["mood_change.stage3.accuracy"] > 0.6
    assert report["mood_change.stage3.online.macro_f1"] > 0.5
    assert report["mood_change.stage3.records"] == 48


def test_the_same_seed_gives_the_same_report(folder):
    assert bench_mood_change(folder, seed=3, seeds=1) == bench_mood_change(folder, seed=3, seeds=1)


def test_without_splits_ten_are_drawn_and_without_a_third_stage_there_are_no_rows_of_it(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(mood_change_check, "_SEEDS", range(101, 103))
    report = bench_mood_change(write_situnes(tmp_path / "s", each=12, splits=0))
    assert report["mood_change.seeds"] == 2
    assert not [row for row in report.rows if "stage3" in row.name]


def test_the_outcome_of_a_tested_record_reaches_no_prediction(folder, tmp_path):
    """Its mood after, rating, duration and preference are replaced: what is told stays."""
    spoilt = write_situnes(tmp_path / "situnes", online=6, splits=2)
    clean = _inputs(folder)
    stage = load_situnes(folder).everyday
    split = load_situnes_splits(folder, 2, learned=stage, tested=stage)[0]
    _spoil(spoilt / "Stage2" / "interactions.csv", stage.records[split.test])
    inputs = _inputs(spoilt)
    asked = Split(np.concatenate([split.train, split.valid]), split.test, 0)
    chosen = choose(clean, asked.train, seed=0)
    assert chosen == choose(inputs, asked.train, seed=0)
    np.testing.assert_array_equal(tell(clean, chosen, asked), tell(inputs, chosen, asked))
    assert (clean.labels()[split.test] != inputs.labels()[split.test]).any()


@pytest.mark.parametrize("way", sorted(mood_change_ways.WAYS))
def test_every_way_gives_probabilities(folder, way):
    inputs = _inputs(folder)
    split = Split(np.arange(0, 120), np.arange(120, 160), 0)
    told = mood_change_ways.WAYS[way](inputs, split)
    assert told.shape == (40, 3)
    np.testing.assert_allclose(told.sum(axis=1), 1.0)


def test_a_training_record_that_repeats_a_tested_one_is_left_out(folder):
    stage = load_situnes(folder).everyday
    test = np.array([3])
    stage.at_s[4], stage.tracks[4], stage.listeners[4] = (
        stage.at_s[3],
        stage.tracks[3],
        stage.listeners[3],
    )
    kept = unrepeated(stage, np.array([0, 1, 2, 4, 5]), test)
    assert kept.tolist() == [0, 1, 2, 5]


def test_a_folder_that_is_no_situnes_is_one_clear_error(tmp_path):
    with pytest.raises(DatasetError, match="expected a folder of SiTunes"):
        bench_mood_change(tmp_path)


@pytest.mark.shared_data
def test_half_of_the_real_records_keep_the_mood():
    stage = load_situnes(shared_data("situnes")).everyday
    labels = labels_of(listenings_of(stage))
    np.testing.assert_allclose(np.bincount(labels) / 897, [0.1906, 0.5050, 0.3043], atol=5e-4)


def _inputs(where):
    data = load_situnes(where)
    return mood_change_check._inputs(data, [data.everyday])


def _spoil(path, records):
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if int(row["inter_id"]) in records:
            row |= {"emo_post_valence": "-1.0", "emo_post_arousal": "1.0", "rating": "5"}
            row["duration"] = "1.0"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
