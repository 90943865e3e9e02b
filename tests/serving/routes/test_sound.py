"""The sound of a track is its file's bytes, whole and in parts."""

import sqlite3

import pytest

from served import API, problem, service
from small_library import write_library

SOUND = f"{API}/tracks/1/audio"


@pytest.fixture(scope="module")
def content(written):
    return written[0].path.read_bytes()


def part(client, wanted, **headers):
    return client.get(SOUND, headers={"Range": wanted, **headers})


def test_the_whole_file_comes_without_a_range(client, content):
    response = client.get(SOUND)
    assert (response.status_code, response.content) == (200, content)
    assert response.headers["content-type"] == "audio/wav"
    assert response.headers["accept-ranges"] == "bytes"
    assert "content-encoding" not in response.headers


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, None),
        ("bytes=-44", -44, None),
        ("bytes=25000-99999999", 25000, None),
        ("bytes=-99999999", 0, None),
        ("Bytes = 5 - 6", 5, 7),
    ],
)
def test_a_range_is_that_part_of_the_file(client, content, *, wanted, start, stop):
    response = part(client, wanted)
    assert response.status_code == 206
    assert response.content == content[start:stop]
    first = start if start >= 0 else len(content) + start
    last = first + len(response.content) - 1
    assert response.headers["content-range"] == f"bytes {first}-{last}/{len(content)}"


@pytest.mark.parametrize(
    "wanted", ["bytes=5-4", "bytes=x-y", "seconds=0-1", "bytes=0-1,5-6", "bytes=", "bytes=-", "0-1"]
)
def test_a_range_of_no_sense_or_of_several_parts_is_ignored(client, content, wanted):
    response = part(client, wanted)
    assert (response.status_code, response.content) == (200, content)


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=-0"])
def test_a_range_behind_the_end_is_told(client, content, wanted):
    response = part(client, wanted)
    problem(response, 416, "no-such-range")
    assert response.headers["content-range"] == f"bytes */{len(content)}"


def test_a_range_of_another_version_gives_the_whole_file(client, content):
    etag = client.head(SOUND).headers["etag"]
    assert part(client, "bytes=0-9", **{"If-Range": etag}).status_code == 206
    other = part(client, "bytes=0-9", **{"If-Range": '"older"'})
    assert (other.status_code, other.content) == (200, content)


def test_head_tells_the_size_only(client, content):
    response = client.head(SOUND)
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-length"] == str(len(content))


@pytest.mark.parametrize("number", ["99", "0", "..%2f1", "%2e%2e%2fetc%2fpasswd", "1%00"])
def test_only_tracks_of_the_library_are_read(client, number):
    for name in ("audio", "cover"):
        response = client.get(f"{API}/tracks/{number}/{name}")
        assert response.status_code in {404, 422}
        assert response.headers["content-type"] == "application/problem+json"


def test_a_file_that_is_gone_or_no_file_is_told(tmp_path, settings):
    own = settings.model_copy(update={"db": str(tmp_path / "own.db")})
    tracks = write_library(own.db, tmp_path / "music", n=2)
    tracks[0].path.unlink()
    tracks[1].path.unlink()
    tracks[1].path.mkdir()
    with service(own) as client:
        for number in (1, 2):
            problem(client.get(f"{API}/tracks/{number}/audio"), 404, "missing-file")
            assert client.get(f"{API}/tracks/{number}/cover").status_code == 204


def test_the_picture_of_the_tags_is_shown(tmp_path, settings):
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
    own = settings.model_copy(update={"db": str(tmp_path / "own.db")})
    tracks = write_library(own.db, tmp_path / "music", n=3)
    tracks[0].path.write_bytes(id3(picture, "image/png"))
    tracks[1].path.write_bytes(id3(b"<svg onload=alert(1)>" + bytes(100), "image/svg+xml"))
    for track in tracks[:2]:
        track.path.rename(track.path.with_suffix(".mp3"))
    with service(renamed(own, tracks)) as client:
        response = client.get(f"{API}/tracks/1/cover")
        assert (response.status_code, response.content) == (200, picture)
        assert response.headers["content-type"] == "image/png"
        again = client.get(
            f"{API}/tracks/1/cover", headers={"If-None-Match": response.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
        for number in (2, 3):  # no failure, so that no browser tells of one
            none = client.get(f"{API}/tracks/{number}/cover")
            assert (none.status_code, none.content) == (204, b"")
            assert none.headers["cache-control"] == "private, max-age=300"


def renamed(settings, tracks):
    """The settings of a library in which some files end in .mp3."""
    with sqlite3.connect(settings.db) as database:
        for track in tracks[:2]:
            path = str(track.path.with_suffix(".mp3")).encode()
            database.execute("UPDATE tracks SET path = ? WHERE id = ?", (path, track.track_id))
    return settings


def id3(picture, media_type):
    """The tag ID3v2.3 with one picture, before some silence of MPEG frames."""
    body = b"\0" + media_type.encode() + b"\0\x03\0" + picture
    frame = b"APIC" + len(body).to_bytes(4, "big") + b"\0\0" + body
    size = bytes((len(frame) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    mpeg = (b"\xff\xfb\x90\x00" + bytes(413)) * 4
    return b"ID3\x03\0\0" + size + frame + mpeg
