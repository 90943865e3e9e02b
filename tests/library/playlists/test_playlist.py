from dataclasses import replace
from pathlib import Path

from moodarc.catalog import Tags
from moodarc.library.playlists import entry_of
from synthetic_library import make_track

RECORDING = "B10BBBFC-CF9E-42E0-BE17-E2C3E1D2600D"
ARTISTS = "a74b1b7f-71a5-4011-9441-d0b5e4122711; 5b11f4ce-a62d-471e-81fc-a69a8278c7da"


def test_an_entry_tells_what_the_track_knows():
    tags = Tags(
        title="Creep",
        artist="Radiohead",
        album="Pablo Honey",
        musicbrainz={"recording": RECORDING, "artist": ARTISTS, "release": "none"},
    )
    entry = entry_of(replace(make_track(1), tags=tags), "because")
    assert (entry.path, entry.title, entry.artist, entry.album, entry.note) == (
        Path("/music/00001.flac"),
        "Creep",
        "Radiohead",
        "Pablo Honey",
        "because",
    )
    assert entry.duration_s == 200.0
    assert entry.recording == RECORDING.lower()
    assert entry.artists == tuple(ARTISTS.split("; "))
    assert entry.release is None


def test_a_track_without_tags_has_the_name_of_its_file():
    track = replace(make_track(1), tags=Tags(), analysis=None)
    entry = entry_of(track)
    assert (entry.title, entry.artist, entry.duration_s, entry.recording) == (
        "00001",
        None,
        None,
        None,
    )
