import pytest
from tests.play_files import write_nowplaying_rs

from moodarc.datasets import load_nowplaying_rs
from moodarc.errors import DatasetError


def test_a_play_with_two_hashtags_is_one_play(tmp_path):
    found = load_nowplaying_rs(write_nowplaying_rs(tmp_path))
    plays = found.interactions
    assert plays.listeners[plays.listener].tolist() == [7, 81, 81, 81]
    assert plays.items[plays.item].tolist() == ["t1", "t2", "t1", "t1"]
    assert plays.at_s[1] + 1 == plays.at_s[2]
    assert found.repeats


def test_artists_come_from_the_table_beside_and_only_of_tracks_that_were_played(tmp_path):
    found = load_nowplaying_rs(write_nowplaying_rs(tmp_path))
    assert found.interactions.items.tolist() == ["t1", "t2"]
    assert found.content.artist.tolist() == [0, -1]
    assert found.content.descriptors.shape == (2, 0)


def test_without_the_table_nothing_is_known_of_the_tracks(tmp_path):
    table = write_nowplaying_rs(tmp_path)
    (tmp_path / "context_content_features.csv").unlink()
    assert load_nowplaying_rs(table).content is None


def test_another_form_is_one_clear_error(tmp_path):
    table = write_nowplaying_rs(tmp_path)
    table.write_text('"user_id","track_id"\n"1","2"\n')
    with pytest.raises(DatasetError, match=r"lacks the column\(s\) created_at"):
        load_nowplaying_rs(table)
