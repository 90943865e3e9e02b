"""What listeners say of themselves is kept, corrected, handed out and removed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from moodarc.affect import Intent
from moodarc.catalog import InferredIntent
from moodarc.errors import InputError, UnknownListenerError
from moodarc.listener import ListenerFacts

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def ada(store):
    store.listeners.ensure("ada")
    return "ada"


def test_of_a_new_listener_nothing_is_known(store, ada):
    assert store.facts.of(ada) == ListenerFacts()


def test_facts_come_back_as_they_were_said_and_others_stay(store, ada):
    store.facts.correct(ada, {"birth_year": 1990, "genres": ("jazz", "Rock'n'Roll")}, AT)
    store.facts.correct(ada, {"openness": 4.5}, AT)
    kept = ListenerFacts(birth_year=1990, genres=("jazz", "Rock'n'Roll"), openness=4.5)
    assert store.facts.of(ada) == kept


def test_a_corrected_fact_and_one_taken_back_leave_no_trace(store, ada, tmp_path):
    store.facts.correct(ada, {"gender": "Wolfgang-word", "country": "Atlantis"}, AT)
    store.facts.correct(ada, {"gender": "other", "country": None}, AT)
    assert store.facts.of(ada) == ListenerFacts(gender="other")
    [row] = store.export_listener(ada)["facts"]
    assert row == {"at": AT.isoformat(), "name": "gender", "value": "other"}
    store.erase_listener(ada)
    on_disk = b"".join(file.read_bytes() for file in tmp_path.glob("music.db*"))
    assert b"Wolfgang-word" not in on_disk
    assert b"Atlantis" not in on_disk


def test_erasing_counts_and_removes_them(store, ada):
    store.facts.correct(ada, {"birth_year": 1990, "gender": "x"}, AT)
    assert store.erase_listener(ada)["facts"] == 2
    store.listeners.ensure(ada)
    assert store.facts.of(ada) == ListenerFacts()


def test_listeners_do_not_see_each_others_facts(store, ada):
    store.listeners.ensure("bob")
    store.facts.correct(ada, {"birth_year": 1990}, AT)
    store.facts.correct("bob", {"birth_year": 1950}, AT)
    assert (store.facts.of(ada).birth_year, store.facts.of("bob").birth_year) == (1990, 1950)


def test_a_value_that_cannot_be_changes_nothing(store, ada):
    store.facts.correct(ada, {"birth_year": 1990}, AT)
    with pytest.raises(InputError, match="expected 1 to 5"):
        store.facts.correct(ada, {"birth_year": 1991, "openness": 7.0}, AT)
    assert store.facts.of(ada).birth_year == 1990
    with pytest.raises(InputError, match="no fact is called 'shoe_size'"):
        store.facts.correct(ada, {"shoe_size": 42}, AT)


def test_a_listener_that_is_not_there_has_no_facts(store):
    with pytest.raises(UnknownListenerError):
        store.facts.of("eve")
    with pytest.raises(UnknownListenerError):
        store.facts.correct("eve", {"birth_year": 1990}, AT)


def test_a_decision_keeps_its_intent_and_its_offer(store, ada, records):
    intent = InferredIntent(kind=Intent.MODULATE, probability=0.75, reason="why", chosen=True)
    decision = replace(records.decision(ada), intent=intent, lift_offered=True)
    assert not store.decisions.offered_lift(ada)
    store.decisions.add(decision)
    store.decisions.add(records.decision(ada))
    assert store.decisions.offered_lift(ada)
    assert store.decisions.of(ada) == [decision, records.decision(ada)]
    assert store.decisions.of(ada)[0].overruled
