"""The command's options, its resuming, and what it says where something is missing."""

import fcntl
import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.small_library import write_library
from typer.testing import CliRunner

from moodarc.affect import Goal, GoalKind
from moodarc.catalog import EventKind, ListeningEvent, SessionEvent, SessionEventKind
from moodarc.cli.app import app
from moodarc.cli.play_lines import lines_of
from moodarc.cli.play_senses import MoodSeries, goal_said, reading_said
from moodarc.errors import InputError
from moodarc.library.players import MpdPlace
from moodarc.storage import open_store

NOW = datetime.now(UTC)


@pytest.fixture
def store(tmp_path, monkeypatch):
    db = tmp_path / "music.db"
    monkeypatch.setenv("MOODARC_DB", str(db))
    write_library(db, tmp_path / "music", n=10, seconds=0.6)
    with open_store(db) as opened:
        yield opened


@pytest.fixture
def play():
    """A session that is over in a moment; what it told."""

    def play(*arguments, minutes="0.03", code=0):
        fast = ("--player", "none", "--speed", "60", "--as-measured", "--minutes", minutes)
        result = CliRunner().invoke(app, ["play", *fast, *arguments])
        assert result.exit_code == code, result.output
        result.told = [json.loads(x) for x in result.stdout.splitlines() if x.startswith("{")]
        return result

    return play


def start(store, *, ago, minutes=None, track_id=1):
    """A session that somebody was killed in."""
    at = datetime.now(UTC) - ago
    store.listeners.ensure("me")
    begins = SessionEvent(
        listener="me",
        at=at,
        kind=SessionEventKind.START,
        goal=Goal(GoalKind.MATCH),
        minutes=minutes,
    )
    store.sessions.add(begins)
    kind, at = EventKind.PLAY, at + timedelta(seconds=1)
    store.events.add(ListeningEvent(listener="me", at=at, kind=kind, track_id=track_id))


def kinds(store):
    return [event.kind.value for event in store.sessions.of("me")]


@pytest.mark.usefixtures("store")
def test_a_session_is_told_in_plain_lines(play):
    shown = play("--mood", "sad").stdout
    assert "a session of me by silence, 60 times faster" in shown
    assert "list (the session began): match, from sad" in shown
    assert "ended: the time is up" in shown


@pytest.mark.usefixtures("store")
def test_each_thing_that_happens_is_one_line_of_json(play):
    told = play("--goal", "lift", "--json").told
    events = [one["event"] for one in told]
    assert events[:2] == ["session", "list"]
    assert events[-1] == "end"
    assert {"play", "finish", "sense"} <= set(events)
    assert told[1]["target"] is not None


def test_a_session_that_was_killed_a_moment_ago_is_taken_up(store, play):
    start(store, ago=timedelta(seconds=0.5), minutes=0.08)
    told = play("--json").told
    assert told[0]["resumed"]
    assert kinds(store) == ["start", "stop"]


@pytest.mark.parametrize(
    ("ago", "flags"),
    [
        (timedelta(minutes=11), ()),
        (timedelta(seconds=5), ("--new",)),
        (timedelta(seconds=5), ("--goal", "calm")),
    ],
)
def test_otherwise_it_is_closed_and_another_begins(store, play, ago, flags):  # noqa: PLR0917 - parameters
    start(store, ago=ago)
    assert not play("--json", *flags).told[0]["resumed"]
    assert kinds(store) == ["start", "stop", "start", "stop"]
    assert store.sessions.of("me")[1].reason == "interrupted"


def test_an_old_session_is_taken_up_where_that_is_asked_for(store, play):
    start(store, ago=timedelta(minutes=55), minutes=55.08)
    assert play("--resume", "--json").told[0]["resumed"]


@pytest.mark.usefixtures("store")
def test_nothing_to_take_up_is_said(play):
    assert "no session to take up" in play("--resume", code=2).output


