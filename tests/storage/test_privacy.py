"""Everything of one listener goes out, or goes away."""

import json

import pytest
from sqlalchemy import func, select

from moodarc.errors import StorageError
from moodarc.storage import open_store
from moodarc.storage.tables import metadata

WORDS = "I cried about Wolfgang last night"
LONG = "zwischenwort " * 3000


@pytest.fixture
def two(store, records):
    """Two listeners with a log, one of whom said something nobody else may find."""
    store.tracks.place([records.placement()])
    for name, word in (("ada-lovelace", WORDS), ("bob", "fine")):
        store.listeners.ensure(name)
        for _ in range(40):
            store.readings.add(name, records.reading(note=word))
            store.events.add(records.event(name, 1, details={"why": word}))
            store.decisions.add(records.decision(name, reach=word))
    store.readings.add("ada-lovelace", records.reading(note=LONG))
    return store


def rows(store):
    with store._database.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def bytes_on_disk(folder):
    return b"".join(file.read_bytes() for file in folder.glob("music.db*"))


def test_an_export_holds_all_logs_and_is_json(two):
    out = json.loads(json.dumps(two.export_listener("ada-lovelace")))
    assert [len(out[log]) for log in ("readings", "events", "decisions")] == [41, 40, 40]
    assert out["readings"][0]["note"] == WORDS
    assert out["readings"][0]["at"] == "2026-03-01T12:00:00+00:00"
    assert out["tracks"] == [
        {"track_id": 1, "path": "/music/one.ogg", "title": "One", "artist": "Ada"}
    ]
    assert "fine" not in json.dumps(out)


def test_an_export_names_the_tracks_that_were_only_offered(store, records):
    store.tracks.place([records.placement(f"/m/{i}", content=str(i)) for i in range(1, 1202)])
    for name, offered in (("ada", range(1, 1200)), ("bob", [1201])):
        store.listeners.ensure(name)
        for number in offered:
            store.decisions.add(records.decision(name, number))
    store.events.add(records.event("ada", 1200))
    out = store.export_listener("ada")
    assert [track["track_id"] for track in out["tracks"]] == list(range(1, 1201))
    assert out["tracks"][-2]["path"] == "/m/1199"


def test_erasing_removes_all_rows_of_one_and_nothing_else(two):
    before, bob = rows(two), two.export_listener("bob")
    assert two.erase_listener("ada-lovelace") == {
        "events": 40,
        "readings": 41,
        "decisions": 40,
        "sessions": 0,
        "corrections": 0,
        "samples": 0,
        "facts": 0,
        "tokens": 0,
    }
    after = rows(two)
    assert after == {**before, "listeners": 1, "readings": 40, "events": 40, "decisions": 40}
    assert two.export_listener("bob") == bob
    assert two.listeners.names() == ["bob"]


def test_no_page_of_any_file_holds_the_words_after_erasing(two, tmp_path):
    before = bytes_on_disk(tmp_path)
    assert WORDS.encode() in before
    assert b"ada-lovelace" in before
    two.erase_listener("ada-lovelace")
    after = bytes_on_disk(tmp_path)
    for word in (WORDS.encode(), b"Wolfgang", b"ada-lovelace", b"zwischenwort"):
        assert word not in after
    assert b"fine" in after


def test_pages_that_another_reader_holds_are_reported(two, tmp_path):
    with open_store(tmp_path / "music.db") as other, other._database.reading() as connection:
        connection.execute(select(func.count()).select_from(metadata.tables["readings"]))
        with two._database.engine.connect() as impatient:
            impatient.exec_driver_sql("PRAGMA busy_timeout = 100")
        with pytest.raises(StorageError, match="another process"):
            two.erase_listener("ada-lovelace")
        assert two.listeners.names() == ["bob"]


def test_the_name_can_be_used_again_and_starts_empty(two):
    two.erase_listener("bob")
    two.listeners.ensure("bob")
    assert two.readings.of("bob") == []
