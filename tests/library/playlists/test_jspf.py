import json
from pathlib import Path

import jsonschema
import pytest

from moodarc.library.playlists import Playlist, PlaylistEntry
from moodarc.library.playlists.jspf import (
    PLAYLIST_EXTENSION,
    TRACK_EXTENSION,
    read_jspf,
    write_jspf,
)

TEXT = {"type": "string"}
URIS = {"type": "array", "items": {"type": "string", "format": "uri"}}
EXTENSION = {"type": "object", "additionalProperties": {"type": "object"}}
SCHEMA = {
    "type": "object",
    "required": ["playlist"],
    "additionalProperties": False,
    "properties": {
        "playlist": {
            "type": "object",
            "required": ["title", "track"],
            "additionalProperties": False,
            "properties": {
                **dict.fromkeys(("title", "creator", "annotation"), TEXT),
                "date": {"type": "string", "format": "date-time"},
                "extension": EXTENSION,
                "track": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["identifier", "title", "extension"],
                        "additionalProperties": False,
                        "properties": {
                            "location": URIS,
                            "identifier": URIS,
                            **dict.fromkeys(("title", "creator", "annotation", "album"), TEXT),
                            "duration": {"type": "integer", "minimum": 0},
                            "extension": {**EXTENSION, "required": [TRACK_EXTENSION]},
                        },
                    },
                },
            },
        }
    },
}
"""The fields that we write, as wiki.xiph.org/JSPF_Draft types them, and what ListenBrainz's troi
(troi/playlist.py, _deserialize_from_jspf) needs of each track."""


def written(playlist: Playlist) -> dict:
    return json.loads(write_jspf(playlist, None))


def test_the_file_has_the_published_structure(playlist):
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.validate(written(playlist), SCHEMA, format_checker=checker)


def test_the_structure_holds_for_the_barest_list():
    bare = Playlist(entries=(PlaylistEntry(path=Path("/a.flac")),))
    jsonschema.validate(written(bare), SCHEMA)


def test_listenbrainz_finds_its_recordings(playlist):
    first, second = written(playlist)["playlist"]["track"]
    assert first["identifier"] == [
        "https://musicbrainz.org/recording/b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d"
    ]
    assert first["extension"][TRACK_EXTENSION] == {
        "artist_identifiers": [
            "https://musicbrainz.org/artist/a74b1b7f-71a5-4011-9441-d0b5e4122711"
        ],
        "release_identifier": "https://musicbrainz.org/release/"
        "5b11f4ce-a62d-471e-81fc-a69a8278c7da",
    }
    assert second["identifier"] == []


def test_a_feeling_is_not_published_unasked(playlist):
    assert written(playlist)["playlist"]["extension"][PLAYLIST_EXTENSION] == {"public": False}


def test_a_list_of_listenbrainz_is_read():
    theirs = {
        "playlist": {
            "creator": "troi-bot",
            "date": "2025-11-02T00:08:51.123456+00:00",
            "identifier": "https://listenbrainz.org/playlist/00000000-0000-0000-0000-000000000000",
            "title": "Weekly Jams",
            "extension": {PLAYLIST_EXTENSION: {"public": True, "creator": "troi-bot"}},
            "track": [
                {
                    "creator": "Ann",
                    "title": "A",
                    "identifier": "http://musicbrainz.org/recording/"
                    "B10BBBFC-CF9E-42E0-BE17-E2C3E1D2600D",
                    "extension": {TRACK_EXTENSION: {"artist_identifiers": []}},
                },
                {"title": "B", "duration": "soon", "extension": [], "location": None},
            ],
        }
    }
    first, second = read_jspf(json.dumps(theirs).encode(), Path("/")).entries
    assert first.recording == "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d"
    assert (first.title, first.artist, first.path) == ("A", "Ann", None)
    assert (second.title, second.duration_s, second.recording) == ("B", None, None)


@pytest.mark.parametrize("location", ["file://server/share/a.flac", "spotify:track:1", "http://["])
def test_a_place_that_is_no_file_of_ours_gives_no_path(location):
    data = json.dumps({"playlist": {"track": [{"title": "A", "location": [location]}]}}).encode()
    assert read_jspf(data, Path("/")).entries[0].path is None
