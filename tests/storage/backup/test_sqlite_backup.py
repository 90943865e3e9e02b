"""A SQLite database and its listeners' belongings go into one file and come back."""

import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, text

from moodarc.errors import BackupError, StorageError
from moodarc.storage import SCHEMA_REVISION, Belongings, Scope, open_store
from moodarc.storage.backup import back_up, restore
from moodarc.storage.connection import Database
from moodarc.storage.migrate import upgrade
from moodarc.storage.sqlite import prepare_engine

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class House:
    """A database with its data directory, and what is told of them."""

    def __init__(self, folder):
        self.data_dir = folder
        self.db = folder / "music.db"
        self.db.parent.mkdir(exist_ok=True)

    def fill(self, listener="ada"):
        with open_store(self.db) as store:
            store.listeners.ensure(listener)
            scopes = [Scope.LISTEN]
            store.tokens.add("phone", listener=listener, hashed="h", scopes=scopes, at=NOON)
        belongings = Belongings(self.data_dir, listener)
        belongings.consent("terms", NOON)
        belongings.face_head.mkdir(exist_ok=True)
        (belongings.face_head / "model.safetensors").write_bytes(bytes(range(256)) * 10)
        return self

    def told(self):
        """All that is kept, by listener."""
        with open_store(self.db) as store:
            names = store.listeners.names()
            exports = [store.export_listener(name) for name in names]
        return exports, [Belongings(self.data_dir, name).exported() for name in names]

    def back_up(self, file, **more):
        return back_up(self.db, file, data_dir=self.data_dir, **more)

    def restore(self, file, **more):
        return restore(file, db=self.db, data_dir=self.data_dir, **more)


@pytest.fixture
def full(tmp_path):
    return House(tmp_path / "full").fill()


@pytest.fixture
def empty(tmp_path):
    return House(tmp_path / "empty")


@pytest.fixture
def archive(full, tmp_path):
    file = tmp_path / "moodarc.tar.gz"
    full.back_up(file)
    return file


def test_all_comes_back_in_another_place(full, empty, archive):
    done = empty.restore(archive)
    assert empty.told() == full.told()
    assert (done.location, done.schema, done.kept) == (str(empty.db), SCHEMA_REVISION, [])
    assert done.manifest.n_listeners == 1
    assert sorted(path.name for path in empty.data_dir.iterdir()) == ["listeners", "music.db"]


def test_a_backup_is_its_owners_only_and_leaves_nothing_beside(full, archive, tmp_path):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"full", "moodarc.tar.gz"}
    assert full.back_up(archive, force=True).size_bytes == archive.stat().st_size


