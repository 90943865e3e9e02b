"""One service over a small library of real files, for the tests that change nothing."""

import socket

import pytest

from moodarc.settings import Settings
from served import service
from small_library import write_library
from synthetic_library import make_embedding, sounding


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def written(place):
    """The tracks that were written into the library."""
    return write_library(
        place / "music.db",
        place / "music",
        change=lambda track: sounding(track, make_embedding(track.track_id)),
    )


@pytest.fixture(scope="session")
def settings(place, written):
    """Of a service over that library."""
    assert written
    return Settings(
        db=str(place / "music.db"),
        data_dir=place / "data",
        cache_dir=place / "cache",
        scan_roots=(place / "music",),
        workers=1,
    )


@pytest.fixture(scope="session")
def client(settings):
    with service(settings) as client:
        yield client


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]
