"""Small files of plays in the forms in which data sets of listening are published."""

import json
import tarfile
from pathlib import Path

import h5py
import numpy as np

LASTFM_1K = "userid-timestamp-artid-artname-traid-traname.tsv"
LASTFM_1K_ROWS = (
    (
        "user_000002",
        "2009-04-08T01:57:47Z",
        "a-1",
        "The Dogs D'Amour",
        "t-1",
        "Fall in Love Again?",
    ),
    (
        "user_000002",
        "2009-04-08T01:53:56Z",
        "a-1",
        "The Dogs D'Amour",
        "",
        'Wait "Until" I\'m Dead',
    ),
    (
        "user_000001",
        "2006-08-13T13:59:20Z",
        "",
        "Plaid & Bob Jaroc",
        "",
        "The Launching Of Big Face",
    ),
    ("user_000001", "2006-08-13T13:59:20Z", "", "坂本龍一", "t-2", "Composition 0919 (Live)"),
    (
        "user_000001",
        "2006-08-13T14:59:20Z",
        "a-1",
        "The Dogs D'Amour",
        "t-1",
        "Fall in Love Again?",
    ),
)


def write_lines(file: Path, lines) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def write_lastfm_1k(folder: Path, rows=LASTFM_1K_ROWS) -> Path:
    return write_lines(folder / LASTFM_1K, ["\t".join(row) for row in rows])


def idomaar_session(session, at_s, user, *, tracks, gap=" ") -> str:
    plays = [
        {"type": "track", "id": track, "playstart": start, "playtime": 9, "playratio": None}
        for track, start in tracks
    ]
    links = {"subjects": [{"type": "user", "id": user}], "objects": plays}
    properties = json.dumps({"numtracks": len(tracks), "playtime": 9})
    return f"event.session\t{session}\t{at_s}\t{properties}{gap}{json.dumps(links)}"


def write_thirty_music(folder: Path) -> Path:
    write_lines(
        folder / "relations" / "sessions.idomaar",
        [
            idomaar_session(287144, 1390231051, 44361, tracks=[(4698874, 0), (838286, 160)]),
            idomaar_session(287145, 1390200000, 44361, tracks=[(838286, 0)], gap="\t"),
            idomaar_session(9, 1390200001, 7, tracks=[(4698874, None), (4698874, 200)]),
        ],
    )
    write_lines(
        folder / "entities" / "tracks.idomaar",
        [
            _track(1, [{"type": "person", "id": 5}]),
            _track(838286, [{"type": "person", "id": 12}, {"type": "person", "id": 13}]),
            _track(4698874, []),
        ],
    )
    return folder


def _track(number, artists) -> str:
    properties = {"duration": -1, "playcount": 4, "MBID": None, "name": "Overkill/_/Overkill"}
    links = {"artists": artists, "albums": [], "tags": []}
    return f"track\t{number}\t-1\t{json.dumps(properties)}\t{json.dumps(links)}"


def listen(user, at_s, names, *, msid="", **changes) -> str:
    entry = {
        "user_id": user,
        "user_name": f"name of {user}",
        "timestamp": at_s,
        "track_metadata": {"artist_name": names[0], "track_name": names[1], "additional_info": {}},
        "recording_msid": msid or None,
    }
    return json.dumps(entry | changes)


def write_listenbrainz(folder: Path) -> Path:
    dump = folder / "listenbrainz-listens-dump-183-20200727-001004-full"
    write_lines(
        dump / "listens" / "2005" / "2.listens", [listen(5, 200, ("Abba", "SOS"), msid="m-1")]
    )
    write_lines(
        dump / "listens" / "2005" / "10.listens",
        [listen(3, 900, ("ABBA", "SOS")), listen(5, 800, ("Nico", "Afraid"), msid="m-2")],
    )
    return dump


def write_tar(dump: Path, mode: str) -> Path:
    archive = dump.with_name(f"{dump.name}.tar{mode and '.'}{mode}")
    with tarfile.open(archive, f"w:{mode}") as tar:
        tar.add(dump, arcname=dump.name)
    return archive


def write_nowplaying_rs(folder: Path) -> Path:
    write_lines(
        folder / "context_content_features.csv",
        [
            '"coordinates","valence","artist_id","track_id","created_at","user_id","id"',
            '"{""type"": ""Point"", ""coordinates"": [1, 2]}",0.7,a9,t1,2014-01-01 05:54:22,81,1',
            '"",0.7,a8,t9,2014-01-01 05:54:22,81,1',
        ],
    )
    return write_lines(
        folder / "user_track_hashtag_timestamp.csv",
        [
            '"user_id","track_id","hashtag","created_at"',
            '"81","t1","nowplaying","2014-01-01 05:54:22"',
            '"81","t1","goodmusic","2014-01-01 05:54:22"',
            '"81","t2","nowplaying","2014-01-01 05:54:21"',
            '"7","t1","nowplaying","2014-01-02 00:00:00"',
            '"81","t1","nowplaying","2014-01-03 00:00:00"',
        ],
    )


_METADATA = [("artist_id", "S32"), ("artist_name", "S1024"), ("release", "S1024")]
_METADATA += [("song_id", "S32"), ("title", "S1024")]
_ANALYSIS = [("duration", "f8"), ("key", "i4"), ("loudness", "f8"), ("mode", "i4")]
_ANALYSIS += [("tempo", "f8"), ("time_signature", "i4"), ("track_id", "S32")]


def write_msd(file: Path, songs) -> Path:
    """Songs as (song_id, artist_id, artist, title, track_id, tempo)."""
    file.parent.mkdir(parents=True, exist_ok=True)
    names = [(a, name.encode(), b"Release", s, title.encode()) for s, a, name, title, *_ in songs]
    numbers = [(218.9, 1, -11.2, 0, tempo, 4, track) for *_, track, tempo in songs]
    with h5py.File(file, "w") as store:
        store["metadata/songs"] = np.array(names, dtype=_METADATA)
        store["analysis/songs"] = np.array(numbers, dtype=_ANALYSIS)
    return file
