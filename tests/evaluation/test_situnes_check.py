import csv
import json

import numpy as np
import pytest
from tests.shared import shared_data
from tests.situnes_folder import write_situnes

from moodarc.datasets import load_situnes, load_situnes_splits
from moodarc.errors import DatasetError
from moodarc.evaluation import situnes_check, situnes_scores, situnes_ways
from moodarc.evaluation.mood_change_ways import Split
from moodarc.evaluation.situnes_check import GROUPS, bench_situnes
from moodarc.evaluation.situnes_inputs import unrepeated
from moodarc.evaluation.situnes_ratings import INPUTS, ratings_of
from moodarc.evaluation.situnes_table import situnes_table
from moodarc.evaluation.situnes_ways import CANDIDATES, WAYS, choose_way


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = tmp_path_factory.mktemp("set") / "situnes"
    return write_situnes(where, listeners=6, each=12, online=5, splits=2, settings=(1, 2, 3))


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(situnes_ways, "_TREES", 20)
    monkeypatch.setattr(situnes_ways, "_FLOOR_TREES", 20)
    monkeypatch.setattr(situnes_ways, "_ROUNDS", 15)
    monkeypatch.setattr(situnes_scores, "_RESAMPLES", 20)


@pytest.fixture(scope="module")
def report(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(situnes_ways, "_TREES", 20)
        patch.setattr(situnes_ways, "_FLOOR_TREES", 20)
        patch.setattr(situnes_ways, "_ROUNDS", 15)
        patch.setattr(situnes_scores, "_RESAMPLES", 20)
        return bench_situnes(folder, seeds=1)


def test_all_three_settings_have_figures_and_what_can_be_told_is_told(report, check_report):
    check_report(json.loads(report.to_json()))
    for setting in ("setting1.plain", "setting2.situation", "setting3.situation_emotion"):
        assert report[f"situnes.{setting}.auc"] > 0.9
        assert report[f"situnes.{setting}.auc"] > report[f"situnes.{setting}.global_mean.auc"]
        assert report[f"situnes.{setting}.rmse"] < report[f"situnes.{setting}.global_mean.rmse"]
    names = {row.name for row in report.rows}
    assert "situnes.setting1.situation.auc" not in names
    assert {"situnes.setting2.plain.auc", "situnes.setting2.situation_emotion.auc"} <= names
    assert {f"situnes.setting2.adds.{name}.auc" for name in ("situation", "wrist")} <= names
    assert {"situnes.setting2.with_stage1.situation.auc"} <= names
    assert report["situnes.setting3.records"] == 30
    assert report["situnes.setting3.seeds"] == 1


def test_the_table_puts_what_was_published_beside_ours(report):
    lines = situnes_table(report).splitlines()
    published = [line for line in lines if "published best" in line]
    assert len(published) == 4
    assert "0.8188" in published[2]
    assert sum(" ours " in line for line in lines) == 1 + 2 * len(GROUPS)


def test_without_a_third_stage_there_are_two_settings_and_without_splits_an_error(tmp_path):
    two = write_situnes(tmp_path / "two", listeners=6, each=10, settings=(1, 2))
    data = load_situnes(two)
    settings = situnes_check._settings(two, data, None)
    assert [each.name for each in settings] == ["situnes.setting1", "situnes.setting2"]
    with pytest.raises(DatasetError, match="no settingS-SEED"):
        bench_situnes(write_situnes(tmp_path / "none", listeners=4, each=4, splits=0))


def test_the_third_setting_learns_from_the_second_stage_and_asks_the_whole_third(folder):
    data = load_situnes(folder)
    third = situnes_check._settings(folder, data, None)[2]
    first, last = len(data.laboratory), len(data.laboratory) + len(data.everyday)
    for split, valid in zip(third.splits, third.valid, strict=True):
        learned = np.concatenate([split.train, valid])
        assert learned.min() >= first
        assert learned.max() < last
        assert sorted(split.asked.tolist()) == list(range(last, last + len(data.online)))


def test_a_third_setting_without_splits_of_its_own_is_made_from_the_second(folder, tmp_path):
    bare = write_situnes(tmp_path / "s", listeners=6, each=12, online=5, splits=2, settings=(1, 2))
    given = situnes_check._settings(folder, load_situnes(folder), None)[2]
    made = situnes_check._settings(bare, load_situnes(bare), None)[2]
    assert made.name == given.name
    for one, other in zip(given.splits, made.splits, strict=True):
        assert sorted(one.asked.tolist()) == sorted(other.asked.tolist())
        assert set(one.train.tolist()) >= set(other.train.tolist())


def test_the_mood_after_reaches_no_prediction_nor_does_the_answer(folder, tmp_path):
    """Moods after are shuffled in stages and splits; what the asked records came to is spoilt."""
    spoilt = write_situnes(
        tmp_path / "s", listeners=6, each=12, online=5, splits=2, settings=(1, 2, 3)
    )
    asked = _split(folder, load_situnes(folder))
    _shuffle_moods_after(spoilt, load_situnes(folder).everyday.records[asked.asked])
    told = [_all_told(where, asked) for where in (folder, spoilt)]
    assert (_moods_after(folder) != _moods_after(spoilt)).any()
    for name in WAYS:
        np.testing.assert_array_equal(told[0][name], told[1][name], err_msg=name)


@pytest.mark.parametrize("way", sorted(WAYS))
@pytest.mark.parametrize("inputs", [(), INPUTS])
def test_every_way_gives_probabilities_that_repeat(folder, way, inputs):
    ratings = _everyday(folder)
    split = Split(np.arange(0, 50), np.arange(50, 72), 3)
    told = WAYS[way](ratings, split, inputs)
    assert told.shape == (22,)
    assert ((told >= 0.0) & (told <= 1.0)).all()
    np.testing.assert_array_equal(told, WAYS[way](ratings, split, inputs))


def test_where_all_training_rows_are_liked_so_is_everything(folder):
    ratings = _everyday(folder)
    liked = np.flatnonzero(ratings.liked > 0.5)
    split = Split(liked[:-5], np.arange(10), 0)
    for way in ("trees", "boosting", "kernel", "floor"):
        assert (WAYS[way](ratings, split, ("wrist",)) > 0.9).all(), way


def test_folds_leave_tracks_out_whole_where_most_asked_tracks_are_new(folder):
    ratings = _everyday(folder)
    old = np.flatnonzero(ratings.tracks <= 8)
    new = np.flatnonzero(ratings.tracks > 8)
    folds = situnes_ways._folds(ratings, Split(old, new, 0))
    assert all(len(set(folds[ratings.tracks[old] == track])) == 1 for track in range(1, 9))
    mixed = situnes_ways._folds(ratings, Split(old, old[:9], 0))
    assert np.bincount(mixed).min() >= len(old) // 4
    assert choose_way(ratings, Split(old, new, 0), ("emotion",)) in CANDIDATES


def test_means_are_those_of_the_training_rows_shrunk_to_all(folder):
    ratings = _everyday(folder)
    train = np.arange(0, 40)
    told = situnes_ways._means(ratings.tracks, train, ratings.rating, weight=2.0)
    overall = ratings.rating[train].mean()
    for row in range(len(ratings)):
        theirs = train[ratings.tracks[train] == ratings.tracks[row]]
        sums = ratings.rating[theirs].sum() + 2.0 * overall
        assert told[row] == pytest.approx(sums / (len(theirs) + 2.0))


def test_a_stage_without_situation_has_the_means_and_no_kinds(folder):
    data = load_situnes(folder)
    ratings = ratings_of([data.laboratory, data.everyday], data.music)
    first = len(data.laboratory)
    for name in INPUTS:
        assert np.isfinite(ratings.columns[name]).all()
        assert (ratings.columns[name][:first] == ratings.columns[name][0]).all()
    assert all((kinds[:first] == -1).all() for kinds in ratings.kinds.values())
    assert all((kinds[first:] >= 0).all() for kinds in ratings.kinds.values())


def test_liked_is_a_rating_of_three_or_more(folder):
    ratings = _everyday(folder)
    assert ratings.liked.tolist() == [float(value >= 3) for value in ratings.rating]


@pytest.mark.shared_data
def test_the_real_settings_have_the_published_sizes_and_share_of_liked():
    where = shared_data("situnes")
    data = load_situnes(where)
    one, two, *_ = situnes_check._settings(where, data, None)
    assert [split.seed for split in two.splits] == list(range(101, 111))
    assert {len(split.asked) for split in (*one.splits, *two.splits)} == {195}
    assert {len(split.train) for split in one.splits} == {480}
    ratings = ratings_of([data.laboratory, data.everyday], data.music)
    assert ratings.liked[len(data.laboratory) :].mean() == pytest.approx(0.758, abs=1e-3)


def _everyday(where):
    data = load_situnes(where)
    return ratings_of([data.everyday], data.music)


def _split(where, data):
    stage = data.everyday
    split = load_situnes_splits(where, 2, learned=stage, tested=stage)[0]
    return Split(unrepeated(stage, split.train, split.test), split.test, split.seed)


def _all_told(where, asked):
    ratings, found = _everyday(where), _split(where, load_situnes(where))
    np.testing.assert_array_equal(found.asked, asked.asked)
    np.testing.assert_array_equal(found.train, asked.train)
    return {name: way(ratings, found, INPUTS) for name, way in WAYS.items()}


def _moods_after(where):
    return load_situnes(where).everyday.after


def _shuffle_moods_after(where, spoilt):
    rng = np.random.default_rng(9)
    table = where / "Stage2" / "interactions.csv"
    header, *rows = _read(table, ",")
    places = [header.index(name) for name in ("emo_post_valence", "emo_post_arousal")]
    _shuffle(rows, places, rng)
    for row in rows:
        if int(row[0]) in spoilt:
            row[header.index("rating")] = "1" if float(row[header.index("rating")]) >= 3 else "5"
            row[header.index("duration")] = "1.0"
    _put(table, [header, *rows], ",")
    for part in (where / "splits").rglob("*.inter"):
        header, *rows = _read(part, "\t")
        if "emo_post_valence:float" in header:
            _shuffle(rows, [len(header) - 2, len(header) - 1], rng)
            _put(part, [header, *rows], "\t")


def _shuffle(rows, places, rng):
    order = rng.permutation(len(rows))
    values = [[rows[k][place] for place in places] for k in order]
    for row, new in zip(rows, values, strict=True):
        for place, value in zip(places, new, strict=True):
            row[place] = value


def _read(path, delimiter):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, delimiter=delimiter))


def _put(path, rows, delimiter):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
