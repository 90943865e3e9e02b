"""One service over a small library of real files, for the tests that change nothing."""

import pytest
from served import service

from moodarc.settings import Settings
from small_library import write_library
from synthetic_library import make_embedding, sounding


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def settings(place):
    return Settings(
        db=str(place / "music.db"),
        data_dir=place / "data",
        cache_dir=place / "cache",
        scan_roots=(place / "music",),
        workers=1,
    )


@pytest.fixture(scope="session")
def written(place, settings):
    """The tracks that were written into the library."""
    return write_library(
        settings.db,
        place / "music",
        change=lambda track: sounding(track, make_embedding(track.track_id)),
    )


@pytest.fixture(scope="session")
def client(settings, written):
    with service(settings) as client:
        yield client
