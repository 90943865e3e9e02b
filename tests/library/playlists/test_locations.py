from pathlib import Path
from urllib.parse import urlsplit

import pytest

from moodarc.library.playlists import Playlist, PlaylistEntry
from moodarc.library.playlists.locations import file_uri, path_of, uri_of
from moodarc.library.playlists.xspf import read_xspf, write_xspf

NAME = "Rock & Roll (live), it's $5 = a+b; *no*! @home ~2:1.flac"


def test_what_a_uri_path_may_hold_is_left_for_programs_that_decode_nothing():
    quoted = "/m/Rock%20&%20Roll%20(live),%20it's%20$5%20=%20a+b;%20*no*!%20@home%20~2:1.flac"
    assert file_uri(Path("/m") / NAME) == f"file://{quoted}"


@pytest.mark.parametrize("name", ["#1?.flac", "100%.flac", "[a] {b}|c.flac", 'a\\b "c" <d>.flac'])
def test_what_would_end_or_break_a_uri_is_escaped(name):
    uri = file_uri(Path("/m") / name)
    assert not set(uri) & set('#?[]{}|\\"<> ')
    assert path_of(uri, Path("/")) == Path("/m") / name


@pytest.mark.parametrize("name", ["http:song.flac", "a:b/c.flac", "a=b&c:d.flac"])
def test_a_colon_in_the_first_step_is_not_taken_for_a_scheme(name):
    reference = uri_of(Path("/m") / name, Path("/m"))
    assert reference == f"./{name}"
    assert urlsplit(reference).scheme == ""
    assert path_of(reference, Path("/m")) == Path("/m") / name


@pytest.mark.parametrize("relative_to", [None, Path("/m/lists")])
def test_an_ampersand_survives_xml(relative_to):
    path = Path("/m") / NAME
    data = write_xspf(Playlist(entries=(PlaylistEntry(path=path),)), relative_to)
    assert b"&amp;" in data
    assert read_xspf(data, Path("/m/lists")).entries[0].path == path
