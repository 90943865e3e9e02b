import csv
import json

import numpy as np
import pytest
from tests.shared import shared_data
from tests.situnes_folder import write_situnes

from moodarc.datasets import load_situnes, load_situnes_splits, load_situnes_stage
from moodarc.errors import DatasetError


@pytest.fixture
def folder(tmp_path):
    return write_situnes(tmp_path / "situnes", listeners=3, each=10, online=4)


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def edit(path, change):
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def test_all_stages_are_read(folder):
    data = load_situnes(folder)
    assert (len(data.laboratory), len(data.everyday), len(data.online)) == (15, 30, 12)
    assert np.isnan(data.laboratory.before).all()
    assert np.isnan(data.laboratory.wrist).all()
    assert not np.isnan(data.everyday.before).any()
    assert data.everyday.wrist.shape == (30, 30, 4)


def test_a_value_stands_where_the_file_has_it(folder):
    stage = load_situnes_stage(folder / "Stage2")
    row = rows_of(folder / "Stage2" / "interactions.csv")[7]
    assert stage.records[7] == int(row["inter_id"])
    assert stage.before[7].tolist() == [
        float(row["emo_pre_valence"]),
        float(row["emo_pre_arousal"]),
    ]
    assert stage.after[7].tolist() == [
        float(row["emo_post_valence"]),
        float(row["emo_post_arousal"]),
    ]
    env = json.loads((folder / "Stage2" / "env.json").read_text())["8"]
    assert stage.day_part[7] == env["time"]
    assert stage.weather[7].tolist() == env["weather"]


def test_a_duration_that_was_not_kept_is_nan(folder):
    stage = load_situnes_stage(folder / "Stage2")
    assert np.isnan(stage.duration_s[0])
    assert stage.duration_s[1] == 120.0


def test_the_third_stage_has_a_preference_and_its_columns_do_not_slip(folder):
    stage = load_situnes(folder).online
    rows = rows_of(folder / "Stage3" / "interactions.csv")
    assert stage.preference.tolist() == [float(row["preference"]) for row in rows]
    assert stage.before[:, 0].tolist() == [float(row["emo_pre_valence"]) for row in rows]
    assert np.isnan(load_situnes_stage(folder / "Stage2").preference).all()


def test_activities_as_words_are_the_numbers(folder):
    words = load_situnes(folder).online
    assert set(np.unique(words.wrist[..., 3])) == {0.0, 1.0, 2.0, 3.0, 4.0, 5.0}
    np.save(folder / "Stage3" / "wrist.npy", words.wrist)
    np.testing.assert_array_equal(load_situnes(folder).online.wrist, words.wrist)


def test_without_a_third_stage_there_is_none(tmp_path):
    assert load_situnes(write_situnes(tmp_path / "s")).online is None


def test_wrist_and_situation_follow_the_record_not_the_line(folder):
    before = load_situnes_stage(folder / "Stage2")
    edit(folder / "Stage2" / "interactions.csv", lambda rows: rows.append(rows.pop(1)))
    after = load_situnes_stage(folder / "Stage2")
    assert after.records[-1] == before.records[0]
    np.testing.assert_array_equal(after.wrist[-1], before.wrist[0])
    np.testing.assert_array_equal(after.wrist[:-1], before.wrist[1:])
    np.testing.assert_array_equal(after.weather[-1], before.weather[0])


def test_a_record_that_stands_twice_is_marked(folder):
    def repeat(rows):
        rows[5][1:4] = rows[4][1:4]

    edit(folder / "Stage2" / "interactions.csv", repeat)
    assert np.flatnonzero(load_situnes_stage(folder / "Stage2").repeats).tolist() == [4]


def test_splits_are_rows_of_the_stage_and_disjoint(folder):
    stage = load_situnes_stage(folder / "Stage2")
    (split,) = load_situnes_splits(folder, 2, learned=stage, tested=stage)
    rows = np.concatenate([split.train, split.valid, split.test])
    assert sorted(rows.tolist()) == list(range(30))
    assert (split.seed, len(split.train), len(split.valid), len(split.test)) == (101, 21, 3, 6)


def test_a_header_that_repeats_both_moods_and_a_line_of_nobody_do_no_harm(folder):
    """As pandas writes the third setting: valence, arousal, valence, arousal under one name."""
    stage = load_situnes_stage(folder / "Stage2")
    before = load_situnes_splits(folder, 2, learned=stage, tested=stage)[0]
    file = folder / "splits" / "setting2-101" / "setting2-101.test.inter"
    with file.open(newline="", encoding="utf-8") as stream:
        header, *rows = list(csv.reader(stream, delimiter="\t"))
    twice = [[*row[:7], *row[5:7], *row[7:]] for row in (header, *rows)]
    with file.open("w", newline="", encoding="utf-8") as stream:
        nobody = ["", *twice[1][1:]]
        csv.writer(stream, delimiter="\t").writerows([*twice, nobody])
    after = load_situnes_splits(folder, 2, learned=stage, tested=stage)[0]
    assert after.test.tolist() == before.test.tolist()


def test_a_mood_off_the_edge_by_a_rounding_lies_on_it(folder):
    edit(folder / "Stage2" / "interactions.csv", _set(3, "emo_pre_valence", "1.0000000002"))
    assert load_situnes_stage(folder / "Stage2").before[2, 0] == 1.0


