import os
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import xspf_lib

from moodarc.errors import PlaylistFileError
from moodarc.library.playlists import Playlist, PlaylistEntry
from moodarc.library.playlists.xspf import read_xspf, write_xspf


def test_another_reader_finds_the_same(tmp_path, playlist):
    (tmp_path / "list.xspf").write_bytes(write_xspf(playlist, None))
    found = xspf_lib.Playlist.parse(str(tmp_path / "list.xspf"))
    first, second = found.trackList
    assert (found.title, found.creator, found.annotation) == (
        "Evening & Co",
        "moodarc",
        playlist.note,
    )
    assert (first.title, first.creator, first.album, first.duration, first.annotation) == (
        "Söng #1",
        "Ann & <Bob>",
        "First",
        201400,
        "sad-to-happy path",
    )
    assert list(first.identifier) == [
        "https://musicbrainz.org/recording/b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d"
    ]
    assert [urlsplit(str(track.location[0])).scheme for track in (first, second)] == ["file"] * 2


def test_locations_are_file_uris_in_plain_ascii(odd_name):
    path = Path("/music") / odd_name
    data = write_xspf(Playlist(entries=(PlaylistEntry(path=path),)), None)
    (line,) = [line for line in data.decode().splitlines() if "<location>" in line]
    uri = unescape(line.strip().removeprefix("<location>").removesuffix("</location>"))
    assert uri.isascii()
    assert not set(uri) & set(' "<>\\^`{|}')
    assert unquote(urlsplit(uri).path, errors="surrogateescape") == os.fsdecode(os.fsencode(path))


def test_lists_of_other_programs_are_read(tmp_path):
    other = xspf_lib.Playlist(
        title="Their list",
        trackList=[
            xspf_lib.Track(
                location=["https://music.example/a.ogg", "file:///music/a%20b.flac"],
                title="A",
                creator="Ann",
                duration=1500,
            ),
            xspf_lib.Track(identifier=["https://other.example/1"], title="B"),
        ],
    )
    other.write(str(tmp_path / "list.xspf"))
    found = read_xspf((tmp_path / "list.xspf").read_bytes(), tmp_path)
    first, second = found.entries
    assert found.title == "Their list"
    assert (first.path, first.url) == (Path("/music/a b.flac"), "https://music.example/a.ogg")
    assert (first.title, first.artist, first.duration_s) == ("A", "Ann", 1.5)
    assert (second.path, second.url, second.recording) == (None, None, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom"])
def test_a_doctype_is_refused_in_every_encoding(tmp_path, encoding):
    text = (
        '<!DOCTYPE playlist [<!ENTITY name "expanded">]>'
        '<playlist version="1" xmlns="http://xspf.org/ns/0/"><title>&name;</title></playlist>'
    )
    big_endian = encoding == "utf-16-be-bom"
    data = ("\ufeff" + text).encode("utf-16-be") if big_endian else text.encode(encoding)
    with pytest.raises(PlaylistFileError, match="remove the DOCTYPE"):
        read_xspf(data, tmp_path)


def test_a_list_may_be_in_utf_16_and_speak_of_doctypes(tmp_path):
    data = (
        '<playlist version="1" xmlns="http://xspf.org/ns/0/">'
        "<title><![CDATA[<!DOCTYPE> songs]]></title><trackList/></playlist>"
    ).encode("utf-16")
    assert read_xspf(data, tmp_path).title == "<!DOCTYPE> songs"
