"""The same storage on a real PostgreSQL, started for the test where its programs are installed."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, text

from moodarc.affect import Goal, GoalKind, TrackAffect, Variance
from moodarc.catalog import SessionEvent, SessionEventKind
from moodarc.sensing.wearables import Kept
from moodarc.storage import Failure, Scope, TrackFilter, database_url, inspect_database, open_store
from moodarc.storage.connection import Database
from moodarc.storage.migrate import upgrade
from moodarc.storage.tables import tracks
from moodarc.storage.track_rows import row_from_placement
from wearable_device import wrist_message

pytestmark = pytest.mark.service


def test_a_listener_and_their_log_go_in_come_out_and_go_away(url, records):
    with open_store(url) as store:
        [number] = store.tracks.place([records.placement()])
        store.listeners.ensure("ada")
        store.readings.add("ada", records.reading(note="fine"))
        store.events.add(records.event("ada", number))
        store.decisions.add(records.decision("ada", number))
        at = records.reading().state.at
        begun = SessionEvent(
            listener="ada",
            at=at,
            kind=SessionEventKind.START,
            goal=Goal(GoalKind.POINT, (0.5, 0.1)),
        )
        store.sessions.add(begun)
        assert store.sessions.of("ada") == [begun]
        store.facts.correct("ada", {"genres": ("jazz",), "gender": "x"}, at)
        store.facts.correct("ada", {"gender": None, "birth_year": 1990}, at)
        assert store.facts.of("ada").given() == {"genres": ["jazz"], "birth_year": 1990}
        assert store.readings.of("ada") == [records.reading(note="fine")]
        assert store.decisions.of("ada") == [records.decision("ada", number)]
        out = store.export_listener("ada")
        assert [track["path"] for track in out["tracks"]] == ["/music/one.ogg"]
        assert store.erase_listener("ada") == {
            "events": 1,
            "readings": 1,
            "decisions": 1,
            "sessions": 1,
            "corrections": 0,
            "samples": 0,
            "facts": 2,
            "tokens": 0,
        }
        assert store.listeners.names() == []
    state = inspect_database(url)
    assert (state.is_current, state.n_tracks, state.size_bytes) == (True, 1, None)


def test_a_database_of_no_encoding_keeps_text_as_it_is(url):
    admin = create_engine(database_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE music"))
        made = "CREATE DATABASE music TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'"
        connection.execute(text(made))
    admin.dispose()
    with open_store(url) as store:
        store.listeners.ensure("Åse")
        assert store.listeners.names() == ["Åse"]


def test_samples_are_kept_once_and_read_once(url, records):
    at = records.reading().state.at
    with open_store(url) as store:
        store.listeners.ensure("ada")
        whole = wrist_message(1, at=at, rr_intervals_ms=(800.0,), worn=False)
        bare = wrist_message(2, at=at + timedelta(seconds=1), heart_rate_bpm=None)
        kept = store.samples.add("ada", [whole, bare, whole])
        assert kept == [Kept.NEW, Kept.NEW, Kept.REPEATED]
        assert store.samples.add("ada", [bare]) == [Kept.REPEATED]
        assert store.samples.of("ada") == [whole.sample, bare.sample]
        end = at + timedelta(minutes=1)
        assert store.samples.oldest_unread("ada", end) == at
        reading = records.reading(at=end)
        assert [store.samples.read("ada", (at, end), reading) for _ in range(2)] == [True, False]
        assert store.readings.of("ada") == [reading]
        assert store.samples.oldest_unread("ada", end) is None
        assert store.samples.forget_before("ada", end) == 2
        assert store.erase_listener("ada")["samples"] == 0


def test_keys_go_in_come_out_and_go_away(url, records):
    at = records.reading().state.at
    with open_store(url) as store:
        store.listeners.ensure("ada")
        values = {"hashed": "h", "scopes": [Scope.LISTEN, Scope.LIBRARY], "at": at}
        mine = store.tokens.add("phone", listener="ada", **values)
        nobodys = store.tokens.add("box", listener=None, expires_at=at, **values)
        store.tokens.note_use(mine.token_id, at)
        assert store.tokens.find(mine.token_id).last_used_at == at
        assert store.tokens.revoke(mine.token_id, at).revoked_at == at
        assert store.export_listener("ada")["tokens"][0]["scopes"] == ["library", "listen"]
        assert store.erase_listener("ada")["tokens"] == 1
        assert store.tokens.all() == [nobodys]


def test_listings_and_failures_are_as_on_sqlite(url, records):
    with open_store(url) as store:
        store.tracks.place([records.placement(), records.placement("/b.ogg")])
        assert [track.track_id for track in store.tracks.playable()] == [1]
        assert store.tracks.count(TrackFilter(search="ADA", quadrant="peaceful")) == 2
        below = store.tracks.below(Path("/music"))
        assert [state.path for state in below] == [Path("/music/one.ogg")]
        bad = Failure(path=Path("/c.ogg"), reason="empty", seen_at=records.reading().state.at)
        store.failures.put([bad])
        assert list(store.failures.below()) == [bad]


def test_an_older_library_is_migrated_and_lyrics_go_in_and_come_out(url, records):
    database = Database(create_engine(database_url(url)), "old")
    row = row_from_placement(records.placement())
    before = {name: value for name, value in row.items() if not name.startswith("lyrics_")}
    with database.writing() as connection:
        upgrade(connection, "0002")
        added_at = records.reading().state.at
        connection.execute(insert(tracks).values(added_at=added_at, **before))
    database.engine.dispose()
    with open_store(url) as store:
        assert store.tracks.get(1).lyrics is None
        lyrics = TrackAffect(-0.5, 0.25, Variance(0.125, 0.25))
        found = records.placement(track_id=1, lyrics=lyrics, lyrics_stamp="dummy-1")
        assert store.tracks.place([found]) == [1]
        assert store.tracks.get(1).lyrics == lyrics
        assert store.tracks.states_of([1])[0].lyrics_stamp == "dummy-1"


def test_two_that_write_the_same_files_at_once_both_end_well(url, records):
    errors = []

    def write():
        try:
            with open_store(url) as store:
                for number in range(40):
                    path = f"/m/{number}"
                    store.tracks.place([records.placement(path, content=str(number))])
        except Exception as error:  # noqa: BLE001 - told by the test
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with open_store(url) as store:
        assert store.tracks.count() == 40
