import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from moodarc.errors import PlaylistFileError
from moodarc.library.playlists import (
    FORMATS,
    Playlist,
    PlaylistEntry,
    check_place,
    read_playlist,
    write_playlist,
)

ENDINGS = sorted(FORMATS)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("relative", [False, True])
def test_any_file_name_comes_back(tmp_path, odd_name, *, ending, relative):
    path = tmp_path / "music" / odd_name
    file = tmp_path / "lists" / f"list{ending}"
    file.parent.mkdir()
    write_playlist(file, Playlist(entries=(PlaylistEntry(path=path),)), relative=relative)
    assert [os.fsencode(entry.path) for entry in read_playlist(file).entries] == [os.fsencode(path)]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_relative_list_moves_with_its_music(tmp_path, ending):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    path = here / "music" / "a b.flac"
    entries = (PlaylistEntry(path=path),)
    write_playlist(here / f"list{ending}", Playlist(entries=entries), relative=True)
    here.rename(there)
    assert read_playlist(there / f"list{ending}").entries[0].path == there / "music" / "a b.flac"


@pytest.mark.parametrize("ending", [".xspf", ".jspf"])
def test_all_that_is_said_comes_back(tmp_path, playlist, ending):
    file = tmp_path / f"list{ending}"
    write_playlist(file, playlist)
    if ending == ".xspf":  # which has no place for these two
        first, *others = playlist.entries
        bare = replace(first, artists=(), release=None)
        playlist = replace(playlist, entries=(bare, *others))
    assert read_playlist(file) == playlist


def test_m3u8_keeps_names_and_whole_seconds(tmp_path, playlist):
    write_playlist(tmp_path / "list.m3u8", playlist)
    found = read_playlist(tmp_path / "list.m3u8")
    assert found.title == playlist.title
    assert [(e.path, e.artist, e.title, e.duration_s) for e in found.entries] == [
        (Path("/music/Ann/Söng #1 100%.flac"), "Ann & <Bob>", "Söng #1", 201.0),
        (Path("/music/other.mp3"), "Bob", "Other", None),
    ]


@pytest.mark.parametrize("ending", ENDINGS)
def test_titles_that_no_format_can_hold_are_made_plain(tmp_path, ending):
    entry = PlaylistEntry(path=Path("/a.flac"), title="bell\x07 caf\udce9", artist="A\nB")
    write_playlist(tmp_path / f"list{ending}", Playlist(title="x\x00", entries=(entry,)))
    (found,) = read_playlist(tmp_path / f"list{ending}").entries
    assert found.title == "bell\ufffd caf\ufffd"


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_list_is_a_list(tmp_path, ending):
    write_playlist(tmp_path / f"list{ending}", Playlist(entries=()))
    assert read_playlist(tmp_path / f"list{ending}").entries == ()


def test_an_old_list_stays_when_the_new_one_cannot_be_written(tmp_path, playlist, monkeypatch):
    file = tmp_path / "list.m3u8"
    file.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PlaylistFileError, match="No space left on device"):
        write_playlist(file, playlist)
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["list.m3u8"]


def test_a_new_list_has_the_rights_of_any_new_file(tmp_path, playlist):
    (tmp_path / "other").touch()
    write_playlist(tmp_path / "list.m3u8", playlist)
    modes = [stat.S_IMODE((tmp_path / n).stat().st_mode) for n in ("other", "list.m3u8")]
    assert modes[0] == modes[1]


def test_a_replaced_list_keeps_its_rights(tmp_path, playlist):
    file = tmp_path / "list.m3u8"
    file.touch(mode=0o600)
    file.chmod(0o640)
    write_playlist(file, playlist)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.parametrize("name", ["list.txt", "list", "list.m3u"])
def test_an_unknown_ending_names_the_known_ones(tmp_path, playlist, name):
    with pytest.raises(PlaylistFileError, match=r"\.m3u8 or \.xspf or \.jspf"):
        write_playlist(tmp_path / name, playlist)


def test_a_folder_that_is_not_there_is_named(tmp_path, playlist):
    with pytest.raises(PlaylistFileError, match="No such file or directory"):
        write_playlist(tmp_path / "nowhere" / "list.m3u8", playlist)


def test_a_place_is_looked_at_without_writing(tmp_path):
    check_place(tmp_path / "list.m3u8")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(PlaylistFileError, match=r"list\.txt ends in '\.txt'"):
        check_place(tmp_path / "list.txt")
    with pytest.raises(PlaylistFileError, match="nowhere is no folder; choose"):
        check_place(tmp_path / "nowhere" / "list.m3u8")
    (tmp_path / "list.jspf").mkdir()
    with pytest.raises(PlaylistFileError, match="it is a folder; choose"):
        check_place(tmp_path / "list.jspf")


def test_a_place_without_the_right_to_write_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    with pytest.raises(PlaylistFileError, match="Permission denied; choose"):
        check_place(tmp_path / "list.m3u8")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(PlaylistFileError, match=r"cannot read .*gone\.xspf: No such file"):
        read_playlist(tmp_path / "gone.xspf")


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.m3u8", b"#EXTM3U\n/caf\xe9.flac", "byte 12 is not UTF-8"),
        ("a.xspf", b"<playlist", "not XML"),
        ("a.xspf", b"", "not XML"),
        ("a.xspf", b"\xff\xfe\x00", "not XML"),
        ("a.xspf", b"<html></html>", "root is <html>"),
        ("a.xspf", b'<!DOCTYPE x [<!ENTITY a "b">]><playlist/>', "remove the DOCTYPE"),
        ("a.jspf", b"{", "not JSON"),
        ("a.jspf", b"[" * 100_000, "not JSON"),
        ("a.jspf", b"\xff", "not JSON"),
        ("a.jspf", b"[]", "no list of tracks"),
        ("a.jspf", b'{"playlist": []}', "no list of tracks"),
        ("a.jspf", b'{"playlist": {"track": [1]}}', "no list of tracks"),
        ("a.jspf", b'{"playlist": {}}', "no list of tracks"),
    ],
)
def test_what_is_no_playlist_is_refused(tmp_path, *, name, content, complaint):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PlaylistFileError, match=complaint):
        read_playlist(tmp_path / name)
