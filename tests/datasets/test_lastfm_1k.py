import numpy as np
import pytest
from tests.play_files import LASTFM_1K_ROWS, write_lastfm_1k

from moodarc.datasets import load_lastfm_1k
from moodarc.errors import DatasetError


def test_plays_are_in_the_order_of_listeners_and_times(tmp_path):
    plays = load_lastfm_1k(write_lastfm_1k(tmp_path)).interactions
    assert plays.listeners.tolist() == ["user_000001", "user_000002"]
    assert plays.listener.tolist() == [0, 0, 0, 1, 1]
    assert plays.items[plays.item].tolist() == [
        "Plaid & Bob Jaroc\tThe Launching Of Big Face",
        "t-2",
        "t-1",
        "The Dogs D'Amour\tWait \"Until\" I'm Dead",
        "t-1",
    ]
    assert plays.at_s[0] == np.datetime64("2006-08-13T13:59:20").astype(np.int64)


def test_artists_are_numbered_by_id_else_by_name(tmp_path):
    found = load_lastfm_1k(write_lastfm_1k(tmp_path))
    artist = dict(zip(found.interactions.items.tolist(), found.content.artist, strict=True))
    assert artist["t-1"] == artist["The Dogs D'Amour\tWait \"Until\" I'm Dead"]
    assert len(set(artist.values())) == 3
    assert not found.content.felt.any()
    assert (found.kind, found.repeats, found.left_out) == ("lastfm_1k", True, 0)


def test_a_broken_row_among_many_is_counted_and_passed_over(tmp_path):
    table = write_lastfm_1k(tmp_path, LASTFM_1K_ROWS * 60)
    table.write_text(table.read_text() + "user_000001\t2006-08-13T13:59:20Z\n")
    found = load_lastfm_1k(table)
    assert (len(found.interactions), found.left_out) == (300, 1)


def test_a_play_without_a_time_is_left_out(tmp_path):
    table = write_lastfm_1k(tmp_path, [*LASTFM_1K_ROWS * 20, ("u", "", "a", "b", "c", "d")])
    assert load_lastfm_1k(table).left_out == 1


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "cannot be read"),
        ("user_000001,2006-08-13T13:59:20Z,a,b,c,d\n" * 3, "of 3 rows|no plays .3 rows"),
        ("u\tyesterday\ta\tb\tc\td\n", "cannot be read .*yesterday"),
    ],
)
def test_another_form_is_one_clear_error(tmp_path, content, complaint):
    table = write_lastfm_1k(tmp_path)
    table.write_text(content)
    with pytest.raises(DatasetError, match=complaint):
        load_lastfm_1k(table)


def test_a_log_beyond_the_limit_is_refused_with_the_remedy(tmp_path):
    with pytest.raises(DatasetError, match="more than 4 plays; cut a part out of it, or allow"):
        load_lastfm_1k(write_lastfm_1k(tmp_path), most=4)


def test_an_absent_table_is_named(tmp_path):
    with pytest.raises(DatasetError, match="is not there"):
        load_lastfm_1k(tmp_path / "none.tsv")
