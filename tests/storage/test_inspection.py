"""A look that changes nothing and overlooks nothing."""

import sqlite3
from contextlib import closing

import pytest

from moodarc.errors import StorageError
from moodarc.storage import inspect_database, open_store


@pytest.fixture
def file(tmp_path, records):
    with open_store(tmp_path / "music.db") as store:
        store.tracks.place([records.placement(f"/m/{i}", content=str(i)) for i in range(300)])
    return tmp_path / "music.db"


def test_a_sound_database_is_whole(file):
    state = inspect_database(file)
    assert (state.is_current, state.is_whole, state.n_tracks) == (True, True, 300)


def test_a_damaged_page_that_no_count_touches_is_found(file):
    with closing(sqlite3.connect(file)) as raw:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_events_listener_id_at'"
        [page] = raw.execute(query).fetchone()
        [size] = raw.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as raw:
        raw.seek((page - 1) * size)
        raw.write(b"\xa5" * size)
    with open_store(file) as store:
        assert store.tracks.count() == 300, "what is used of it works"
    with pytest.raises(StorageError, match="the file is damaged: bring back a copy"):
        inspect_database(file)


def test_a_check_that_takes_too_long_ends_without_a_verdict(file, monkeypatch):
    monkeypatch.setattr("moodarc.storage.inspection._CHECK_S", -1.0)
    monkeypatch.setattr("moodarc.storage.inspection._STEPS", 1)
    state = inspect_database(file)
    assert (state.is_whole, state.n_tracks) == (None, 300)


def test_the_size_is_that_of_the_database_and_its_log_only(file):
    neighbour = file.with_name("music.db.backup")
    neighbour.write_bytes(b"x" * 100_000)
    assert inspect_database(file).size_bytes == file.stat().st_size
    with open_store(file) as store:
        store.listeners.ensure("ada")
        parts = [file, file.with_name("music.db-wal"), file.with_name("music.db-shm")]
        assert inspect_database(file).size_bytes == sum(part.stat().st_size for part in parts)
