"""Consents, export, erasure, senses, and the head of a face."""

import json
from datetime import UTC, datetime

import pytest

from moodarc.consent import CONSENTS
from moodarc.sensing.face import PersonalHead
from moodarc.sensing.face.classifier import FACE_MODEL, ExpressionClassifier
from moodarc.storage import Belongings
from served import API, problem


def a_head(**changed):
    n = 160
    values = {
        "mixing": [[1.0 if row == column else 0.0 for column in range(7)] for row in range(7)],
        "weights": [[0.25] * n] * 7,
        "bias": [0.5] * 7,
        "centre": [0.0] * n,
        "scale": [1.0] * n,
        "classifier": ExpressionClassifier.shipped().version,
        "report": {"happy": [0, 0, 0, 9, 0, 0, 1]},
    }
    return {**values, **changed}


def agreed(client):
    told = client.get(f"{API}/privacy").json()["consents"]
    return {one["name"] for one in told if one["agreed_at"]}


def test_what_is_agreed_to_in_the_page_counts_on_the_command_line(client, settings, me):
    assert agreed(client) == set()
    belongings = Belongings(settings.data_dir, me)
    for name, consent in CONSENTS.items():
        assert client.put(f"{API}/privacy/consents/{name}").status_code == 204
        assert belongings.has_consented(consent.terms)
    assert agreed(client) == set(CONSENTS)
    assert client.delete(f"{API}/privacy/consents/camera").status_code == 204
    assert agreed(client) == set(CONSENTS) - {"camera"}
    assert client.put(f"{API}/privacy/consents/soul").status_code == 422


def consent(client, name="camera"):
    told = client.get(f"{API}/privacy").json()["consents"]
    return next(one for one in told if one["name"] == name)


def test_what_is_kept_as_agreed_to_is_what_was_shown(client, settings, me):
    where = f"{API}/privacy/consents/camera"
    shown = consent(client)["wordings"]["de"]["terms"]
    assert client.put(where, json={"terms": shown}).status_code == 204
    belongings = Belongings(settings.data_dir, me)
    assert belongings.has_consented(CONSENTS["camera"].terms)
    (kept,) = json.loads(next(iter(belongings.files())).read_text(encoding="utf-8"))
    assert (kept["terms"], kept["stands_for"]) == (shown, CONSENTS["camera"].terms)
    assert consent(client)["agreed_words"] == shown
    assert client.delete(where).status_code == 204
    assert not belongings.has_consented(CONSENTS["camera"].terms)
    for wrong in ("", "x" * 4001):
        assert client.put(where, json={"terms": wrong}).status_code == 422


def test_words_by_which_it_is_not_asked_for_are_no_agreement(client):
    answer = client.put(f"{API}/privacy/consents/camera", json={"terms": "May we? Say yes."})
    problem(answer, 409, "other-words")
    assert consent(client)["agreed_at"] is None


def test_who_agreed_to_earlier_words_is_asked_again_and_told_what_they_were(  # noqa: PLR0917
    client, settings, me, store
):
    store.listeners.ensure(me)
    terms = CONSENTS["camera"].terms
    before = datetime(2026, 1, 1, tzinfo=UTC)
    Belongings(settings.data_dir, me).consent(terms, before, shown="Earlier words.")
    seen = {"kind": "expression", "probabilities": [0.1, 0.1, 0.1, 0.4, 0.1, 0.1, 0.1]}
    problem(client.post(f"{API}/readings", json=seen), 403, "consent-needed")
    told = consent(client)
    assert (told["agreed_at"], told["agreed_words"]) == (None, "Earlier words.")
    assert told["earlier_at"].startswith("2026-01-01")
    assert client.put(f"{API}/privacy/consents/camera").status_code == 204
    assert client.post(f"{API}/readings", json=seen).status_code == 201
    told = consent(client)
    assert (told["earlier_at"], told["agreed_words"]) == (None, terms)


def test_all_that_is_kept_is_told_exported_and_erased(client, store, me):
    client.post(f"{API}/readings", json={"kind": "word", "word": "happy"})
    client.post(f"{API}/events", json={"kind": "play", "track_id": 3})
    client.post(f"{API}/playlist", json={"n": 3})
    client.put(f"{API}/privacy/consents/notes")
    client.put(f"{API}/profile", json={"genres": ["jazz"]})
    stored = {one["what"]: one["n"] for one in client.get(f"{API}/privacy").json()["stored"]}
    kept = {name: n for name, n in stored.items() if n}
    assert kept == {"readings": 1, "events": 1, "decisions": 1, "facts": 1, "files": 1}
    export = client.get(f"{API}/export")
    assert "attachment" in export.headers["content-disposition"]
    told = export.json()
    assert (told["listener"], len(told["events"]), len(told["files"])) == (me, 1, 1)
    problem(client.delete(f"{API}/listener?confirm=somebody"), 422, "not-confirmed")
    erased = client.delete(f"{API}/listener", params={"confirm": me}).json()
    assert erased["files"] == 1
    assert erased["erased"]["decisions"] == 1
    assert me not in store.listeners.names()
    assert client.get(f"{API}/decisions").json()["total"] == 0
    assert client.get(f"{API}/belief").json()["source"] == "no reading yet"


