from pathlib import Path

import m3u8
import pytest

from moodarc.errors import PlaylistFileError
from moodarc.library.playlists import Playlist, PlaylistEntry
from moodarc.library.playlists.m3u8 import read_m3u8, write_m3u8

FOLDER = Path("/music/lists")


def test_another_reader_finds_the_same(playlist):
    found = m3u8.loads(write_m3u8(playlist, None).decode("utf-8"))
    assert [(segment.uri, segment.title, segment.duration) for segment in found.segments] == [
        ("/music/Ann/Söng #1 100%.flac", "Ann & <Bob> - Söng #1", 201),
        ("/music/other.mp3", "Bob - Other", -1),
    ]


def test_lists_of_other_programs_are_read():
    data = (
        b'\xef\xbb\xbf#EXTM3U\r\n#EXTINF:123 tvg-id="x",Ann - A - B\r\n../a.flac\r\n'
        b"#EXTGRP:x\r\n\r\n#EXTINF:nonsense,only a title\r\nb c.ogg\r\n"
        b"https://radio.example/stream\r\nfile:///x/100%25.mp3\r\n"
    )
    first, second, stream, uri = read_m3u8(data, FOLDER).entries
    assert (first.path, first.artist, first.title, first.duration_s) == (
        Path("/music/a.flac"),
        "Ann",
        "A - B",
        123.0,
    )
    assert (second.path, second.artist, second.title, second.duration_s) == (
        Path("/music/lists/b c.ogg"),
        None,
        "only a title",
        None,
    )
    assert (stream.path, stream.url) == (None, "https://radio.example/stream")
    assert uri.path == Path("/x/100%.mp3")


def test_an_entry_without_a_place_cannot_be_written():
    nowhere = Playlist(entries=(PlaylistEntry(title="Song", recording="x"),))
    with pytest.raises(PlaylistFileError, match='"Song" has neither file nor address'):
        write_m3u8(nowhere, None)