def test_it_is_made_while_others_write(full, empty, tmp_path):
    stop = threading.Event()

    def write():
        with open_store(full.db) as store:
            number = 0
            while not stop.is_set():
                number += 1
                store.listeners.ensure(f"listener {number}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            full.back_up(tmp_path / f"{number}.tar.gz")
    finally:
        stop.set()
        writer.join()
    empty.restore(tmp_path / "2.tar.gz")
    copied, there = ([log["listener"] for log in house.told()[0]] for house in (empty, full))
    assert copied == there[: len(copied)]


def test_what_was_written_last_is_in_it(full, empty, tmp_path):
    with open_store(full.db) as store:  # its log is not written back while it is open
        store.listeners.ensure("bob")
        full.back_up(tmp_path / "b.tar.gz")
    empty.restore(tmp_path / "b.tar.gz")
    assert [log["listener"] for log in empty.told()[0]] == ["ada", "bob"]


def test_nothing_is_overwritten_without_force(full, archive):
    before = full.told()
    for file in (archive, archive.parent):
        with pytest.raises(BackupError, match=r"is there already; give another file"):
            full.back_up(file)
    with pytest.raises(BackupError, match=r"music.db is there already; --force"):
        full.restore(archive)
    full.db.unlink()
    with pytest.raises(BackupError, match=r"listeners/[0-9a-f]{32} is there already"):
        full.restore(archive)
    full.restore(archive, force=True)
    assert full.told() == before


def test_with_force_the_old_ones_stay_beside(full, archive):
    before = full.told()
    with open_store(full.db) as store:
        store.listeners.ensure("later")
    Belongings(full.data_dir, "ada").consent("later terms", NOON)
    Belongings(full.data_dir, "eve").consent("of another database", NOON)
    after = full.told()
    kept_db, kept_listeners = full.restore(archive, force=True).kept
    assert full.told() == before
    assert Belongings(full.data_dir, "eve").has_consented("of another database")
    old = House(full.data_dir.parent / "old")
    (full.data_dir / kept_db).rename(old.db)
    (full.data_dir / kept_listeners).rename(old.data_dir / "listeners")
    assert old.told() == after


def test_a_database_that_is_open_elsewhere_is_left_alone(full, archive):
    with open_store(full.db) as store:
        store.listeners.names()
        with pytest.raises(BackupError, match=r"another process has .* open; stop it"):
            full.restore(archive, force=True)
        store.listeners.ensure("bob")
    assert [log["listener"] for log in full.told()[0]] == ["ada", "bob"]


def test_a_damaged_database_is_moved_aside(full, archive):
    before = full.told()
    full.db.write_bytes(b"not a database at all" * 500)
    [kept_db, _] = full.restore(archive, force=True).kept
    assert full.told() == before
    assert (full.data_dir / kept_db).read_bytes().startswith(b"not a database")


def test_where_it_fails_at_the_end_all_is_as_before(full, archive, monkeypatch):
    before = full.told()

    def fail(*_arguments, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("moodarc.storage.backup.restoring.shutil.copytree", fail)
    with pytest.raises(BackupError, match="No space left"):
        full.restore(archive, force=True)
    assert full.told() == before
    assert sorted(path.name for path in full.data_dir.iterdir()) == ["listeners", "music.db"]


def test_an_older_database_is_saved_as_it_is_and_migrated_when_it_comes_back(empty, tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/old.db")
    prepare_engine(engine)
    with Database(engine, "old").writing() as connection:
        upgrade(connection, "0004")
        sentence = "INSERT INTO listeners (name, created_at) VALUES ('ada', '2026-03-01 12:00:00')"
        connection.execute(text(sentence))
    engine.dispose()
    made = back_up(tmp_path / "old.db", tmp_path / "old.tar.gz", data_dir=tmp_path)
    assert made.manifest.schema == "0004"
    with closing(sqlite3.connect(tmp_path / "old.db")) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [("0004",)]
    assert empty.restore(tmp_path / "old.tar.gz").schema == SCHEMA_REVISION
    assert [log["listener"] for log in empty.told()[0]] == ["ada"]


def test_a_newer_or_foreign_database_is_not_saved(full, tmp_path):
    with closing(sqlite3.connect(full.db)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BackupError, match="schema 9999, which is newer"):
        full.back_up(tmp_path / "new.tar.gz")
    with closing(sqlite3.connect(tmp_path / "songs.db")) as raw, raw:
        raw.execute("CREATE TABLE songs (id INTEGER)")
    with pytest.raises(StorageError, match="not one of moodarc"):
        back_up(tmp_path / "songs.db", tmp_path / "x.tar.gz", data_dir=tmp_path)
    (tmp_path / "song.mp3").write_bytes(b"ID3" + bytes(range(256)) * 20)
    with pytest.raises(StorageError, match="not a database"):
        back_up(tmp_path / "song.mp3", tmp_path / "x.tar.gz", data_dir=tmp_path)
    assert list(tmp_path.glob("*.tar.gz")) == []


def test_what_cannot_be_saved_or_written_is_one_sentence(full, tmp_path):
    with pytest.raises(BackupError, match=r"there is no database .*nothing to back up"):
        back_up(tmp_path / "none.db", tmp_path / "x.tar.gz", data_dir=tmp_path)
    with pytest.raises(BackupError, match="cannot be written: No such file"):
        full.back_up(tmp_path / "no folder" / "x.tar.gz")
    with closing(sqlite3.connect(tmp_path / "blank.db")) as raw:
        raw.execute("VACUUM")
    with pytest.raises(BackupError, match="is empty"):
        back_up(tmp_path / "blank.db", tmp_path / "x.tar.gz", data_dir=tmp_path)


def test_half_written_files_are_left_out_and_odd_names_are_told(full, empty, tmp_path):
    belongings = Belongings(full.data_dir, "ada")
    (belongings.folder / ".face_head-x").mkdir()
    (belongings.folder / ".face_head-x" / "new").write_text("half")
    full.back_up(tmp_path / "a.tar.gz")
    empty.restore(tmp_path / "a.tar.gz")
    assert len(Belongings(empty.data_dir, "ada").files()) == 2
    (belongings.folder / "ä.txt").write_text("x")
    with pytest.raises(BackupError, match="no backup can hold; rename"):
        full.back_up(tmp_path / "b.tar.gz")
