import pytest

from moodarc.errors import DatasetError, InputError
from moodarc.library.history_file import read_history
from moodarc.library.playlists import Playlist, PlaylistEntry, write_playlist


def test_a_table_is_read_from_oldest_to_newest(tmp_path):
    file = tmp_path / "heard.csv"
    file.write_text("artist,title\nNico,Afraid\nCan,Vitamin C\n", encoding="utf-8")
    assert [(song.artist, song.title) for song in read_history(file)] == [
        ("Nico", "Afraid"),
        ("Can", "Vitamin C"),
    ]


@pytest.mark.parametrize("times", [("20", "3"), ("2024-05-02T10:00:00Z", "2024-05-01")])
def test_times_bring_a_table_into_order(tmp_path, times):
    file = tmp_path / "heard.tsv"
    file.write_text(f"item\ttime\nx\t{times[0]}\ny\t{times[1]}\n", encoding="utf-8")
    assert [song.item for song in read_history(file)] == ["y", "x"]


def test_a_playlist_is_a_history(tmp_path):
    file = tmp_path / "heard.xspf"
    entries = (PlaylistEntry(path=tmp_path / "a.mp3", title="Afraid", artist="Nico"),)
    write_playlist(file, Playlist(entries=entries))
    (song,) = read_history(file)
    assert (song.artist, song.title, song.item) == ("Nico", "Afraid", None)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (("heard.txt", "x"), "no ending of a history"),
        (("heard.csv", "singer,song\na,b\n"), "expected artist and title, or item"),
        (("heard.csv", "item,time\na,yesterday\n"), "line 2"),
        (("heard.csv", "item\n"), "no rows"),
    ],
)
def test_what_cannot_be_used_is_told_with_the_remedy(tmp_path, content, told):
    name, text = content
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises((InputError, DatasetError), match=told):
        read_history(file)


def test_an_absent_history_is_told(tmp_path):
    with pytest.raises(DatasetError, match="missing"):
        read_history(tmp_path / "none.csv")
