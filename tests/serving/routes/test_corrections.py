"""A correction moves a track for its listener, and for nobody else."""

import math

import pytest

from served import API, problem, service
from small_library import write_library


@pytest.fixture
def own(tmp_path, settings):
    write_library(tmp_path / "own.db", tmp_path / "music", n=6)
    told = settings.model_copy(update={"db": str(tmp_path / "own.db"), "cache_dir": tmp_path})
    with service(told) as client:
        yield client


def at(client, number, listener):
    told = client.get(f"{API}/tracks/{number}", headers={"X-Moodarc-Listener": listener}).json()
    point = (told["affect"]["valence"], told["affect"]["arousal"])
    return point, told["correction"]


def test_a_track_lies_where_its_listener_says_and_goes_back(own):
    url, ann = f"{API}/tracks/2/correction", {"X-Moodarc-Listener": "ann"}
    before, said = at(own, 2, "ann")
    assert said is None
    wish = {"at": {"valence": 0.7, "arousal": -0.6}}
    told = own.put(url, json=wish, headers=ann).json()
    assert tuple(told["before"].values()) == pytest.approx(before)
    after, said = at(own, 2, "ann")
    assert said == wish
    assert tuple(told["after"].values()) == pytest.approx(after)
    place = (0.7, -0.6)
    assert math.dist(after, place) < 0.8 * math.dist(before, place)  # the estimate counts on
    assert at(own, 2, "bob") == (before, None)
    listed = own.get(f"{API}/tracks?limit=500", headers=ann).json()["items"]
    [one] = [item for item in listed if item["track_id"] == 2]
    assert one["affect"]["valence"] == pytest.approx(after[0])
    planes = {
        name: own.get(f"{API}/library/plane", headers={"X-Moodarc-Listener": name})
        for name in ("ann", "bob")
    }
    assert planes["ann"].headers["etag"] != planes["bob"].headers["etag"]
    assert planes["ann"].content != planes["bob"].content
    assert own.delete(url, headers=ann).status_code == 200
    assert at(own, 2, "ann") == (before, None)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"is": "happy", "not": "sad"},
        {"is": "cheerful"},
        {"at": {"valence": 2, "arousal": 0}},
        {"at": {"valence": 0}},
        {"is_in": "happy", "at": None, "not": "sad"},
    ],
)
def test_a_correction_says_one_thing_that_can_be(own, said):
    problem(own.put(f"{API}/tracks/2/correction", json=said), 422, "invalid-request")


def test_what_was_never_said_cannot_be_taken_back(own):
    problem(own.delete(f"{API}/tracks/2/correction"), 422, "input")
    problem(own.put(f"{API}/tracks/99/correction", json={"is": "sad"}), 404, "unknown-track")
    assert own.put(f"{API}/tracks/2/correction", json={"not": "sad"}).status_code == 200
    assert own.get(f"{API}/tracks/2").json()["correction"] == {"not": "sad"}
