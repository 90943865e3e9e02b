from dataclasses import replace

import pytest

from moodarc.catalog import Tags
from moodarc.cli.seed import seed_track
from moodarc.errors import UnknownTrackError
from moodarc.storage import open_store
from synthetic_library import make_track, place_all

NAMED = [("Moon", "Ann"), ("Moon River", "Bob"), ("River", "Bob"), ("Delta", "Bob")]


@pytest.fixture
def store(tmp_path):
    tracks = [
        replace(make_track(i + 1), tags=Tags(title=title, artist=artist))
        for i, (title, artist) in enumerate(NAMED)
    ]
    with open_store(tmp_path / "music.db") as opened:
        place_all(opened, tracks)
        yield opened


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("3", "River"),
        ("/music/00004.flac", "Delta"),
        ("moon", "Moon"),
        ("bob moon", "Moon River"),
        ("delta", "Delta"),
    ],
)
def test_a_track_is_known_by_number_path_or_words(store, text, title):
    assert seed_track(store, text).title == title


def test_several_are_named_with_their_numbers(store):
    with pytest.raises(UnknownTrackError, match=r"2 \(Bob - Moon River\).*give the number"):
        seed_track(store, "bob")


def test_none_points_to_the_list(store):
    with pytest.raises(UnknownTrackError, match="`moodarc tracks`"):
        seed_track(store, "sun")
