"""Samples of wearables: each once, gone in time, and with their listener."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from moodarc.errors import UnknownListenerError
from moodarc.sensing.physiology import Activity
from moodarc.sensing.wearables import Kept
from wearable_device import wrist_message


@pytest.fixture
def ann(store):
    store.listeners.ensure("ann")
    store.listeners.ensure("bob")
    return store


def message(records, number, **changes):
    at = records.reading().state.at + timedelta(seconds=number)
    return wrist_message(number, **{"at": at, **changes})


def test_a_sample_comes_out_as_it_went_in(ann, records):
    values = {"activity": Activity.LYING, "worn": False, "rr_intervals_ms": (800.25, 790.0)}
    values |= {"heart_rate_relative_bpm": -3.5, "skin_conductance_us": 0.1, "movement_g": 0.0}
    values |= {"steps_per_min": 3.0, "skin_temperature_c": 33.3}
    whole, bare = message(records, 1, **values), message(records, 2, heart_rate_bpm=None)
    assert ann.samples.add("ann", [whole, bare]) == [Kept.NEW, Kept.NEW]
    assert ann.samples.of("ann") == [whole.sample, bare.sample]
    assert ann.samples.of("bob") == []


def test_each_id_is_kept_once_within_and_across_batches(ann, records):
    one, two, three = (message(records, number) for number in (1, 2, 3))
    moved = message(records, 2, at=three.sample.at)
    assert ann.samples.add("ann", [one, two, one]) == [Kept.NEW, Kept.NEW, Kept.REPEATED]
    kept = ann.samples.add("ann", [two, three, moved])
    assert kept == [Kept.REPEATED, Kept.NEW, Kept.CONTRADICTED]
    assert ann.samples.add("bob", [one]) == [Kept.NEW]
    assert len(ann.samples.of("ann")) == 3


def test_a_batch_of_thousands_is_kept_once(ann, records):
    messages = [message(records, number) for number in range(2500)]
    assert set(ann.samples.add("ann", messages)) == {Kept.NEW}
    assert set(ann.samples.add("ann", messages)) == {Kept.REPEATED}
    assert ann.samples.add("ann", []) == []


def test_a_stretch_of_time_holds_its_start_and_not_its_end(ann, records):
    messages = [message(records, number) for number in range(4)]
    ann.samples.add("ann", messages)
    since, before = messages[1].sample.at, messages[3].sample.at
    found = ann.samples.of("ann", since=since, before=before)
    assert found == [messages[1].sample, messages[2].sample]


def test_old_ones_are_forgotten_and_their_readings_stay(ann, records):
    messages = [message(records, number) for number in range(4)]
    ann.samples.add("ann", messages)
    start, end = messages[0].sample.at, messages[2].sample.at
    assert ann.samples.read("ann", (start, end), records.reading(at=end))
    assert ann.samples.forget_before("ann", end) == 2
    assert ann.samples.of("ann") == [messages[2].sample, messages[3].sample]
    assert ann.readings.of("ann") == [records.reading(at=end)]


def test_what_was_measured_goes_out_and_away_with_the_listener(ann, records, tmp_path):
    ann.samples.add("ann", [message(records, 1, device="the-wrist-of-ann")])
    ann.samples.add("bob", [message(records, 1)])
    [row] = ann.export_listener("ann")["samples"]
    assert row["heart_rate_bpm"] == 61.0
    assert row["device"] == "the-wrist-of-ann"
    assert row["at"] == "2026-03-01T12:00:01+00:00"
    assert ann.erase_listener("ann")["samples"] == 1
    assert len(ann.samples.of("bob")) == 1
    left = b"".join(file.read_bytes() for file in tmp_path.glob("music.db*"))
    assert b"the-wrist-of-ann" not in left


def test_an_unknown_listener_is_told(store, records):
    for ask in (
        lambda: store.samples.add("eve", [message(records, 1)]),
        lambda: store.samples.of("eve"),
        lambda: store.samples.oldest_unread("eve", records.reading().state.at),
    ):
        with pytest.raises(UnknownListenerError):
            ask()


def test_what_is_kept_is_on_disk_before_it_is_told(ann, records):
    """SQLite's level 2, FULL, syncs at each commit; 1, NORMAL, may lose the last ones in WAL."""
    levels = []

    def look(connection, _cursor, statement, *_):
        if statement.startswith(("INSERT INTO samples", "INSERT INTO readings")):
            level = connection.connection.execute("PRAGMA synchronous").fetchone()[0]
            levels.append(level)

    event.listen(ann._database.engine, "before_cursor_execute", look)
    ann.samples.add("ann", [message(records, 1)])
    ann.readings.add("ann", records.reading())
    assert levels == [2, 1]
