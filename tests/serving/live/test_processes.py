"""Several processes over one database: a listener's pages share one session, wherever they come."""

import os
import signal
import time
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from live_page import page
from moodarc.storage import open_store
from serve_process import library_at, process
from served import API, problem, service

COME_AGAIN = 1013


@pytest.fixture
def two(settings, running, me):
    """Clients of two processes' worth of service; `me` listens in both."""
    with service(settings) as other:
        for client in (running, other):
            client.headers["X-Moodarc-Listener"] = me
        yield running, other
        del running.headers["X-Moodarc-Listener"]


def test_pages_in_two_processes_share_one_session(two, store, me):
    here, there = two
    with page(here.base_url, me) as one, page(there.base_url, me) as other:
        assert one.state()["phase"] == other.state()["phase"] == "idle"
        track = one.start()
        assert other.hear("play")["track"]["track_id"] == track
        assert other.state()["playing"]["track"]["track_id"] == track
        other.say("take")
        for tab in (one, other):
            assert tab.hear("play")["track"]["track_id"] == track
        other.done("skip", track, position_s=1.0)
        following = one.hear("play")["track"]["track_id"]
        assert other.hear("play")["track"]["track_id"] == following
        other.feel(-0.9, 0.8)
        assert one.hear("belief")["belief"]["valence"] < 0
        other.say("stop")
        assert one.hear("ended")["reason"] == "the listener stopped"
    assert [one.kind.value for one in store.events.of(me)] == ["play", "skip"]


def test_requests_to_another_process_reach_the_session(two, store, me):
    here, there = two
    with page(here.base_url, me) as tab:
        track = tab.start()
        for client in two:
            told = client.get(f"{API}/session").json()
            assert (told["phase"], told["playing"]["track"]["track_id"]) == ("playing", track)
        skipped = {"kind": "skip", "track_id": track, "position_s": 2.0}
        assert there.post(f"{API}/events", json=skipped).status_code == 201
        assert tab.hear("play")["track"]["track_id"] != track
        unknown = {"kind": "like", "track_id": 123_456}
        problem(there.post(f"{API}/events", json=unknown), 404, "unknown-track")
        said = {"kind": "point", "valence": -0.9, "arousal": -0.9}
        assert there.post(f"{API}/readings", json=said).status_code == 201
        assert tab.hear("belief", timeout_s=10)["belief"]["valence"] < 0
    assert [one.kind.value for one in store.events.of(me)] == ["play", "skip"]
    assert here.get(f"{API}/events").json() == there.get(f"{API}/events").json()


def test_what_another_process_erases_stops_here(two, store, me):
    here, there = two
    with page(here.base_url, me) as tab:
        tab.start()
        tab.feel(0.5, 0.5)
        erased = there.delete(f"{API}/listener", params={"confirm": me}).json()
        assert erased["erased"]["events"] == 1
        assert tab.hear("ended")["reason"] == "erased"
        assert me not in store.listeners.names()
        state = tab.state()
        assert (state["phase"], state["played"]) == ("idle", [])
    for client in two:
        assert client.get(f"{API}/readings").json()["total"] == 0


def test_a_session_moves_to_another_process_where_its_own_ends(settings, running, me):
    with ExitStack() as stack:
        with service(settings) as gone, page(gone.base_url, me) as tab:
            track = tab.start()
            other = stack.enter_context(page(running.base_url, me))
            assert other.state()["playing"]["track"]["track_id"] == track
        with pytest.raises(ConnectionClosed) as closed:
            other.hear("nothing more")
        assert closed.value.rcvd.code == COME_AGAIN
    state = comes_again(running.base_url, me)
    assert (state["phase"], state["resumable"]) == ("playing", True)
    with page(running.base_url, me) as tab:
        tab.say("take")
        assert tab.hear("play")["track"]["track_id"] == track


def comes_again(url, me, *, within_s=20):
    """The state that a page is told which comes again until it is let in, as ours does."""
    deadline = time.monotonic() + within_s
    while True:
        try:
            with page(url, me) as tab:
                return tab.state()
        except (ConnectionClosed, OSError):
            assert time.monotonic() < deadline, "no process lets the page in"
            time.sleep(0.2)


def workers_of(supervisor):
    """The processes that answer, by what the system tells of their parent."""
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children")
    return [int(one) for one in children.read_text(encoding="ascii").split()]


def holds_a_room(number, place):
    """Whether a process has a listener's room, by its open files."""
    files = [file.readlink() for file in Path(f"/proc/{number}/fd").iterdir() if file.is_symlink()]
    return any(file.match(f"{place}/c/room-*") for file in files)


@pytest.mark.service
@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs Linux' /proc")
def test_with_two_workers_all_pages_share_and_survive_the_death_of_one(tmp_path, free_port):
    settings = library_at(tmp_path)
    words = ("--workers", "2")
    with process(tmp_path, free_port, *words, ends_by=signal.SIGTERM) as (url, running):
        with ExitStack() as stack:
            tabs = [stack.enter_context(page(url, "me")) for _ in range(12)]
            track = tabs[0].start()
            for tab in tabs[1:]:
                assert tab.hear("play")["track"]["track_id"] == track
                assert tab.state()["playing"]["track"]["track_id"] == track
            tabs[-1].done("skip", track, position_s=1.0)
            following = {tab.hear("play")["track"]["track_id"] for tab in tabs}
            assert len(following) == 1
            [keeper] = [n for n in workers_of(running.pid) if holds_a_room(n, tmp_path)]
            os.kill(keeper, signal.SIGKILL)
        state = comes_again(url, "me")
        assert (state["phase"], state["played"]) == ("playing", [track])
        httpx.get(f"{url}{API}/health").raise_for_status()
    assert "Traceback" not in (tmp_path / "log").read_text()
    with open_store(settings.db) as store:
        assert [one.kind.value for one in store.events.of("me")] == ["play", "skip"]
