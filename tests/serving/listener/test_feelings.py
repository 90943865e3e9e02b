"""Feelings and lists over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest

from moodarc.affect import UNINFORMED_VARIANCE, Expression
from moodarc.errors import UnknownListenerError
from moodarc.sensing import from_word
from moodarc.sensing.face import face_reading
from moodarc.serving.problems import problem_of
from moodarc.session.shell import believed_now, listener_log
from served import API, problem

SHARES = [0.02, 0.01, 0.02, 0.85, 0.02, 0.03, 0.05]


def say(client, kind, **values):
    return client.post(f"{API}/readings", json={"kind": kind, **values})


def test_every_way_of_saying_a_feeling_becomes_a_reading(client):
    for name in ("camera", "notes"):
        assert client.put(f"{API}/privacy/consents/{name}").status_code == 204
    said = [
        ("point", {"valence": 0.4, "arousal": -0.2}, "self_report"),
        ("word", {"word": "dreamy"}, "self_report"),
        ("terms", {"terms": {"happy": 4, "calm": 2}}, "self_report"),
        ("note", {"text": "what a wonderful day"}, "text"),
        ("expression", {"probabilities": SHARES, "faces": 2}, "face"),
        ("seed", {"track_id": 3}, "seed"),
    ]
    for kind, values, modality in said:
        answer = say(client, kind, **values)
        assert answer.status_code == 201, answer.text
        assert answer.json()["reading"]["modality"] == modality
    listed = client.get(f"{API}/readings?limit=4").json()
    assert (listed["total"], len(listed["items"])) == (6, 4)
    assert [one["modality"] for one in listed["items"]][:2] == ["seed", "face"]
    assert "wonderful" not in client.get(f"{API}/export").text


def test_a_sense_that_is_off_takes_nothing_until_it_is_on_again(client):
    senses = {
        "sliders": ("point", {"valence": 0.4, "arousal": -0.2}),
        "note": ("note", {"text": "what a wonderful day"}),
        "face": ("expression", {"probabilities": SHARES}),
        "seed": ("seed", {"track_id": 3}),
    }
    for name in ("camera", "notes"):
        client.put(f"{API}/privacy/consents/{name}")
    for name, (kind, values) in senses.items():
        client.put(f"{API}/senses/{name}", json={"on": False})
        told = problem(say(client, kind, **values), 409, "sense-off")
        assert f"PUT /senses/{name}" in told["remedy"]
        wish = {"n": 1, "feeling": {"kind": kind, **values}}
        problem(client.post(f"{API}/playlist", json=wish), 409, "sense-off")
    assert client.get(f"{API}/readings").json()["total"] == 0
    for name, (kind, values) in senses.items():
        client.put(f"{API}/senses/{name}", json={"on": True})
        assert say(client, kind, **values).status_code == 201


def test_nobody_learns_who_else_listens(client, store, me):
    store.listeners.ensure("somebody else")
    for path in ("readings", "events", "decisions/latest", "export", "face-head"):
        assert "somebody else" not in client.get(f"{API}/{path}").text
    told = problem_of(raised(UnknownListenerError, store.listeners.check, "a stranger"))
    assert (told.status, told.type) == (404, "/problems/unknown-listener")
    assert "somebody" not in told.model_dump_json()
    assert me not in told.model_dump_json()


def raised(kind, work, *args):
    with pytest.raises(kind) as caught:
        work(*args)
    return caught.value


def test_a_face_is_read_as_the_program_reads_it(client, store, me):
    client.put(f"{API}/privacy/consents/camera")
    say(client, "expression", probabilities=SHARES)
    [kept] = store.readings.of(me)
    own = face_reading(SHARES, kept.state.at)
    assert (kept.state, kept.expression) == (own.state, own.expression)
    assert len(SHARES) == len(Expression)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("point", {"valence": 1.2, "arousal": 0}),
        ("word", {"word": "xyzzy"}),
        ("word", {"word": ""}),
        ("terms", {"terms": {"happy": 0}}),
        ("terms", {"terms": {"happy": 9}}),
        ("seed", {"track_id": 99_999}),
        ("point", {"valence": 0, "arousal": 0, "at": "2999-01-01T00:00:00Z"}),
        ("point", {"valence": 0, "arousal": 0, "at": "2026-01-01T00:00:00"}),
        ("picture", {"data": "R0lGODlh"}),
    ],
)
def test_what_says_nothing_is_refused_and_nothing_is_kept(client, kind, values):
    answer = say(client, kind, **values)
    assert answer.status_code in {404, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get(f"{API}/readings").json()["total"] == 0


def test_the_belief_is_that_of_the_command_line(client, store, me):
    now = datetime.now(UTC)
    store.listeners.ensure(me)
    for minutes, word in ((90, "sad"), (40, "calm"), (2, "happy")):
        store.readings.add(me, from_word(word, now - timedelta(minutes=minutes)))
    told = client.get(f"{API}/belief").json()
    own = believed_now(listener_log(store, me), None, None, at=datetime.fromisoformat(told["at"]))
    assert told["valence"] == pytest.approx(own.state.valence)
    assert told["valence_sd"] == pytest.approx(own.state.variance.valence**0.5)
    assert sum(told["shares"].values()) == pytest.approx(1.0)
    assert told["source"] == own.source
    spread = (told["valence_sd"] * told["arousal_sd"]) / UNINFORMED_VARIANCE
    assert told["certainty"] == pytest.approx(1 - spread)
    assert 0 < told["certainty"] < 1


def test_of_a_listener_who_said_nothing_nothing_is_certain(client):
    assert client.get(f"{API}/belief").json()["certainty"] == 0.0
    say(client, "point", valence=0.4, arousal=0.2)
    assert client.get(f"{API}/belief").json()["certainty"] > 0.5


def test_a_stranger_has_the_belief_of_anybody_and_leaves_no_trace(client, store, me):
    for path in ("belief", "goals", "session", "readings", "events", "decisions", "senses"):
        assert client.get(f"{API}/{path}").status_code == 200
    for path in ("privacy", "export", "journey", "genre-map", "profile", "attention", "forecast"):
        assert client.get(f"{API}/{path}").status_code == 200
    problem(client.get(f"{API}/decisions/latest"), 404, "unknown-decision")
    assert me not in store.listeners.names()


def test_goals_lead_on_from_the_feeling_now(client):
    say(client, "point", valence=-0.8, arousal=-0.5)
    kinds = {one["kind"]: one for one in client.get(f"{API}/goals").json()["kinds"]}
    belief = client.get(f"{API}/belief").json()
    assert kinds["match"]["target"] is None
    assert kinds["lift"]["target"]["valence"] > belief["valence"]
    assert kinds["calm"]["target"]["arousal"] < belief["arousal"]


def test_a_list_sums_to_its_reasons_is_stored_and_becomes_a_file(client, store, me):
    wish = {"goal": {"kind": "lift"}, "n": 5, "feeling": {"kind": "word", "word": "sad"}}
    made = client.post(f"{API}/playlist", json=wish).json()
    assert len(made["offers"]) == 5
    for offer in made["offers"]:
        total = sum(reason["value"] for reason in offer["reasons"])
        assert total == pytest.approx(offer["score"], abs=1e-6)
    assert made["belief"]["source"] == "self_report now"
    assert store.readings.of(me) == []  # said for this list alone
    [kept] = store.decisions.of(me)
    assert [one.track_id for one in kept.offers] == [
        one["track"]["track_id"] for one in made["offers"]
    ]
    assert client.get(f"{API}/decisions/latest").json() == made
    assert client.get(f"{API}/decisions").json()["items"] == [made]
    first = made["offers"][0]["track"]["title"]
    for form in ("m3u8", "xspf", "jspf"):
        file = client.get(f"{API}/playlist/{form}")
        assert first in file.text
        assert f".{form}" in file.headers["content-disposition"]


def test_a_list_that_is_not_to_be_kept_is_not(client, store, me):
    client.post(f"{API}/playlist", json={"n": 2, "store": False})
    assert me not in store.listeners.names()
    again = client.post(f"{API}/playlist", json={"n": 2, "exclude": [1, 2, 3]}).json()
    assert not {one["track"]["track_id"] for one in again["offers"]} & {1, 2, 3}


def test_what_was_banned_is_in_no_list(client):
    listed = client.post(f"{API}/playlist", json={"n": 60}).json()["offers"]
    gone = listed[0]["track"]["track_id"]
    client.post(f"{API}/events", json={"kind": "ban", "track_id": gone})
    again = client.post(f"{API}/playlist", json={"n": 60}).json()["offers"]
    assert gone not in {one["track"]["track_id"] for one in again}


def test_forecast_and_mental_model_are_distributions(client):
    say(client, "word", word="happy")
    told = client.get(f"{API}/forecast?hours=3&every_min=30").json()
    assert [one["hours"] for one in told["points"]] == [0.5 * k for k in range(7)]
    for point in told["points"]:
        assert sum(point["shares"].values()) == pytest.approx(1.0)
    for model in ("personal", "population", "mmm"):
        chain = client.get(f"{API}/mental-model?model={model}").json()
        for row in chain["transitions"]:
            assert sum(row) == pytest.approx(1.0)
        assert sum(chain["stationary"]) == pytest.approx(1.0)
    problem(client.get(f"{API}/forecast?hours=72&every_min=1"), 422, "input")


def test_attention_tells_where_it_looks(client, store, me):
    assert client.get(f"{API}/attention").json()["available"] is False
    store.listeners.ensure(me)
    now = datetime.now(UTC)
    for hours, word in ((30, "sad"), (8, "calm"), (3, "happy"), (1, "angry")):
        store.readings.add(me, from_word(word, now - timedelta(hours=hours)))
    told = client.get(f"{API}/attention").json()
    assert told["available"]
    assert sum(one["weight"] for one in told["weights"]) == pytest.approx(1.0, abs=0.02)
