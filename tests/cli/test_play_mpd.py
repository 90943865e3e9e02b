"""The whole of issue 7: real files, a real mpd, a mood that moves, two sessions, and a crash."""

from datetime import UTC, datetime

import pytest
from tests.cli.play_process import PlayProcess
from tests.mpd_daemon import MpdDaemon, require_mpd
from tests.small_library import write_library

from moodarc.catalog import EventKind
from moodarc.sensing import from_point
from moodarc.storage import open_store

pytestmark = pytest.mark.service

SERIES = """at_s,valence,arousal,variance
0,-0.6,-0.5,0.05
2.0,0.8,0.7,0.02
2.2,0.8,0.7,0.02
2.4,0.8,0.7,0.02
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A library of real files that an mpd of our own plays."""
    require_mpd()
    monkeypatch.setenv("MOODARC_DB", str(tmp_path / "music.db"))
    write_library(tmp_path / "music.db", tmp_path / "music", n=20, seconds=1.8)
    (tmp_path / "mood.csv").write_text(SERIES)
    daemon = MpdDaemon(tmp_path / "mpd", tmp_path / "music").start()
    yield daemon, tmp_path
    daemon.stop()


def session(home, *arguments):
    daemon, folder = home
    mood = ("--sense-file", folder / "mood.csv")
    return PlayProcess("--mpd", daemon.socket, "--as-measured", *mood, *arguments)


def has_cause(words):
    return lambda told: words in told.get("cause", "")


def test_a_session_on_mpd_follows_a_mood_and_the_next_one_has_learned(home):
    daemon, folder = home
    first = session(home, "--goal", "match")
    try:
        began = first.wait_for(has_cause("the session began"))
        moved = first.wait_for(has_cause("the feeling moved"))
        assert began["belief"]["valence"] < 0.0 < moved["belief"]["valence"]
        skips_in_another_client(first, daemon)
        feels_in_another_program(first, folder)
        dies_and_comes_back(first, daemon)
    finally:
        assert first.interrupt() == 130
    account = first.told[-1]
    assert (account["event"], account["why"]) == ("end", "the listener stopped")
    assert {"before", "after", "how"} <= set(account["tracks"][0])
    assert account["learned"]
    assert daemon.ask("playlistinfo") == []

    second = session(home, "--goal", "match")
    try:
        anew = second.wait_for(has_cause("the session began"))
    finally:
        second.interrupt()
    assert second.told[0]["outcomes"] == account["outcomes"]
    learned = {part: moved["after"] for part, moved in account["learned"].items()}
    assert second.told[0]["factors"] == learned, "it states what the first one taught"
    differs_for_its_reasons(began, anew)
    the_log_is_what_was_told(folder, first, second)


def skips_in_another_client(process, daemon):
    n_before = len(process.of("play"))
    process.wait_for(lambda _: len(process.of("play")) > n_before)
    daemon.ask("next")
    skipped = process.wait_for_event("skip")
    assert skipped["position_s"] < 1.8
    again = process.wait_for(has_cause("a track was skipped"))
    assert skipped["track"]["track_id"] not in [t["track_id"] for t in again["tracks"]]


def feels_in_another_program(process, folder):
    before = process.of("reading")[-1]["belief"]["valence"]
    with open_store(folder / "music.db") as store:
        store.readings.add("me", from_point(-0.7, -0.6, datetime.now(UTC)))
    felt = process.wait_for_event("reading", valence=-0.7)
    assert felt["belief"]["valence"] < before


def dies_and_comes_back(process, daemon):
    """Long before its end, so that the track is put on again."""
    n_before = len(process.of("play"))
    process.wait_for(lambda _: len(process.of("play")) > n_before)
    daemon.kill()
    process.wait_for_event("player", state="away")
    n_ended = len(process.of("finish", "skip"))
    on = process.of("play")[-1]["track"]
    daemon.start()
    process.wait_for_event("player", state="back")
    process.wait_for(lambda _: len(process.of("finish", "skip")) > n_ended)
    ended = process.of("finish", "skip")[n_ended]
    assert (ended["event"], ended["track"]) == ("finish", on)


def differs_for_its_reasons(began, anew):
    assert [t["track_id"] for t in anew["tracks"]] != [t["track_id"] for t in began["tracks"]]
    assert anew["policy"] != began["policy"], "the weights in it are the listener's own"
    named, before = (
        {r["name"] for t in told["tracks"] for r in t["reasons"]} for told in (anew, began)
    )
    assert named - before, "parts that only a log can tell: novelty, context, taste"
    for track in anew["tracks"]:
        total = sum(reason["value"] for reason in track["reasons"])
        assert total == pytest.approx(track["score"], abs=1e-6)


def the_log_is_what_was_told(folder, *processes):
    told = [t for process in processes for t in process.told]
    with open_store(folder / "music.db") as store:
        kinds = [event.kind.value for event in store.events.of("me")]
        assert len(store.decisions.of("me")) == sum(t["event"] == "list" for t in told)
    assert kinds == [t["event"] for t in told if t["event"] in {*EventKind}]


def test_a_session_that_was_killed_is_taken_up_while_mpd_plays_on(home):
    first = session(home, "--goal", "match")
    playing = first.wait_for_event("play")
    first.kill()
    second = session(home)
    try:
        assert second.wait_for_event("session")["resumed"]
        taken = second.wait_for_event("play", resumed=True)
        second.wait_for_event("finish")
    finally:
        second.interrupt()
    expected = [
        playing["track"]["track_id"],
        *(t["track_id"] for t in first.of("list")[0]["tracks"]),
    ]
    assert taken["track"]["track_id"] in expected[:3]
    with open_store(home[1] / "music.db") as store:
        kinds = [event.kind.value for event in store.sessions.of("me")]
    assert kinds == ["start", "stop"]
