"""`moodarc listener`: facts that are told, and the profile that the log gives."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from moodarc.affect import AffectReading, AffectState, Variance
from moodarc.catalog import EventKind, ListeningEvent
from moodarc.storage import open_store

AT = datetime(2026, 1, 1, 8, tzinfo=UTC)


@pytest.fixture
def log(db):
    """Of me: tracks that were played, and how they felt."""
    with open_store(db) as store:
        store.listeners.ensure("me")
        [first, *_] = store.tracks.playable()
        for n in range(6):
            at = AT + timedelta(hours=5 * n)
            state = AffectState(valence=-0.6, arousal=0.2, at=at, variance=Variance(0.06, 0.06))
            store.readings.add("me", AffectReading(state=state, modality="self_report"))
            for kind in (EventKind.PLAY, EventKind.SKIP):
                event = ListeningEvent(listener="me", at=at, kind=kind, track_id=first.track_id)
                store.events.add(event)
    return db


@pytest.mark.usefixtures("db")
def test_a_new_listener_needs_to_say_nothing(run):
    assert run("listener", "new", "--json").data == {"listener": "me", "facts": {}}
    assert run("listeners").stdout == "* me\n"


@pytest.mark.usefixtures("db")
def test_a_listener_is_made_once(run):
    run("listener", "new")
    assert "`moodarc listener set`" in run("listener", "new", code=2).stderr


@pytest.mark.usefixtures("db")
def test_facts_are_told_kept_and_shown(run):
    told = ("--birth-year", "1990", "--genres", "Jazz, hip hop, zydeco", "--country", "Peru")
    run("listener", "new", *told)
    data = run("listener", "show", "--json").data
    assert data["facts"] == {
        "birth_year": 1990,
        "country": "Peru",
        "genres": ["Jazz", "hip hop", "zydeco"],
    }
    assert data["cold_start"]["genres"] == ["Jazz", "hip hop"]
    assert data["cold_start"]["unknown_genres"] == ["zydeco"]
    assert data["cold_start"]["unused_facts"] == ["birth_year", "country"]
    assert -1 < data["cold_start"]["liked"]["valence"] < 1
    shown = run("listener", "show").stdout
    for word in (
        "Jazz, hip hop",
        "what you like to hear",
        "zydeco",
        "no figure of ours",
        "anybody",
    ):
        assert word in shown


@pytest.mark.usefixtures("db")
def test_what_is_sensitive_is_kept_only_with_an_agreement(run):
    result = run("listener", "new", "--big-five", "openness=4.2", code=2)
    assert "give --yes" in result.stderr
    assert "which is sensitive" in result.stderr
    assert run("listeners", "--json").data == []
    run("listener", "new", "--big-five", "openness=4.2, neuroticism=2", "--yes")
    run("listener", "set", "--culture", "Tuva")
    facts = run("listener", "show", "--json").data["facts"]
    assert facts == {"openness": 4.2, "neuroticism": 2.0, "culture": "Tuva"}


@pytest.mark.usefixtures("db")
def test_the_agreement_is_asked_for_at_a_terminal(run, monkeypatch):
    monkeypatch.setattr("moodarc.cli.consent.is_terminal", lambda: True)
    assert "nothing was kept" in run("listener", "new", "--gender", "x", input="n\n", code=2).stderr
    run("listener", "new", "--gender", "x", input="y\n")
    assert run("listener", "show", "--json").data["facts"] == {"gender": "x"}


@pytest.mark.usefixtures("db")
def test_withdrawing_removes_what_is_sensitive_and_asks_again(run):
    run("listener", "new", "--gender", "x", "--country", "Peru", "--yes")
    run("listener", "set", "--withdraw")
    assert run("listener", "show", "--json").data["facts"] == {"country": "Peru"}
    assert "give --yes" in run("listener", "set", "--gender", "y", code=2).stderr


@pytest.mark.usefixtures("db")
def test_facts_are_forgotten(run):
    run("listener", "new", "--birth-year", "1990", "--genres", "jazz", "--age", "30-39")
    run("listener", "set", "--forget", "genres", "--forget", "birth-year")
    assert run("listener", "show", "--json").data["facts"] == {"age_band": "30-39"}


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["set"], "nothing to change"),
        (["set", "--forget", "iq"], "no fact is called 'iq'"),
        (["set", "--genres", "jazz", "--forget", "genres"], "given and taken back at once"),
        (["set", "--genres", " , "], "names no genre"),
        (["set", "--big-five", "iq=3"], "'iq' is none of openness"),
        (["set", "--big-five", "openness=lots"], "'openness=lots' is no scored trait"),
        (["set", "--big-five", "openness=9", "--yes"], "expected 1 to 5"),
        (["set", "--age", "old"], "such as 25-34"),
        (["set", "--time-zone", "Mars"], "no time zone is called 'Mars'"),
        (["show", "--listener", "eve"], "no listener is called 'eve'"),
        (["set", "--listener", "eve", "--age", "20-30"], "no listener is called 'eve'"),
    ],
)
@pytest.mark.usefixtures("db")
def test_what_cannot_be_is_one_line(run, options, complaint):
    run("listener", "new")
    result = run("listener", *options, code=2)
    assert complaint in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.usefixtures("log")
def test_the_profile_is_what_the_log_says(run):
    data = run("listener", "show", "--json").data
    assert data["readings"] == 6
    level = data["valence"]["level"]
    assert level["low"] < level["value"] < level["high"] < 0.1
    assert data["habits"]["events"] == {"play": 6, "skip": 6}
    assert data["habits"]["skipped"]["value"] == pytest.approx(7 / 8)
    shown = run("listener", "show").stdout
    assert "from 6 readings" in shown
    assert "6 play" in shown


@pytest.mark.usefixtures("db")
def test_a_new_listener_has_a_profile_and_it_says_that_it_knows_nothing(run):
    run("listener", "new")
    data = run("listener", "show", "--json").data
    assert data["readings"] == 0
    assert data["valence"]["level"]["high"] - data["valence"]["level"]["low"] > 1
    assert "no reading yet" in run("listener", "show").stdout


def test_erasing_and_exporting_take_the_facts_along(run, log):
    run("listener", "set", "--culture", "Atlantis-word", "--yes")
    exported = run("export", "--json").data
    assert [fact["value"] for fact in exported["facts"]] == ["Atlantis-word"]
    assert "camera_consent.json" in exported["files"]
    erased = run("erase", "--yes", "--json").data["erased"]
    assert (erased["facts"], erased["files"]) == (1, 1)
    kept = b"".join(file.read_bytes() for file in log.parent.glob("*.db*"))
    assert b"Atlantis-word" not in kept
    assert json.loads(run("listeners", "--json").stdout) == []


@pytest.mark.usefixtures("db")
def test_names_and_words_of_any_script_pass_through(run):
    run("listener", "new", "--listener", "Зоя", "--genres", "欅坂, jazz")
    assert "欅坂" in run("listener", "show", "--listener", "Зоя").stdout
