"""Plays as other services hand them out."""

import json
from datetime import UTC, datetime

import pytest

from moodarc.errors import InputError
from moodarc.library.listens import read_listens


def read(name, content):
    return read_listens(name, content.encode())


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("1700000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("2024-05-01T10:00:00Z", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01T12:00:00+02:00", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01 10:00", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("01 May 2024, 10:00", datetime(2024, 5, 1, 10, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_services_write_them(time, expected):
    [listen] = read("x.csv", f'artist,title,time\nNico,Afraid,"{time}"\n').found
    assert (listen.at, listen.artist, listen.title) == (expected, "Nico", "Afraid")


def test_a_play_of_spotify_is_told_by_its_end():
    told = {"endTime": "2024-05-01 10:00", "artistName": "a", "trackName": "b", "msPlayed": 60_000}
    [listen] = read("StreamingHistory0.json", json.dumps([told])).found
    assert listen.at == datetime(2024, 5, 1, 9, 59, tzinfo=UTC)
    assert listen.played_s == 60.0


def test_lines_that_are_no_play_are_counted():
    lines = ['{"listened_at": 1700000000, "track_metadata": {"artist_name": "a"}}', "{}", "7"]
    good = {"listened_at": 1_700_000_000, "track_metadata": {"artist_name": "a", "track_name": "b"}}
    found = read("x.jsonl", "\n".join([*lines, json.dumps(good)]))
    assert (len(found.found), found.left_out) == (1, 3)


@pytest.mark.parametrize("time", ["1990-01-01", "2999-01-01", "", "soon", "1e400", "-5"])
def test_a_time_that_cannot_be_is_none(time):
    with pytest.raises(InputError, match="holds no play"):
        read("x.csv", f"artist,title,time\na,b,{time}\n")
