"""One service over a library on paper; each test is a listener of its own. Fixtures."""

import socket
from itertools import count

import pytest

from live_page import page
from moodarc.settings import Settings
from moodarc.storage import open_store
from served import service
from synthetic_library import make_library, place_all

_NUMBERS = count(1)


@pytest.fixture(scope="module")
def library():
    return make_library(60, seed=2)


@pytest.fixture(scope="module")
def settings(tmp_path_factory, library):
    place = tmp_path_factory.mktemp("live")
    told = Settings(db=str(place / "m.db"), data_dir=place / "d", cache_dir=place / "c")
    with open_store(told.db) as store:
        place_all(store, library)
    return told


@pytest.fixture(scope="module")
def running(settings):
    with service(settings) as client:
        yield client


@pytest.fixture(scope="module")
def store(settings, running):
    assert running
    with open_store(settings.db) as store:
        yield store


@pytest.fixture
def me():
    """The name of a listener who was never here."""
    return f"listener {next(_NUMBERS)}"


@pytest.fixture
def client(running, me):
    running.headers["X-Moodarc-Listener"] = me
    yield running
    del running.headers["X-Moodarc-Listener"]


@pytest.fixture
def tab(client, me):
    """An open page of theirs."""
    with page(client.base_url, me) as tab:
        yield tab


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]
