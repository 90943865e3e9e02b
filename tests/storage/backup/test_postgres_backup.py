"""A PostgreSQL database goes into one file and comes back, by its own programs."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, select, text

from moodarc.errors import BackupError, StorageError
from moodarc.storage import SCHEMA_REVISION, Belongings, database_url, open_store
from moodarc.storage.backup import back_up, restore
from moodarc.storage.connection import Database
from moodarc.storage.migrate import upgrade
from moodarc.storage.tables import analyses, tracks

pytestmark = pytest.mark.service

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@contextmanager
def connected(url):
    engine = create_engine(database_url(url))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def told(url):
    with open_store(url) as store:
        exports = [store.export_listener(name) for name in store.listeners.names()]
        with store._database.reading() as connection:
            return exports, [connection.execute(select(t)).all() for t in (tracks, analyses)]


def schemas(url):
    with connected(url) as connection:
        query = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'moodarc%'"
        return connection.execute(text(query)).scalars().all()


@pytest.fixture
def full(url, tmp_path, records):
    """A database with a listener who played; their belongings in tmp_path."""
    with open_store(url) as store:
        [number] = store.tracks.place([records.placement()])
        store.listeners.ensure("ada")
        store.readings.add("ada", records.reading(note="fine"))
        store.events.add(records.event("ada", number))
    Belongings(tmp_path, "ada").consent("terms", NOON)
    return url


@pytest.fixture
def archive(full, tmp_path):
    file = tmp_path / "moodarc.tar.gz"
    assert back_up(full, file, data_dir=tmp_path).manifest.kind == "postgresql"
    return file


def test_all_comes_back_in_an_empty_database(full, archive, *, tmp_path, records):
    before = told(full)
    with connected(full) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    done = restore(archive, db=full, data_dir=tmp_path / "elsewhere")
    assert (done.schema, done.kept) == (SCHEMA_REVISION, [])
    assert told(full) == before
    assert Belongings(tmp_path / "elsewhere", "ada").has_consented("terms")
    with open_store(full) as store:  # numbers go on where they were
        assert store.tracks.place([records.placement("/b.ogg", content="c2")]) == [2]


def test_the_old_tables_stay_in_a_schema_beside(full, archive, tmp_path):
    before = told(full)
    with open_store(full) as store:
        store.listeners.ensure("later")
    with pytest.raises(BackupError, match="is there already; --force"):
        restore(archive, db=full, data_dir=tmp_path / "elsewhere")
    kept, _ = restore(archive, db=full, data_dir=tmp_path, force=True).kept
    assert told(full) == before
    assert schemas(full) == [kept]
    with connected(full) as connection:
        connection.execute(text(f'SET search_path TO "{kept}"'))
        names = connection.execute(text("SELECT name FROM listeners ORDER BY id"))
        assert names.scalars().all() == ["ada", "later"]


def test_where_it_fails_all_is_as_before(full, archive, *, tmp_path, monkeypatch):
    before = told(full)

    def fail(*_arguments, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("moodarc.storage.backup.restoring.shutil.copytree", fail)
    with pytest.raises(BackupError, match="No space left"):
        restore(archive, db=full, data_dir=tmp_path, force=True)
    assert told(full) == before
    assert schemas(full) == []


def test_a_database_that_is_used_is_left_alone(full, archive, tmp_path):
    with open_store(full) as store:
        store.listeners.names()
        with pytest.raises(BackupError, match="use the database; stop them"):
            restore(archive, db=full, data_dir=tmp_path, force=True)


def test_an_older_database_is_migrated_when_it_comes_back(url, tmp_path):
    database = Database(create_engine(database_url(url)), "old")
    with database.writing() as connection:
        upgrade(connection, "0004")
        connection.execute(text("INSERT INTO listeners (name, created_at) VALUES ('ada', now())"))
    database.engine.dispose()
    file = tmp_path / "old.tar.gz"
    assert back_up(url, file, data_dir=tmp_path).manifest.schema == "0004"
    restore(file, db=url, data_dir=tmp_path, force=True)
    assert [log["listener"] for log in told(url)[0]] == ["ada"]


def test_without_the_program_or_the_server_it_is_one_sentence(full, tmp_path, monkeypatch):
    with pytest.raises(StorageError, match="cannot be used"):
        back_up("postgresql://nobody@127.0.0.1:1/x", tmp_path / "a", data_dir=tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StorageError, match=r"pg_dump is not installed; .*postgresql-client"):
        back_up(full, tmp_path / "a", data_dir=tmp_path)
    assert not (tmp_path / "a").exists()


def test_a_password_is_in_no_process_list_and_reaches_the_program(full, tmp_path, monkeypatch):
    programs = tmp_path / "programs"
    programs.mkdir()
    spy = programs / "pg_dump"
    spy.write_text(f'#!/bin/sh\necho "$@ $PGPASSWORD" > {tmp_path}/told\necho no; exit 3\n')
    spy.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    with pytest.raises(StorageError, match="could not be saved: exit code 3"):
        back_up(full.replace("moodarc@", "moodarc:s3cret@"), tmp_path / "a", data_dir=tmp_path)
    words = (tmp_path / "told").read_text()
    assert words.strip().endswith(" s3cret")
    assert "moodarc:s3cret" not in words
