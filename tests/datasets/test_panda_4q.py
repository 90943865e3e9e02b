from collections import Counter

import pytest
from tests.labelled_clips import write_4q
from tests.shared import shared_data

from moodarc.affect import Quadrant
from moodarc.datasets import QUADRANT_OF_LABEL, load_panda_4q
from moodarc.errors import DatasetError


@pytest.fixture
def folder(tmp_path):
    return write_4q(tmp_path / "4q")


def test_clips_come_in_the_order_of_the_table_with_all_that_it_says(folder):
    clips = load_panda_4q(folder)
    assert len(clips) == 16
    second = clips[1]
    assert second.path == folder / "audio" / "MT0000000001.flac"
    assert (second.quadrant, second.fold) == (Quadrant.ANGRY, 0)
    assert (second.artist, second.artist_group) == ("Artist 1", "artist 1")
    assert second.title == "Song 1"


def test_russells_quadrants_turn_against_the_clock_from_happy():
    assert list(QUADRANT_OF_LABEL) == ["Q1", "Q2", "Q3", "Q4"]
    assert list(QUADRANT_OF_LABEL.values()) == [
        Quadrant.HAPPY,
        Quadrant.ANGRY,
        Quadrant.SAD,
        Quadrant.PEACEFUL,
    ]


def test_without_an_artist_group_the_artist_counts_and_without_him_the_file(folder):
    lines = (folder / "labels.csv").read_text().splitlines()
    rows = [line.split(",") for line in lines]
    without_group = [",".join([*row[:-2], row[-1]]) for row in rows]
    (folder / "labels.csv").write_text("\n".join(without_group))
    assert load_panda_4q(folder)[3].artist_group == "Artist 3"
    bare = ["file,quadrant,fold", "MT0000000003.flac,Q4,2"]
    (folder / "labels.csv").write_text("\n".join(bare))
    (clip,) = load_panda_4q(folder)
    assert (clip.artist_group, clip.artist, clip.fold) == ("MT0000000003.flac", "", 2)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("flac,Q3", "flac,Q5"), r"line 4: quadrant 'Q5'; expected Q1, Q2, Q3 or Q4"),
        (("artist 2,0", "artist 2,²"), r"line 4: fold '²'; expected a whole number"),
        (("MT0000000002.flac", "gone.flac"), r"line 4: .*gone\.flac is missing; unpack the audio"),
        (("quadrant", "label"), r"lacks the column\(s\) quadrant; found"),
    ],
)
def test_what_is_not_in_the_published_form_is_named(folder, change, complaint):
    table = folder / "labels.csv"
    text = table.read_text()
    assert change[0] in text
    table.write_text(text.replace(*change))
    with pytest.raises(DatasetError, match=complaint):
        load_panda_4q(folder)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("MT99", "line 18: quadrant ''"),
        ("MT99,MT0000000001.flac", "line 18: quadrant ''"),
        ("MT99,MT0000000001.flac,Q1", "line 18: fold ''"),
    ],
)
def test_a_line_that_breaks_off_is_named(folder, line, complaint):
    table = folder / "labels.csv"
    table.write_text(table.read_text() + line + "\n")
    with pytest.raises(DatasetError, match=complaint):
        load_panda_4q(folder)


def test_a_table_that_is_no_text_is_refused(folder):
    (folder / "labels.csv").write_bytes(b"\xff\xfe\x00song")
    with pytest.raises(DatasetError, match="is not UTF-8"):
        load_panda_4q(folder)


def test_a_byte_order_mark_before_the_table_is_no_obstacle(folder):
    table = folder / "labels.csv"
    rows = [line.partition(",")[2] for line in table.read_text().splitlines()]
    table.write_text("\n".join(rows), encoding="utf-8-sig")
    assert len(load_panda_4q(folder)) == 16


def test_a_table_without_rows_is_refused(folder):
    table = folder / "labels.csv"
    table.write_text(table.read_text().splitlines()[0])
    with pytest.raises(DatasetError, match="has no rows"):
        load_panda_4q(folder)


def test_a_folder_without_the_table_is_refused(tmp_path):
    with pytest.raises(DatasetError, match=r"holds no labels\.csv; give the folder"):
        load_panda_4q(tmp_path)


@pytest.mark.shared_data
def test_the_real_set_has_720_clips_in_four_artist_disjoint_folds():
    clips = load_panda_4q(shared_data("music_emotion", "panda_4q"))
    assert len(clips) == 720
    assert Counter(clip.fold for clip in clips) == dict.fromkeys(range(4), 180)
    assert Counter(clip.quadrant for clip in clips) == dict.fromkeys(Quadrant, 180)
    folds_of_artist = {(clip.artist_group, clip.fold) for clip in clips}
    assert len(folds_of_artist) == len({clip.artist_group for clip in clips})