def test_sensitive_facts_need_consent_and_go_with_it(client):
    problem(client.put(f"{API}/profile", json={"gender": "x"}), 403, "consent-needed")
    client.put(f"{API}/privacy/consents/sensitive")
    facts = {"gender": "woman", "openness": 4.5, "birth_year": 1990, "genres": ["Jazz", "soul"]}
    told = client.put(f"{API}/profile", json=facts).json()
    assert told["facts"]["gender"] == "woman"
    assert told["cold_start"]["liked"] is not None
    client.delete(f"{API}/privacy/consents/sensitive")
    assert client.get(f"{API}/profile").json()["facts"] == {
        "birth_year": 1990,
        "genres": ["Jazz", "soul"],
    }
    gone = client.put(f"{API}/profile", json={"genres": None, "birth_year": None}).json()
    assert gone["facts"] == {}
    assert client.put(f"{API}/profile", json={"shoe_size": 42}).status_code == 422
    assert client.put(f"{API}/profile", json={"time_zone": "Mars/Base"}).status_code == 422


def test_the_head_of_a_face_goes_with_the_consent_to_learn_it(client):
    client.put(f"{API}/privacy/consents/calibration")
    client.put(f"{API}/face-head", json=a_head())
    assert client.get(f"{API}/face-head").json()["bias"] == [0.5] * 7
    client.delete(f"{API}/privacy/consents/calibration")
    assert client.get(f"{API}/face-head").json() is None


def test_senses_tell_what_they_said_and_can_be_off(client):
    told = {one["name"]: one for one in client.get(f"{API}/senses").json()}
    assert list(told) == ["face", "wearable", "note", "sliders", "seed"]
    assert (told["face"]["consent"], told["sliders"]["consent"]) == (False, True)
    client.post(f"{API}/readings", json={"kind": "word", "word": "calm"})
    assert client.put(f"{API}/senses/face", json={"on": False}).json()["status"] == "off"
    told = {one["name"]: one for one in client.get(f"{API}/senses").json()}
    assert told["sliders"]["weight"] == 1.0
    assert told["sliders"]["last"]["modality"] == "self_report"
    assert not told["face"]["on"]
    assert client.put(f"{API}/senses/face", json={"on": True}).json()["on"]


def test_a_head_of_numbers_is_kept_as_the_program_reads_it(client, settings, me):
    assert client.get(f"{API}/face-head").json() is None
    problem(client.put(f"{API}/face-head", json=a_head()), 403, "consent-needed")
    client.put(f"{API}/privacy/consents/calibration")
    assert client.put(f"{API}/face-head", json=a_head()).status_code == 204
    head = PersonalHead.load(Belongings(settings.data_dir, me).face_head)
    assert head.weights.shape == (7, 160)
    told = client.get(f"{API}/face-head").json()
    assert (told["weights"], told["bias"]) == (a_head()["weights"], a_head()["bias"])
    assert client.delete(f"{API}/face-head").status_code == 204
    assert client.get(f"{API}/face-head").json() is None


@pytest.mark.parametrize(
    "changed",
    [
        {"weights": [[0.0] * 10] * 7},
        {"mixing": [[0.0] * 6] * 7},
        {"mixing": [[0.0] * 7] * 6},
        {"scale": [0.0] * 160},
        {"bias": ["1e999"] * 7},
        {"classifier": "another"},
        {"centre": [0.0] * 5000, "scale": [1.0] * 5000, "weights": [[0.0] * 5000] * 7},
        {"pictures": ["R0lGODlh"]},
    ],
)
def test_a_head_that_does_not_fit_is_refused(client, changed):
    client.put(f"{API}/privacy/consents/calibration")
    assert client.put(f"{API}/face-head", json=a_head(**changed)).status_code == 422


def test_the_page_is_told_every_number_of_the_face_nets(client):
    told = client.get(f"{API}/face-model").json()
    classifier = ExpressionClassifier.shipped()
    assert told["expression"]["version"] == classifier.version
    assert told["expression"]["temperatures"]["votes"] == classifier.temperatures.votes
    for url in (told["expression"]["url"], *(told["mtcnn"][n] for n in ("pnet", "rnet", "onet"))):
        assert client.get(url).status_code == 200
    assert FACE_MODEL in told["expression"]["url"]
    assert len(told["affect"]["map"]) == 2
    assert set(told["smoothing"]) == {"time_constant_s", "margin", "longest_step_s"}
