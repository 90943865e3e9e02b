"""From `--db` to a database."""

import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from moodarc.errors import MoodarcError, SettingsError, StorageError
from moodarc.storage import database_url, open_store

NEW = text("INSERT INTO listeners (name, created_at) VALUES ('a', '')")


def test_a_path_is_a_sqlite_file_whatever_its_characters(tmp_path):
    odd = tmp_path / "a b?c#d%20" / "ü.db"
    open_store(odd).close()
    assert odd.is_file()


def test_a_relative_path_counts_from_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert database_url("x.db").database == str(tmp_path / "x.db")


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_nobody_else_may_read_what_we_make(tmp_path, umask):
    db, before = tmp_path / "new" / "data" / "moodarc.db", os.umask(umask)
    try:
        with open_store(db) as store:
            store.listeners.ensure("ann")
            modes = {file.name: file.stat().st_mode & 0o777 for file in db.parent.iterdir()}
    finally:
        os.umask(before)
    assert db.name in modes
    assert set(modes.values()) == {0o600}
    assert {file.stat().st_mode & 0o777 for file in (db.parent, db.parent.parent)} == {0o700}


def test_a_folder_that_is_there_keeps_its_rights(tmp_path):
    tmp_path.chmod(0o755)
    open_store(tmp_path / "moodarc.db").close()
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_a_tilde_is_the_home_folder():
    assert database_url("~/x.db").database == str(Path.home() / "x.db")


def test_a_url_is_kept():
    url = "postgresql+pg8000://me@host/music"
    assert str(database_url(url)) == url


def test_postgresql_is_reached_by_the_driver_of_the_extra():
    url = database_url("postgresql://me@host/music")
    assert str(url) == "postgresql+psycopg://me@host/music"


@pytest.mark.parametrize("db", ["://", "nodb://host/x", "mysql://host/x"])
def test_a_url_that_means_nothing_is_refused(db):
    with pytest.raises(SettingsError):
        open_store(db)


def test_a_driver_that_is_not_installed_names_its_extra():
    with pytest.raises(MoodarcError, match=r"moodarc\[postgres\]"):
        open_store("postgresql+pg8000://me@host/music")


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be made"):
        open_store(tmp_path / "file" / "x.db")


def test_a_folder_in_the_place_of_the_file_is_a_storage_error(tmp_path):
    with pytest.raises(StorageError, match=r"cannot be used.*give another path with --db"):
        open_store(tmp_path)


def test_options_of_sqlite_in_a_url_are_refused(tmp_path):
    with pytest.raises(SettingsError, match="give its path"):
        open_store(f"sqlite:///file:{tmp_path}/music.db?mode=ro&uri=true")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="nobody may make a file in /proc")
def test_a_file_that_cannot_be_made_is_told_from_a_folder_that_cannot():
    with pytest.raises(StorageError, match=r"^database /proc/music\.db cannot be made"):
        open_store("/proc/music.db")


def test_a_damaged_file_says_what_to_do(tmp_path):
    file = tmp_path / "x.db"
    open_store(file).close()
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    with pytest.raises(StorageError, match="the file is damaged: bring back a copy"):
        open_store(file)


def test_sqlite_runs_in_wal_with_foreign_keys_and_wiped_deletes(store):
    with store._database.reading() as connection:
        pragma = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "secure_delete", "busy_timeout")
        }
    assert pragma == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 30000,
    }


def test_a_reader_sees_the_state_before_while_another_writes(tmp_path):
    with (
        open_store(tmp_path / "m.db") as writer,
        open_store(tmp_path / "m.db") as reader,
        writer._database.writing() as connection,
    ):
        connection.execute(NEW)
        assert reader.listeners.names() == []


def test_a_failed_transaction_writes_nothing(store):
    def write_half():
        with store._database.writing() as connection:
            connection.execute(NEW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert store.listeners.names() == []


def test_wal_is_waited_for_while_another_holds_the_new_file(tmp_path):
    file = tmp_path / "new.db"
    holder = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.5, lambda: holder.execute("COMMIT"))
    release.start()
    began = time.monotonic()
    with open_store(file) as store:
        assert store.listeners.names() == []
    assert time.monotonic() - began > 0.2
    release.join()
    holder.close()


def test_a_file_that_stays_locked_is_a_storage_error(tmp_path, monkeypatch):
    monkeypatch.setattr("moodarc.storage.sqlite._BUSY_TIMEOUT_MS", 100)
    monkeypatch.setattr("moodarc.storage.sqlite._PRAGMAS", ("PRAGMA busy_timeout = 10",))
    with closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError, match="locked"):
            open_store(tmp_path / "new.db")