def test_a_folder_without_splits_has_none(folder):
    stage = load_situnes_stage(folder / "Stage2")
    assert load_situnes_splits(folder, 1, learned=stage, tested=stage) == []


def test_a_split_of_another_release_is_refused(folder):
    stage = load_situnes_stage(folder / "Stage2")
    file = folder / "splits" / "setting2-101" / "setting2-101.test.inter"
    file.write_text(file.read_text().replace(".0\t", "9.0\t"))
    with pytest.raises(DatasetError, match="of one release"):
        load_situnes_splits(folder, 2, learned=stage, tested=stage)


def _drop(name):
    def change(rows):
        place = rows[0].index(name)
        for row in rows:
            del row[place]

    return change


def _set(line, name, value):
    def change(rows):
        rows[line][rows[0].index(name)] = value

    return change


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (_drop("emo_post_valence"), "lacks the column"),
        (_drop("user_id"), "lacks the column"),
        (_set(3, "emo_pre_valence", "1.5"), "line 4: emo_pre_valence '1.5'"),
        (_set(3, "rating", "six"), "line 4: rating 'six'"),
        (_set(3, "inter_id", "1"), "inter_id twice"),
        (_set(3, "item_id", "1.5"), "line 4: item_id 1.5; expected a whole number"),
    ],
)
def test_a_damaged_table_is_one_clear_error(folder, change, complaint):
    edit(folder / "Stage2" / "interactions.csv", change)
    with pytest.raises(DatasetError, match=complaint):
        load_situnes(folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("env.json", "{"),
        ("env.json", '{"1": {"time": 9}}'),
        ("env.json", "[]"),
        ("wrist.npy", "no array"),
    ],
)
def test_a_damaged_file_is_one_clear_error(folder, name, content):
    (folder / "Stage2" / name).write_text(content)
    with pytest.raises(DatasetError, match=f"{name} (cannot be used|has no record)"):
        load_situnes(folder)


def test_an_empty_table_is_one_clear_error(folder):
    (folder / "Stage2" / "interactions.csv").write_text("")
    with pytest.raises(DatasetError, match="lacks the column"):
        load_situnes(folder)


@pytest.mark.parametrize("name", ["env.json", "wrist.npy", "interactions.csv"])
def test_an_absent_file_is_one_clear_error(folder, name):
    (folder / "Stage2" / name).unlink()
    with pytest.raises(DatasetError, match=name):
        load_situnes(folder)


def test_a_record_without_situation_has_none(folder):
    file = folder / "Stage2" / "env.json"
    env = json.loads(file.read_text())
    del env["5"]
    file.write_text(json.dumps(env))
    stage = load_situnes_stage(folder / "Stage2")
    assert stage.day_part[4] == 0
    assert np.isnan(stage.weather[4]).all()
    assert (np.delete(stage.day_part, 4) > 0).all()


def test_situations_of_other_records_are_refused(folder):
    (folder / "Stage2" / "env.json").write_text(json.dumps({"777": {}}))
    with pytest.raises(DatasetError, match="no record of interactions"):
        load_situnes(folder)


def test_whole_numbers_that_a_program_wrote_with_a_point_are_read(folder):
    edit(folder / "Stage2" / "interactions.csv", _set(3, "item_id", "7.0"))
    assert load_situnes(folder).everyday.tracks[2] == 7


def test_a_wrist_of_another_shape_is_refused(folder):
    np.save(folder / "Stage2" / "wrist.npy", np.zeros((3, 30, 4)))
    with pytest.raises(DatasetError, match=r"shape \(3, 30, 4\)"):
        load_situnes(folder)


def test_an_activity_that_nobody_knows_is_refused(folder):
    np.save(folder / "Stage2" / "wrist.npy", np.full((30, 30, 4), 7.0))
    with pytest.raises(DatasetError, match="an activity that is none of 0 to 5"):
        load_situnes(folder)


def test_a_track_that_stands_twice_is_refused(folder):
    edit(folder / "music_metadata" / "music_info.csv", lambda rows: rows.append(rows[3]))
    with pytest.raises(DatasetError, match="item_id twice"):
        load_situnes(folder)


def test_tracks_are_found_by_their_number(folder):
    music = load_situnes(folder).music
    assert music.rows_of(np.array([1, 12, 99])).tolist() == [1, 12, -1]
    assert np.isnan(music.service[0, 0])


@pytest.mark.shared_data
def test_the_real_set_is_as_its_paper_counts_it():
    folder = shared_data("situnes")
    data = load_situnes(folder)
    assert (len(data.laboratory), len(data.everyday)) == (600, 897)
    assert len(np.unique(data.everyday.listeners)) == 30
    assert data.everyday.records[data.everyday.repeats].tolist() == [15, 30, 46]
    splits = load_situnes_splits(folder, 2, learned=data.everyday, tested=data.everyday)
    assert [(len(s.train), len(s.valid), len(s.test)) for s in splits] == [(613, 87, 195)] * 10
    # the authors' own mean of the heart rate of a tested record, from the line in the split
    first = splits[5].test[0]
    assert data.everyday.wrist[first, :, 0].mean() == pytest.approx(-4.685258848332343)
