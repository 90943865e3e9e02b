"""Scans over HTTP: begun, watched, stopped, and kept to the folders that are allowed."""

import json
import time

import pytest

from served import API, problem, service
from small_library import write_library

URL = f"{API}/scans"


@pytest.fixture(scope="module")
def own(tmp_path_factory, settings):
    """Settings of a library that may be scanned."""
    place = tmp_path_factory.mktemp("scanned")
    write_library(place / "own.db", place / "music", n=3, seconds=3.0)
    told = {"db": str(place / "own.db"), "cache_dir": place, "scan_roots": (place / "music",)}
    return settings.model_copy(update=told)


@pytest.fixture(scope="module")
def scanning(own):
    with service(own) as client:
        yield client


def events_of(client, job_id):
    with client.stream("GET", f"{URL}/{job_id}/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in response.iter_lines() if line and not line.startswith(":")]
    names, data = lines[::2], lines[1::2]
    assert len(names) == len(data)
    return [
        (name.removeprefix("event: "), json.loads(text.removeprefix("data: ")))
        for name, text in zip(names, data, strict=True)
    ]


def test_a_scan_tells_how_far_it_is_until_its_end(scanning, own):
    folder = own.scan_roots[0]
    broken = folder / "broken.mp3"
    broken.write_text("no music")
    job = scanning.post(URL, json={"folders": [str(folder)]})
    assert job.status_code == 202
    told = events_of(scanning, job.json()["id"])
    assert [name for name, _ in told[:-1]] == ["progress"] * (len(told) - 1)
    name, last = told[-1]
    assert (name, last["state"], last["done"], last["total"]) == ("end", "done", 4, 4)
    assert [file["path"] for file in last["failed"]] == [str(broken)]
    assert last["failed"][0]["reason"]
    done = [job["done"] for _, job in told]
    assert done == sorted(done)
    assert scanning.get(f"{URL}/{last['id']}").json() == last
    assert scanning.get(URL).json()[0] == last


def test_without_folders_what_holds_the_known_tracks_is_scanned(scanning, own):
    job = scanning.post(URL, json={}).json()
    assert job["folders"] == [str(own.scan_roots[0])]
    assert events_of(scanning, job["id"])[-1][1]["state"] == "done"


@pytest.mark.parametrize("folder", ["/etc", "/", "music", "../..", "", "/proc/self/root", "x\0y"])
def test_a_folder_that_is_not_allowed_is_refused(scanning, folder):
    response = scanning.post(URL, json={"folders": [folder]})
    problem(response, 422, "invalid-request" if not folder else "input")


def test_neither_dots_nor_links_lead_out_of_what_is_allowed(scanning, own):
    root = own.scan_roots[0]
    link = root / "out"
    link.symlink_to("/etc")
    for folder in (f"{root}/../..", str(link), f"{root}/out/.."):
        problem(scanning.post(URL, json={"folders": [folder]}), 422, "input")
    link.unlink()
    problem(scanning.post(URL, json={"folders": [f"{root}/absent"]}), 422, "input")


@pytest.mark.parametrize("job_id", ["0" * 16, "x", "..%00", "a" * 17, "A" * 16])
def test_a_job_that_is_none_is_told(scanning, job_id):
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/events")):
        response = scanning.request(method, f"{URL}/{job_id}{path}")
        kinds = {404: {"unknown-job", "not-found"}, 422: {"invalid-request"}}
        assert response.json()["type"].removeprefix("/problems/") in kinds[response.status_code]


def test_a_scan_that_is_not_wanted_any_more_ends(tmp_path, settings):
    write_library(tmp_path / "paper.db", tmp_path / "music", n=8, seconds=3.0)
    told = {"db": str(tmp_path / "own.db"), "cache_dir": tmp_path, "scan_roots": (tmp_path,)}
    with service(settings.model_copy(update=told)) as client:
        job_id = client.post(URL, json={"folders": [str(tmp_path / "music")]}).json()["id"]
        assert client.delete(f"{URL}/{job_id}").status_code == 200
        last = events_of(client, job_id)[-1][1]
        assert last["state"] == "cancelled"
        assert last["done"] < 8
        assert client.get(f"{API}/health").json()["scanning"] is False


def test_the_library_is_renewed_when_it_changed(scanning):
    deadline = time.monotonic() + 60
    while scanning.get(f"{API}/library/summary").json()["revision"] != scanning.get(
        f"{API}/library/plane"
    ).headers["etag"].strip('W/"'):
        assert time.monotonic() < deadline
    items = scanning.get(f"{API}/tracks?limit=500").json()
    assert items["total"] >= 3
