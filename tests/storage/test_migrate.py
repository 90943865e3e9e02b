"""Opening databases of every age."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, insert, text

from moodarc.errors import StorageError
from moodarc.storage import SCHEMA_REVISION, open_store
from moodarc.storage.analyses import row_from_analysis
from moodarc.storage.connection import Database
from moodarc.storage.migrate import MIGRATIONS, upgrade
from moodarc.storage.sqlite import prepare_engine
from moodarc.storage.tables import analyses, failures, metadata, tracks
from moodarc.storage.track_rows import row_from_placement

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def empty(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/old.db")
    prepare_engine(engine)
    yield Database(engine, "old.db")
    engine.dispose()


def test_the_newest_revision_is_the_head_of_the_scripts():
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == SCHEMA_REVISION


def test_all_migrations_together_make_the_tables_as_they_are_written(empty):
    with empty.writing() as connection:
        upgrade(connection)
    with empty.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_an_older_database_is_migrated_and_keeps_its_rows(tmp_path, empty):
    with empty.writing() as connection:
        upgrade(connection, "0001")
        row = {"path": Path("/bad.mp3"), "reason": "no audio", "seen_at": NOON}
        connection.execute(insert(failures).values(row))
    with open_store(tmp_path / "old.db") as store:
        assert [failure.reason for failure in store.failures.below()] == ["no audio"]
        store.listeners.ensure("ada")
        assert store.listeners.names() == ["ada"]


def test_a_library_from_before_lyrics_keeps_tracks_and_analyses(tmp_path, empty, records):
    placement = records.placement()
    row = row_from_placement(placement)
    before = {name: value for name, value in row.items() if not name.startswith("lyrics_")}
    analysis = row_from_analysis(placement.analysis)
    del analysis["embedding"]
    with empty.writing() as connection:
        upgrade(connection, "0002")
        connection.execute(insert(tracks).values(added_at=NOON, **before))
        new = insert(analyses).values(content_hash="c1", analysed_at=NOON, **analysis)
        connection.execute(new)
    with open_store(tmp_path / "old.db") as store:
        [track] = store.tracks.playable()
        assert (track.path, track.tags) == (placement.path, placement.tags)
        assert track.analysis.affect == placement.analysis.affect
        assert track.lyrics is None
        assert track.analysis.embedding is None
        [state] = store.tracks.states_of([track.track_id])
        assert state.lyrics_stamp is None


def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path):
    file = tmp_path / "new.db"
    open_store(file).close()
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match=r"schema 9999, .*newer version: update moodarc"):
        open_store(file)
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_a_database_of_another_program_is_refused(tmp_path):
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("CREATE TABLE songs (id INTEGER)")
    with pytest.raises(StorageError, match=r"not one of moodarc .*songs"):
        open_store(file)


def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path):
    file = tmp_path / "song.mp3"
    file.write_bytes(b"ID3" + bytes(range(256)) * 20)
    with pytest.raises(StorageError, match="not a database") as caught:
        open_store(file)
    assert "\n" not in str(caught.value)


def test_a_migration_that_fails_leaves_no_half_schema(empty):
    def migrate_and_fail():
        with empty.writing() as connection:
            upgrade(connection)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        migrate_and_fail()
    with empty.reading() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master")).scalars().all()
    assert names == []


def test_a_log_from_before_facts_keeps_its_decisions(tmp_path, empty):
    with empty.writing() as connection:
        upgrade(connection, "0003")
        connection.execute(
            text("INSERT INTO listeners (name, created_at) VALUES ('ada', '2026-03-01 12:00:00')")
        )
        connection.execute(text(OLD_DECISION))
    with open_store(tmp_path / "old.db") as store:
        [decision] = store.decisions.of("ada")
        assert (decision.intent, decision.lift_offered, decision.overruled) == (None, False, False)
        store.facts.correct("ada", {"birth_year": 1990}, NOON)
        assert store.facts.of("ada").birth_year == 1990


OLD_DECISION = """
INSERT INTO decisions (listener_id, at, belief, goal, policy, models, reach, offers) VALUES (
    1, '2026-03-01 12:00:00',
    '{"valence": 0, "arousal": 0, "dominance": null, "variance": [0.1, 0.1, null],
      "at": "2026-03-01T12\\:00\\:00+00\\:00", "expression": null, "vector": null, "source": "x"}',
    '{"kind": "match", "target": null}', 'p', '{}', '', '[]')
"""
