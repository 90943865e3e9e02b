"""Lists of tracks against a plain loop over what the page shows."""

import numpy as np
import pytest

from moodarc.session.shell import known_library
from moodarc.storage import open_store
from served import API, problem


@pytest.fixture(scope="module")
def known(settings):
    with open_store(settings.db) as store:
        return {track.track_id: track for track in known_library(store)[0]}


def ids(client, query):
    answer = client.get(f"{API}/tracks?{query}")
    assert answer.status_code == 200, answer.text
    return [item["track_id"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("quadrant=happy", lambda t: t.analysis.affect.quadrant == "happy"),
        ("quadrant=sad", lambda t: t.analysis.affect.quadrant == "sad"),
        ("min_valence=0.1", lambda t: t.analysis.affect.valence >= 0.1),
        (
            "max_arousal=0&min_tempo_bpm=100",
            lambda t: t.analysis.affect.arousal <= 0 and t.analysis.descriptors.tempo_bpm >= 100,
        ),
        ("min_energy=0.6", lambda t: t.analysis.descriptors.energy >= 0.6),
        ("artist=Ann", lambda t: t.tags.artist == "Ann"),
        ("search=ann", lambda t: t.tags.artist == "Ann"),
        ("search=SONG+1", lambda t: "1" in t.title or "1" in "/".join(t.path.parts[-3:])),
        ("search=%25", lambda _: False),
        ("genre=Rock", lambda _: False),
        ("key=0&mode=1&status=present", lambda _: True),
        ("status=missing", lambda _: False),
    ],
)
def test_a_filter_finds_what_a_plain_loop_finds(client, known, *, query, fits):
    found = ids(client, f"{query}&limit=500")
    assert sorted(found) == [number for number, track in known.items() if fits(track)]


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("title", lambda t: t.title.casefold()),
        ("artist", lambda t: (t.tags.artist.casefold(), t.title.casefold())),
        ("valence", lambda t: t.analysis.affect.valence),
        ("arousal", lambda t: t.analysis.affect.arousal),
        ("tempo_bpm", lambda t: t.analysis.descriptors.tempo_bpm),
    ],
)
def test_an_order_is_that_of_its_key(client, known, *, sort, key, order):
    found = [key(known[number]) for number in ids(client, f"sort={sort}&order={order}&limit=500")]
    assert len(found) == len(known)
    assert found == sorted(found, reverse=order == "desc")


def test_pages_put_together_are_the_whole_list(client, known):
    whole = ids(client, "sort=valence&limit=500")
    pages = [ids(client, f"sort=valence&limit=5&offset={start}") for start in range(0, 20, 5)]
    assert [number for page in pages for number in page] == whole
    answer = client.get(f"{API}/tracks?limit=5&offset=1000").json()
    assert (answer["items"], answer["total"]) == ([], len(known))


def test_a_brief_tells_what_is_known(client, known):
    [brief] = client.get(f"{API}/tracks?search=song+7&limit=1").json()["items"]
    track = known[brief["track_id"]]
    assert brief["title"] == track.title
    assert brief["status"] == "present"
    assert brief["affect"]["valence"] == pytest.approx(track.analysis.affect.valence)
    assert brief["affect"]["valence_sd"] ** 2 == pytest.approx(
        track.analysis.affect.variance.valence
    )
    assert sum(brief["affect"]["shares"].values()) == pytest.approx(1.0)
    assert brief["gain_db"] == pytest.approx(-18.0 + 14.0)


def test_one_track_tells_all(client, known):
    told = client.get(f"{API}/tracks/3").json()
    track = known[3]
    assert told["path"] == str(track.path)
    assert told["descriptors"]["tempo_bpm"] == track.analysis.descriptors.tempo_bpm
    assert told["curve"]["valence"] == pytest.approx(
        track.analysis.curve.values[:, 0].tolist(), abs=1e-4
    )
    assert [part["name"] for part in told["parts"]] == [part.name for part in track.parts]
    assert sum(part["share"] for part in told["parts"]) == pytest.approx(1.0)
    assert told["correction"] is None


def test_neighbours_are_those_whose_sound_points_the_same_way(client, written):
    told = [one["track_id"] for one in client.get(f"{API}/tracks/3").json()["neighbours"]]
    vectors = {track.track_id: track.analysis.embedding for track in written}
    own = vectors.pop(3)
    alike = sorted(vectors, key=lambda number: -float(np.dot(vectors[number], own)))
    assert told == alike[: len(told)]
    assert len(told) == 8


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", str(2**63), "%2e%2e"])
def test_a_number_that_is_none_is_refused(client, number):
    response = client.get(f"{API}/tracks/{number}")
    problem(response, response.status_code, "invalid-request")
    problem(client.get(f"{API}/tracks/{2**40}"), 404, "unknown-track")
