"""A seed beside readings: what it asks for is used, told, kept, and overruled by a goal (LE-3)."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from moodarc.affect import AffectReading, AffectState, Intent, Variance
from moodarc.cli import main
from moodarc.music.metadata import MetadataPrior
from moodarc.session import relative_to_library, with_all_parts
from moodarc.storage import open_store
from synthetic_library import make_library, place_all

LIBRARY = make_library(200, seed=4)


def seed_near(valence, arousal):
    """The number of the track that lies nearest on the library's scale."""
    tracks, _ = relative_to_library(with_all_parts(LIBRARY, MetadataPrior.shipped()))

    def distance(track):
        affect = track.analysis.affect
        return abs(affect.valence - valence) + abs(affect.arousal - arousal)

    return str(min(tracks, key=distance).track_id)


BRIGHT, DARK = seed_near(0.7, 0.3), seed_near(-0.6, -0.3)


@pytest.fixture
def db(tmp_path, monkeypatch):
    path = tmp_path / "music.db"
    monkeypatch.setenv("MOODARC_DB", str(path))
    with open_store(path) as store:
        place_all(store, LIBRARY)
        store.listeners.ensure("me")
    return path


@pytest.fixture
def sad(db):
    """A face that was sad four times in the last quarter of an hour."""
    with open_store(db) as store:
        for n in range(4):
            at = datetime.now(UTC) - timedelta(minutes=4 * n + 0.1)
            state = AffectState(valence=-0.6, arousal=-0.3, at=at, variance=Variance(0.06, 0.06))
            store.readings.add("me", AffectReading(state=state, modality="face"))
    return db


@pytest.fixture
def ask(capsys):
    def run(*options):
        capsys.readouterr()
        assert main(["playlist", *options, "--n", "4", "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


@pytest.mark.usefixtures("sad")
def test_a_bright_seed_of_somebody_sad_leads_up(ask):
    answer = ask("--seed", BRIGHT)
    assert answer["goal"]["kind"] == "lift"
    assert answer["belief"]["valence"] < -0.25
    intent = answer["intent"]
    assert (intent["kind"], intent["chosen"], intent["overruled"]) == ("enhance", False, False)
    assert intent["probability"] > 0.7
    assert "read 4 times" in intent["reason"]


@pytest.mark.usefixtures("sad")
def test_a_dark_seed_of_somebody_sad_stays(ask):
    answer = ask("--seed", DARK)
    assert (answer["goal"]["kind"], answer["intent"]["kind"]) == ("match", "modulate")


def test_a_goal_always_wins_and_is_remembered(ask, sad):
    before = ask("--seed", BRIGHT)["intent"]["probability"]
    for _ in range(5):
        answer = ask("--seed", BRIGHT, "--goal", "match")
        assert answer["goal"]["kind"] == "match"
        assert answer["intent"]["chosen"]
    assert ask("--seed", BRIGHT, "--goal", "match")["intent"]["kind"] == "modulate"
    again = ask("--seed", BRIGHT)
    assert again["intent"]["probability"] < before or again["intent"]["kind"] == "modulate"
    assert "chose to be led 0 of 6 times" in again["intent"]["reason"]
    with open_store(sad) as store:
        decisions = store.decisions.of("me")
    assert decisions[0].intent.kind is Intent.ENHANCE
    assert [decision.overruled for decision in decisions[:3]] == [False, True, True]


@pytest.mark.usefixtures("db")
def test_without_readings_the_seed_is_the_mood_and_nothing_is_claimed(ask):
    answer = ask("--seed", BRIGHT)
    assert answer["goal"]["kind"] == "match"
    assert answer["belief"]["source"].startswith("the mood of")
    assert answer["intent"]["probability"] == 0.5
    assert "no reading" in answer["intent"]["reason"]


@pytest.mark.usefixtures("db")
def test_what_is_said_now_is_the_feeling_even_where_it_is_torn(ask):
    answer = ask("--seed", BRIGHT, "--terms", "happy=3,bored=3")
    assert answer["belief"]["source"].startswith("self_report")


def test_readings_of_yesterday_leave_the_mood_to_the_seed(ask, db):
    with open_store(db) as store:
        at = datetime.now(UTC) - timedelta(hours=24)
        state = AffectState(valence=-0.6, arousal=-0.3, at=at, variance=Variance(0.06, 0.06))
        store.readings.add("me", AffectReading(state=state, modality="face"))
    assert ask("--seed", BRIGHT)["belief"]["source"].startswith("the mood of")


@pytest.mark.usefixtures("sad")
def test_without_a_seed_there_is_no_intent_to_infer(ask):
    answer = ask()
    assert (answer["goal"]["kind"], answer["intent"]) == ("match", None)


@pytest.mark.usefixtures("db")
def test_what_is_said_now_is_compared_too(ask):
    intent = ask("--seed", BRIGHT, "--va", "-0.7", "-0.3")["intent"]
    assert intent["kind"] == "enhance"
    assert "read once" in intent["reason"]


@pytest.mark.usefixtures("sad")
def test_people_are_told_why_and_how_to_overrule(capsys):
    assert main(["playlist", "--seed", BRIGHT, "--n", "4"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "enhance (lift), p = 0." in shown
    assert "because " in shown
    assert "--goal GOAL overrules it" in shown
    assert main(["playlist", "--seed", BRIGHT, "--n", "4", "--goal", "match"]) == 0
    assert "the seed alone suggested enhance" in " ".join(capsys.readouterr().out.split())


def test_a_long_low_match_brings_one_offer(ask, db, capsys):
    low = ("--va", "-0.7", "-0.5")
    assert ask(*low)["offer"] is None
    ask(*low)
    with open_store(db) as store, store._database.writing() as connection:
        connection.exec_driver_sql("UPDATE decisions SET at = datetime(at, '-3 hours')")
    capsys.readouterr()
    assert main(["playlist", *low, "--n", "4"]) == 0
    assert "no medical device" in capsys.readouterr().out
    assert ask(*low)["offer"] is None
    with open_store(db) as store:
        assert [d.lift_offered for d in store.decisions.of("me")] == [False, False, True, False]
