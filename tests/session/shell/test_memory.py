"""What is held of listeners between requests is what the store says, whoever wrote it."""

from datetime import UTC, datetime, timedelta

import pytest

from moodarc.affect import Goal, GoalKind
from moodarc.catalog import Decision, EventKind, ListeningEvent
from moodarc.sensing import from_point
from moodarc.session.shell import KnownListeners, believed_now, listener_log
from moodarc.storage import open_store
from synthetic_library import make_library, place_all

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "m.db") as store:
        place_all(store, make_library(5))
        yield store


def after(minutes):
    return NOON + timedelta(minutes=minutes)


def agree(store, known, listener, *, at):
    """That what is held tells what a fresh look at the store tells."""
    held, fresh = known.of(listener, at), listener_log(store, listener)
    own = believed_now(fresh, None, None, at=at)
    told = held.mood.belief(at)
    assert told.state.valence == pytest.approx(own.state.valence, abs=1e-12)
    assert told.state.variance == pytest.approx(own.state.variance, abs=1e-12)
    assert told.source == own.source
    assert list(held.log.readings) == list(fresh.readings)
    assert [one.at for one in held.log.decisions] == [one.at for one in fresh.decisions]


def shown(listener, at, belief, *, lift=False):
    return Decision(
        listener=listener,
        at=at,
        belief=belief,
        goal=Goal(GoalKind.MATCH),
        offers=(),
        policy="paper",
        lift_offered=lift,
    )


def test_it_follows_the_log_whoever_writes_it(store):
    known = KnownListeners(store)
    agree(store, known, "ada", at=NOON)
    for name in ("ada", "bob"):
        store.listeners.ensure(name)
    for step in range(12):
        store.readings.add("ada", from_point(0.08 * step - 0.5, 0.1, after(10 * step)))
        store.readings.add("bob", from_point(-0.5, -0.5, after(10 * step)))
        agree(store, known, "ada", at=after(10 * step + 1))
    store.readings.add("ada", from_point(0.9, 0.9, after(3)))  # one that comes late
    agree(store, known, "ada", at=after(130))
    agree(store, known, "bob", at=after(130))


def test_a_reading_of_a_clock_that_is_ahead_counts_when_its_time_comes(store):
    known = KnownListeners(store)
    store.listeners.ensure("ada")
    store.readings.add("ada", from_point(-0.5, 0.0, NOON))
    store.readings.add("ada", from_point(0.9, 0.9, after(30)))
    for minutes in (1, 29, 31):
        agree(store, known, "ada", at=after(minutes))


def test_lists_bans_and_offers_of_a_lift_are_known(store):
    known = KnownListeners(store)
    store.listeners.ensure("ada")
    belief = known.of("ada", NOON).mood.belief(NOON)
    number = store.decisions.add(shown("ada", NOON, belief))
    known.shown("ada", shown("ada", NOON, belief), number)
    agree(store, known, "ada", at=after(1))
    store.decisions.add(shown("ada", after(2), belief, lift=True))
    ban = {"kind": EventKind.BAN, "track_id": 3}
    store.events.add(ListeningEvent(listener="ada", at=after(3), **ban))
    held = known.of("ada", after(4))
    assert held.log.lift_offered
    assert held.banned == {3}
    agree(store, known, "ada", at=after(4))


def test_who_was_erased_is_forgotten(store):
    known = KnownListeners(store)
    store.listeners.ensure("ada")
    store.readings.add("ada", from_point(-0.9, 0.0, NOON))
    assert known.of("ada", after(1)).log.readings
    store.erase_listener("ada")
    assert not known.of("ada", after(1)).log.readings
    store.listeners.ensure("ada")
    assert not known.of("ada", after(1)).log.readings
    agree(store, known, "ada", at=after(1))


def test_no_more_listeners_are_held_than_may_be(store):
    known = KnownListeners(store, most=2)
    for name in ("ada", "bob", "cyd"):
        store.listeners.ensure(name)
        store.readings.add(name, from_point(0.5, 0.5, NOON))
    for name in ("ada", "bob", "cyd", "ada"):
        agree(store, known, name, at=after(1))
