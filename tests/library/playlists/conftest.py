import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from moodarc.library.playlists import Playlist, PlaylistEntry

ODD_NAMES = [
    b"plain.flac",
    b"#hash first.flac",
    b"100% & <b> 'quoted' \"twice\".flac",
    b"a%20b.flac",
    b"question?mark;semi:colon.flac",
    "smörgåsbord 日本語 🎵.flac".encode(),
    "e\u0301 decomposed.flac".encode(),
    b"line\nbreak.flac",
    b"carriage\rreturn.flac",
    b"tab\there.flac",
    b" leading and trailing .flac ",
    b"latin-1 caf\xe9.flac",
    b"-dash.flac",
    b"http:colon.flac",
    b"back\\slash.flac",
    "paragraph\u2029separator.flac".encode(),
]


@pytest.fixture(params=ODD_NAMES, ids=repr)
def odd_name(request) -> str:
    return os.fsdecode(request.param)


@pytest.fixture
def playlist() -> Playlist:
    return Playlist(
        title="Evening & Co",
        note="Ends at (valence +0.42), 0.12 from the goal.",
        at=datetime(2026, 1, 1, 20, 30, tzinfo=UTC),
        entries=(
            PlaylistEntry(
                path=Path("/music/Ann/Söng #1 100%.flac"),
                title="Söng #1",
                artist="Ann & <Bob>",
                album="First",
                duration_s=201.4,
                note="sad-to-happy path",
                recording="b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d",
                artists=("a74b1b7f-71a5-4011-9441-d0b5e4122711",),
                release="5b11f4ce-a62d-471e-81fc-a69a8278c7da",
            ),
            PlaylistEntry(path=Path("/music/other.mp3"), title="Other", artist="Bob"),
        ),
    )
