"""Histories of other services in and out, and the journey that events and readings tell."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from moodarc.catalog import EventKind, ListeningEvent
from moodarc.sensing import from_point
from served import API


@pytest.fixture
def kept(store, me):
    """What is kept of this listener, who is known."""
    store.listeners.ensure(me)
    return Kept(store, me)


class Kept:
    """One listener's part of a store."""

    def __init__(self, store, listener):
        self.store, self.listener = store, listener

    def events(self):
        return self.store.events.of(self.listener)

    def feel(self, reading):
        self.store.readings.add(self.listener, reading)

    def do(self, at, kind, track_id):
        event = ListeningEvent(listener=self.listener, at=at, kind=kind, track_id=track_id)
        self.store.events.add(event)


def bring(client, name, content):
    data = content if isinstance(content, bytes) else content.encode()
    return client.post(f"{API}/history/import", files={"file": (name, data)})


def song(library, number):
    track = library[number]
    return track.tags.artist, track.title


def zipped(**files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.json", text)
    return held.getvalue()


def test_exports_of_other_services_become_events_once(client, library, kept):
    artist, title = song(library, 4)
    brainz = {
        "listened_at": 1_700_000_000,
        "track_metadata": {"artist_name": artist.upper(), "track_name": f"{title} (Remastered)"},
    }
    spotify = [
        {
            "ts": "2024-05-01T10:00:00Z",
            "ms_played": 9000,
            "master_metadata_track_name": title,
            "master_metadata_album_artist_name": artist,
        },
        {"endTime": "2024-05-02 10:00", "artistName": "x", "trackName": "y", "msPlayed": 1},
    ]
    lastfm = f"uts,utc_time,artist,album,track\n1710000000,x,{artist},,{title}\n"
    files = [
        ("listens.jsonl", json.dumps(brainz), (1, 1, 2)),
        ("spotify.zip", zipped(Streaming_History_Audio_2024=json.dumps(spotify)), (2, 1, 2)),
        ("scrobbles.csv", lastfm, (1, 1, 2)),
    ]
    for name, content, expected in files:
        told = bring(client, name, content).json()
        assert (told["read"], told["matched"], told["events"]) == expected
        assert bring(client, name, content).json()["events"] == 0
    events = kept.events()
    assert [one.kind.value for one in events] == [
        "play",
        "finish",
        "play",
        "finish",
        "play",
        "skip",
    ]
    assert all(one.details["imported"] for one in events)
    assert {one.track_id for one in events} == {library[4].track_id}
    assert events[0].at == datetime.fromtimestamp(1_700_000_000, UTC)
    assert (events[5].at - events[4].at).total_seconds() == 9.0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.json", "{"),
        ("x.json", "[1, 2, null]"),
        ("x.json", "[" * 100_000),
        ("x.zip", "no zip"),
        ("x.csv", "a,b\n1,2\n"),
        ("x.exe", "MZ"),
        ("x.m3u8", "#EXTM3U\n"),
        ("x.csv", "artist,title,time\na,b,2999-01-01\n"),
    ],
)
def test_a_file_that_is_no_history_is_refused(client, name, content):
    assert bring(client, name, content).status_code == 422


def test_what_was_listened_to_is_handed_out_and_comes_back_as_known(client, library):
    first, second = library[0].track_id, library[1].track_id
    at = datetime.now(UTC) - timedelta(hours=2)
    for kind, track, minutes in (
        ("play", first, 0),
        ("finish", first, 4),
        ("play", second, 5),
        ("skip", second, 5.1),
    ):
        body = {
            "kind": kind,
            "track_id": track,
            "position_s": 6.0,
            "at": (at + timedelta(minutes=minutes)).isoformat(),
        }
        assert client.post(f"{API}/events", json=body).status_code == 201
    lines = client.get(f"{API}/history/export").text.splitlines()
    [listen] = [json.loads(line) for line in lines]  # the skip was no listen
    assert listen["track_metadata"]["track_name"] == library[0].title
    assert len(client.get(f"{API}/history/export?format=json").json()) == 1
    assert client.get(f"{API}/history/export?format=csv").text.startswith("time,artist,title")
    assert bring(client, "back.jsonl", "\n".join(lines)).json()["events"] == 0


def test_the_journey_tells_what_each_track_did(client, library, kept):
    at = datetime.now(UTC) - timedelta(hours=3)
    track = library[7].track_id
    kept.feel(from_point(-0.6, -0.4, at))
    for minutes, kind in ((1, EventKind.PLAY), (5, EventKind.FINISH)):
        kept.do(at + timedelta(minutes=minutes), kind, track)
    kept.feel(from_point(0.7, 0.4, at + timedelta(minutes=6)))
    told = client.get(f"{API}/journey?bucket=hour").json()
    [heard] = told["heard"]
    assert (heard["track"]["track_id"], heard["how"]) == (track, "finish")
    assert heard["felt_shift"]["valence"] > 0.3
    assert heard["expected_shift"] is not None
    by = {(one["by"], one["n"]) for one in told["moved"]}
    assert ("track", 1) in by
    assert {one["modality"] for one in told["mood"]} == {"self_report", "belief"}
    assert client.get(f"{API}/journey?since=2030-01-01T00:00:00Z").status_code == 422
    assert client.get(f"{API}/genre-map").status_code == 200


def test_a_day_is_told_by_the_mean_of_its_hours_not_by_its_last_word(client, kept):
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    for hours in range(6):
        kept.feel(from_point(-0.8, -0.6, noon + timedelta(hours=hours)))
    kept.feel(from_point(0.9, 0.6, noon + timedelta(hours=6)))
    span = "since=2026-03-04T00:00:00Z&until=2026-03-05T00:00:00Z"

    def beliefs(bucket):
        mood = client.get(f"{API}/journey?{span}&bucket={bucket}").json()["mood"]
        return [one for one in mood if one["modality"] == "belief"]

    [day], hours = beliefs("day"), beliefs("hour")
    assert (day["n"], len(hours)) == (7, 7)
    assert hours[-1]["valence"] > day["valence"] + 0.2
    assert day["valence"] == pytest.approx(sum(one["valence"] for one in hours) / 7)
    assert day["valence_sd"] > max(one["valence_sd"] for one in hours)  # it went up and down