def test_one_session_of_a_listener_at_a_time(store, play, tmp_path):
    play()
    (lock,) = (tmp_path / "cache" / "moodarc").glob("play-*.lock")
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "runs already" in play(code=2).output
        play("--listener", "ann")
    assert "ann" in store.listeners.names()


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--player", "none", "--mpd", "x:1"), "--mpd is for --player mpd"),
        (("--player", "mpd", "--player-command", "x"), "--player-command is for --player system"),
        (("--speed", "5"), "--speed is for --player none"),
        (("--mpd", "x:1", "--player-command", "x"), "nothing else"),
        (("--mpd", "x:none"), "names no place"),
        (("--player-command", "zorgly {}"), "no program 'zorgly'"),
        (("--mpd", "127.0.0.1:1"), "does not answer at 127.0.0.1:1"),
        (("--history", "x"), "go together"),
        (("--sense-file", "/nowhere/x.csv"), "cannot be read"),
    ],
)
@pytest.mark.usefixtures("store")
def test_what_cannot_be_done_is_said_in_one_line(run, flags, words):
    code = 1 if "answer" in words or "program" in words else 2
    said = run("play", *flags, code=code).output.strip().splitlines()
    assert len(said) == 1
    assert words in said[0]


@pytest.mark.usefixtures("store")
def test_without_mpd_the_system_plays(run, monkeypatch, tmp_path):
    monkeypatch.setenv("MPD_HOST", str(tmp_path / "nowhere"))
    monkeypatch.setenv("PATH", str(tmp_path))
    said = run("play", code=1).output
    assert "none of mpv, ffplay" in said


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"MPD_HOST": "box"}, MpdPlace("box", 6600)),
        ({"MPD_HOST": "pw@box", "MPD_PORT": "6601"}, MpdPlace("box", 6601, "pw")),
        ({"MPD_HOST": "/x/socket"}, MpdPlace("/x/socket", 6600)),
        ({"MPD_HOST": "@abstract"}, MpdPlace("@abstract", 6600)),
        ({"MPD_PORT": "6601"}, MpdPlace("localhost", 6601)),
    ],
)
def test_mpd_is_found_as_its_other_clients_find_it(environment, expected):
    assert MpdPlace.found(environment) == expected
    assert "pw" not in repr(expected)


def test_a_mood_series_comes_due_by_its_seconds(tmp_path):
    file = tmp_path / "mood.csv"
    file.write_text("at_s,valence,arousal,variance\n60,0.5,0.4,\n0,-0.5,-0.4,0.2\n90,0.1,0,0.1\n")
    series = MoodSeries(file, speed=30.0)
    assert series.due(0.0) == [(-0.5, -0.4, 0.2)]
    assert series.due(1.9) == []
    assert series.due(3.0) == [(0.5, 0.4, None), (0.1, 0.0, 0.1)]
    assert series.due(1e9) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("at_s,valence\n1,2\n", "no column 'arousal'"),
        ("at_s,valence,arousal\n1,x,0\n", "line 2"),
        ("at_s,valence,arousal\n1,0,0\n2,1.5,0\n", "line 3"),
        ("at_s,valence,arousal,variance\n1,0,0,0\n", "variance"),
        ("at_s,valence,arousal\nnan,0,0\n", "line 2"),
        ("at_s,valence,arousal\n1,0\n", "line 2"),
    ],
)
def test_a_series_that_cannot_be_read_names_its_line(tmp_path, text, words):
    file = tmp_path / "mood.csv"
    file.write_text(text)
    with pytest.raises(InputError, match=words):
        MoodSeries(file)


def test_what_is_typed_is_a_word_or_a_point():
    assert reading_said(" sad ", NOW).note == "sad"
    assert reading_said("0.5, -0.25", NOW).state.arousal == -0.25
    assert goal_said("Calm") == Goal(GoalKind.CALM)
    assert goal_said("0.5 -0.25") == Goal(GoalKind.POINT, (0.5, -0.25))
    for text in ("zorgly", "2 0", ""):
        with pytest.raises(InputError):
            reading_said(text, NOW)
        with pytest.raises(InputError):
            goal_said(text)


def test_lines_steer_no_terminal():
    track = {"title": "a\x1b[2Jb", "artist": None}
    (line,) = lines_of({"event": "like", "track": track})
    assert "\x1b" not in line
