"""Listeners and what is kept of them."""

from datetime import timedelta

import pytest

from moodarc.affect import Goal, GoalKind
from moodarc.catalog import SessionEvent, SessionEventKind
from moodarc.errors import InputError, UnknownListenerError, UnknownTrackError


@pytest.fixture
def ada(store, records):
    store.tracks.place([records.placement()])
    store.listeners.ensure("ada")
    return "ada"


def test_a_listener_is_made_once(store):
    for name in ("ada", "bob", "ada"):
        store.listeners.ensure(name)
    assert store.listeners.names() == ["ada", "bob"]


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 65, "a\udcff", "\x1b[1m"])
def test_a_name_that_cannot_be_shown_is_refused(store, name):
    with pytest.raises(InputError, match="printable"):
        store.listeners.ensure(name)


@pytest.mark.usefixtures("ada")
def test_an_unknown_listener_is_an_error_that_names_the_known(store):
    with pytest.raises(UnknownListenerError, match=r"'bob' \(known: ada\)"):
        store.readings.of("bob")
    for ask in (store.events.of, store.decisions.of, store.export_listener, store.erase_listener):
        with pytest.raises(UnknownListenerError):
            ask("\udcff")


def test_a_reading_comes_back_as_it_went_in(store, ada, records):
    store.readings.add(ada, records.reading(note="tired, 疲れた"))
    assert store.readings.of(ada) == [records.reading(note="tired, 疲れた")]


def test_a_note_with_broken_bytes_is_kept_readable(store, ada, records):
    store.readings.add(ada, records.reading(note="so\udcff"))
    assert store.readings.of(ada)[0].note == "so?"


def test_readings_come_by_time_and_can_be_cut(store, ada, records):
    at = records.reading().state.at
    for minutes in (20, 0, 10):
        reading = records.reading(at=at + timedelta(minutes=minutes), valence=minutes / 100)
        store.readings.add(ada, reading)
    values = [reading.state.valence for reading in store.readings.of(ada)]
    assert values == [0.0, 0.1, 0.2]
    assert [r.state.valence for r in store.readings.of(ada, limit=2)] == [0.1, 0.2]
    late = store.readings.of(ada, since=at + timedelta(minutes=10))
    assert [r.state.valence for r in late] == [0.1, 0.2]


def test_readings_of_others_are_seen_once_however_late_they_were_measured(store, ada, records):
    at = records.reading().state.at
    store.readings.add(ada, records.reading(at=at))
    first, number = store.readings.stored_after(ada, 0)
    assert first == [records.reading(at=at)]
    assert store.readings.stored_after(ada, number) == ([], number)
    for minutes in (20, -10):
        store.readings.add(ada, records.reading(at=at + timedelta(minutes=minutes)))
    late, newest = store.readings.stored_after(ada, number)
    assert [r.state.at - at for r in late] == [timedelta(minutes=20), timedelta(minutes=-10)]
    assert newest > number


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "start", "goal": Goal(GoalKind.LIFT), "minutes": 30.0, "seed_track_id": 1},
        {"kind": "goal", "goal": Goal(GoalKind.POINT, (0.5, -0.25))},
        {"kind": "stop", "reason": "the time is up"},
    ],
)
@pytest.mark.usefixtures("ada")
def test_what_frames_a_session_comes_back_as_it_went_in(store, records, told):
    at, kind = records.reading().state.at, SessionEventKind(told["kind"])
    event = SessionEvent(listener="ada", at=at, **{**told, "kind": kind})
    store.sessions.add(event)
    assert store.sessions.of("ada") == [event]
    assert store.sessions.of("ada", since=at + timedelta(seconds=1)) == []


def test_an_event_comes_back_as_it_went_in(store, ada, records):
    store.events.add(records.event(ada, 1))
    assert store.events.of(ada) == [records.event(ada, 1)]
    later = records.event(ada, 1).at + timedelta(seconds=1)
    assert store.events.of(ada, since=later) == []


def test_an_event_of_a_track_that_is_not_there_is_refused(store, ada, records):
    with pytest.raises(UnknownTrackError, match="99"):
        store.events.add(records.event(ada, 99))


def test_a_decision_comes_back_as_it_went_in(store, ada, records):
    assert store.decisions.add(records.decision(ada)) == 1
    assert store.decisions.of(ada) == [records.decision(ada)]
    assert store.decisions.of(ada, limit=0) == []


def test_listeners_do_not_see_each_other(store, ada, records):
    store.listeners.ensure("bob")
    store.readings.add(ada, records.reading())
    assert store.readings.of("bob") == []
