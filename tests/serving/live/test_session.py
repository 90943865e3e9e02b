"""A live session over a real socket: what a page says, and what it is told."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from live_page import page
from moodarc.errors import SessionError
from moodarc.sensing import from_point
from moodarc.session.shell import only_session
from moodarc.settings import Settings
from moodarc.storage import open_store
from served import API, problem, service
from synthetic_library import place_all

HAPPY = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
SAD = [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0]


def kinds(messages):
    return [message["type"] for message in messages]


def test_a_session_begins_and_tells_what_to_play(client, store, me):
    with page(client.base_url, me) as tab:
        assert tab.state()["phase"] == "idle"
        tab.say("start", goal={"kind": "lift"}, minutes=30)
        told = tab.hear("list")
        offers = told["decision"]["offers"]
        assert [one["type"] for one in tab.told[-2:]] == ["goal", "list"]
        for offer in offers:
            total = sum(reason["value"] for reason in offer["reasons"])
            assert total == pytest.approx(offer["score"], abs=1e-6)
            assert offer["why"]
        goal = told["decision"]["goal"]["target"]
        assert told["path"][-1] == goal
        assert len(told["path"]) == 1 + len(offers) + 1
        play = tab.hear("play")
        assert play["track"]["track_id"] == offers[0]["track"]["track_id"]
        assert store.events.of(me) == []  # until the page says that it sounds
        tab.done("play", play["track"]["track_id"])
        state = tab.state()
    assert state["phase"] == "playing"
    assert state["playing"]["track"]["track_id"] == play["track"]["track_id"]
    assert [one["track"]["track_id"] for one in state["queue"]] == [
        one["track"]["track_id"] for one in offers[1:]
    ]
    assert [event.kind.value for event in store.events.of(me)] == ["play"]


def test_a_feeling_that_moves_brings_a_new_list_and_the_old_track_plays_on(client, store, me):
    with page(client.base_url, me) as tab:
        tab.start()
        belief = tab.feel(-0.9, 0.8)
        assert belief["valence"] < 0 < belief["arousal"]
        told = tab.hear("list")
        assert told["decision"]["cause"].startswith("the feeling moved")
        assert "play" not in kinds(tab.settled())
    assert len(store.decisions.of(me)) == 2


def test_skip_like_and_ban_are_logged_and_the_next_track_follows(client, store, me):
    with page(client.base_url, me) as tab:
        first = tab.start()
        tab.done("like", first, position_s=3.0)
        tab.done("skip", first, position_s=5.0)
        heard = tab.hear("heard")
        assert (heard["track"]["track_id"], heard["how"]) == (first, "skip")
        assert set(heard["before"]) == {"valence", "arousal", "valence_sd", "arousal_sd"}
        second = tab.play()
        tab.done("ban", second)
        third = tab.play()
        tab.done("finish", third, position_s=200.0)
        tab.hear("sense")
        assert third not in {first, second}
        queue = {one["track"]["track_id"] for one in tab.state()["queue"]}
        assert not queue & {first, second}
    done = [(one.kind.value, one.track_id) for one in store.events.of(me)]
    assert done[:3] == [("play", first), ("like", first), ("skip", first)]
    assert ("ban", second) in done
    assert ("finish", third) in done
    listed = client.post(f"{API}/playlist", json={"n": 59}).json()["offers"]
    assert second not in {one["track"]["track_id"] for one in listed}


def test_a_dragged_goal_steers_and_a_stop_gives_the_account(client, store, me):
    with page(client.base_url, me) as tab:
        track = tab.start("match")
        target = {"valence": -0.6, "arousal": -0.5}
        tab.say("goal", goal={"kind": "point", "target": target})
        assert tab.hear("goal")["goal"] == {"kind": "point", "target": target}
        told = tab.hear("list")
        assert told["decision"]["cause"] == "the goal changed"
        assert told["path"][-1] == target
        last = told["decision"]["offers"][-1]["track"]["affect"]
        assert last["valence"] < 0
        assert last["arousal"] < 0
        tab.say("stop")
        ended = tab.hear("ended")
        assert ended["reason"] == "the listener stopped"
        assert [one["how"] for one in ended["account"]["heard"]] == ["stopped"]
        assert ended["account"]["heard"][0]["track"]["track_id"] == track
        assert tab.state()["phase"] == "ended"
    assert [one.kind.value for one in store.sessions.of(me)] == ["start", "goal", "stop"]


def test_two_tabs_share_one_session(client, me):
    with page(client.base_url, me) as one, page(client.base_url, me) as other:
        one.state()
        other.state()
        track = one.start()
        assert other.hear("play")["track"]["track_id"] == track
        assert other.state()["playing"]["track"]["track_id"] == track
        other.say("take")
        assert other.hear("play")["track"]["track_id"] == track
        assert one.hear("play")["track"]["track_id"] == track
        other.done("skip", track, position_s=1.0)
        told = one.hear("play")["track"]["track_id"]
        assert told != track
        assert other.hear("play")["track"]["track_id"] == told


@pytest.mark.parametrize("kind", ["finish", "skip", "ban"])
def test_a_track_that_was_taken_while_it_played_is_followed_by_the_next(client, me, kind):
    with page(client.base_url, me) as tab:
        track = tab.start()
        tab.say("take")
        assert tab.hear("play")["track"]["track_id"] == track
        tab.done(kind, track, position_s=3.0)
        assert tab.hear("play")["track"]["track_id"] != track


def test_a_ban_of_a_track_that_waits_does_not_ask_for_the_same_track_again(client, me):
    with page(client.base_url, me) as tab:
        tab.say("start", goal={"kind": "match"})
        asked = tab.play()
        waits = next(
            one["track"]["track_id"]
            for one in tab.state()["queue"]
            if one["track"]["track_id"] != asked
        )
        tab.done("ban", waits)
        assert "play" not in kinds(tab.settled())


def test_two_listeners_never_see_each_others_data(client, store, me):
    names = f"{me} ada", f"{me} bob"
    with page(client.base_url, names[0]) as ada, page(client.base_url, names[1]) as bob:
        ada.state()
        bob.state()
        hers = ada.start()
        ada.feel(0.9, 0.9)
        assert kinds(bob.settled()) == []
        his = bob.start("calm")
        bob.feel(-0.9, -0.9)
        assert {one["type"] for one in ada.settled()} <= {"list", "belief"}
        assert ada.state()["playing"]["track"]["track_id"] == hers
        assert bob.state()["playing"]["track"]["track_id"] == his
        assert ada.state()["belief"]["valence"] > 0 > bob.state()["belief"]["valence"]
    for name, track in zip(names, (hers, his), strict=True):
        headers = {"X-Moodarc-Listener": name}
        events = client.get(f"{API}/events", headers=headers).json()["items"]
        assert [one["track"]["track_id"] for one in events] == [track]
        assert client.get(f"{API}/readings", headers=headers).json()["total"] == 1
    assert client.get(f"{API}/readings").json()["total"] == 0
    assert me not in store.listeners.names()


def test_readings_that_other_programs_store_are_told_while_a_page_is_open(client, store, me):
    with page(client.base_url, me) as tab:
        tab.start()
        store.readings.add(me, from_point(-0.9, -0.9, datetime.now(UTC)))
        assert tab.hear("belief", timeout_s=10)["belief"]["valence"] < 0
        said = {"kind": "point", "valence": 0.9, "arousal": 0.9}
        answer = client.post(f"{API}/readings", json=said).json()
        assert tab.hear("belief")["belief"]["valence"] == pytest.approx(
            answer["belief"]["valence"], abs=1e-3
        )


def test_a_page_that_comes_back_hands_in_what_was_done_meanwhile(client, store, me):
    with page(client.base_url, me) as tab:
        first = tab.start()
        queue = [one["track"]["track_id"] for one in tab.state()["queue"]]
    left = datetime.now(UTC)
    store.readings.add(me, from_point(0.2, 0.2, left + timedelta(seconds=0.4)))
    time.sleep(2.5)
    with page(client.base_url, me) as tab:
        assert tab.state()["playing"]["track"]["track_id"] == first
        for step, (kind, track) in enumerate(
            [("finish", first), ("play", queue[0]), ("skip", queue[0])], start=1
        ):
            at = (left + timedelta(seconds=0.1 * step)).isoformat()
            tab.done(kind, track, at=at)
        assert tab.hear("play")["track"]["track_id"] not in {first, queue[0]}
        assert {"play", "problem"}.isdisjoint(kinds(tab.told[:-1]))
    done = [(one.kind.value, one.track_id, one.at) for one in store.events.of(me)]
    assert [one[:2] for one in done] == [
        ("play", first),
        ("finish", first),
        ("play", queue[0]),
        ("skip", queue[0]),
    ]
    assert done[1][2] == left + timedelta(seconds=0.1)


def test_what_comes_long_after_something_later_is_refused_and_the_socket_stays(client, me):
    with page(client.base_url, me) as tab:
        track = tab.start()
        long_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
        tab.done("like", track, at=long_ago)
        assert tab.hear("problem")["problem"]["type"] == "/problems/session"
        ahead = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        tab.done("like", track, at=ahead)
        assert tab.hear("problem")["problem"]["status"] == 422
        tab.done("like", track)
        assert kinds(tab.settled()) == []


def test_a_stopped_service_leaves_a_session_that_the_next_takes_up(tmp_path, library, me):
    settings = Settings(db=str(tmp_path / "m.db"), data_dir=tmp_path, cache_dir=tmp_path)
    with open_store(settings.db) as store:
        place_all(store, library)
    with service(settings) as client, page(client.base_url, me) as tab:
        track = tab.start()
        queue = [one["track"]["track_id"] for one in tab.state()["queue"]]
    with service(settings) as client, page(client.base_url, me) as tab:
        state = tab.state()
        assert (state["phase"], state["resumable"]) == ("playing", True)
        assert state["playing"]["track"]["track_id"] == track
        assert [one["track"]["track_id"] for one in state["queue"]] == queue
        tab.say("take")
        assert tab.hear("play")["track"]["track_id"] == track
        tab.done("finish", track)
        assert tab.hear("play")["track"]["track_id"] in set(queue)


def test_a_program_that_plays_is_not_fought(settings, client, me):
    client.put(f"{API}/privacy/consents/notes")
    with (
        only_session(settings.db, me, cache_dir=settings.cache_dir),
        page(client.base_url, me) as tab,
    ):
        tab.state()
        tab.say("start", goal={"kind": "lift"})
        told = tab.hear("problem")["problem"]
        assert (told["type"], told["status"]) == ("/problems/session", 409)
    with page(client.base_url, me) as tab:
        tab.start()
        with (
            pytest.raises(SessionError),
            only_session(settings.db, me, cache_dir=settings.cache_dir),
        ):
            pass
        tab.say("stop")
        tab.hear("ended")
        with only_session(settings.db, me, cache_dir=settings.cache_dir):
            pass


def test_erasing_while_it_plays_stops_and_forgets(client, store, me):
    with page(client.base_url, me) as tab:
        tab.start()
        tab.feel(0.5, 0.5)
        problem(client.request("DELETE", f"{API}/listener"), 422, "not-confirmed")
        erased = client.request("DELETE", f"{API}/listener?confirm={me}").json()
        assert erased["erased"]["events"] == 1
        assert tab.hear("ended")["reason"] == "erased"
        assert me not in store.listeners.names()
        assert tab.state()["phase"] == "idle"
        assert tab.state()["played"] == []


def test_a_camera_does_not_flood_the_log_and_is_believed_at_once(client, store, me):
    assert client.put(f"{API}/privacy/consents/camera").status_code == 204
    with page(client.base_url, me) as tab:
        tab.state()
        for _ in range(5):
            tab.say("reading", kind="expression", probabilities=HAPPY)
            assert tab.hear("belief")["belief"]["valence"] > 0.2
        tab.say("reading", kind="expression", probabilities=SAD)
        tab.hear("belief")
    shown = [one.expression.index(max(one.expression)) for one in store.readings.of(me)]
    assert shown == [3, 4]


def test_a_camera_and_a_note_need_consent(client, me):
    with page(client.base_url, me) as tab:
        for said in (
            {"kind": "expression", "probabilities": HAPPY},
            {"kind": "note", "text": "what a wonderful day"},
        ):
            tab.say("reading", **said)
            assert tab.hear("problem")["problem"]["type"] == "/problems/consent-needed"
            problem(client.post(f"{API}/readings", json=said), 403, "consent-needed")
    assert client.get(f"{API}/readings").json()["total"] == 0


def test_the_socket_takes_nothing_by_a_sense_that_is_off(client, store, me):
    client.put(f"{API}/senses/sliders", json={"on": False})
    with page(client.base_url, me) as tab:
        tab.say("reading", kind="point", valence=0.5, arousal=0.5)
        told = tab.hear("problem")["problem"]
        assert (told["type"], told["status"]) == ("/problems/sense-off", 409)
        assert store.readings.of(me) == []
        client.put(f"{API}/senses/sliders", json={"on": True})
        assert tab.feel(0.5, 0.5)["valence"] > 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        "[" * 50_000,
        '{"type": "no such"}',
        '{"type": "start", "goal": {"kind": "point"}}',
        '{"type": "start", "minutes": -3}',
        '{"type": "start", "minutes": NaN}',
        '{"type": "start", "seed_track_id": 99999}',
        '{"type": "goal", "goal": {"kind": "lift"}}',
        '{"type": "goal", "goal": {"kind": "point", "target": {"valence": 7, "arousal": 0}}}',
        '{"type": "reading", "kind": "point", "valence": 1e999, "arousal": 0}',
        '{"type": "reading", "kind": "expression", "probabilities": [1, 1, 1, 1, 1, 1, 1]}',
        '{"type": "reading", "kind": "word", "word": "\\ud800"}',
        '{"type": "event", "kind": "like", "track_id": 123456}',
        '{"type": "event", "kind": "like", "track_id": 99999999999999999999999}',
        '{"type": "event", "kind": "like", "track_id": 1, "details": {"a": [1]}}',
        '{"type": "event", "kind": "like", "track_id": 1, "listener": "bob"}',
        '{"type": "take"}',
    ],
)
def test_a_message_that_cannot_be_taken_is_told_and_the_socket_stays(client, me, text):
    with page(client.base_url, me) as tab:
        tab.socket.send(text)
        told = tab.hear("problem")["problem"]
        assert 400 <= told["status"] < 500
        assert told["detail"]
        assert tab.state()["phase"] == "idle"


def test_a_binary_message_and_one_too_long_do_no_harm(client, me):
    with page(client.base_url, me) as tab:
        tab.socket.send(json.dumps({"type": "ping", "n": 4}).encode())
        assert tab.hear("pong")["n"] == 4
    assert client.get(f"{API}/health").status_code == 200


def test_a_page_that_cannot_play_anything_is_not_asked_for_ever(client, me):
    with page(client.base_url, me) as tab:
        tab.say("start", goal={"kind": "match"})
        for _ in range(3):
            track = tab.play()
            tab.done("skip", track, position_s=0.0, details={"unplayable": "no decoder"})
        ended = tab.hear("ended")
        assert "no decoder" in ended["reason"]
