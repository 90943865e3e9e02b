"""The service over a real PostgreSQL: an evening of one listener, from the first tap to erasure."""

import pytest

from live_page import page
from moodarc.settings import Settings
from moodarc.storage import open_store
from postgres_server import running_postgres
from served import API, service
from synthetic_library import make_library, place_all


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    place = tmp_path_factory.mktemp("postgres")
    with running_postgres() as url:
        told = Settings(db=f"{url}postgres", data_dir=place / "d", cache_dir=place / "c")
        with open_store(told.db) as store:
            place_all(store, make_library(40, seed=2))
        yield told


@pytest.mark.service
def test_an_evening_from_the_first_tap_to_erasure(settings):
    with service(settings) as client, page(client.base_url, "änn") as tab:
        client.headers["X-Moodarc-Listener"] = "%C3%A4nn"
        assert client.get(f"{API}/health").json()["tracks"] == 40
        assert client.get(f"{API}/me").json()["listener"] == "änn"
        listed = client.post(f"{API}/playlist", json={"goal": {"kind": "calm"}, "n": 5}).json()
        assert len(listed["offers"]) == 5
        first = tab.start("lift", minutes=30)
        tab.feel(-0.9, 0.8)
        newer = tab.hear("list")["decision"]
        assert newer["cause"].startswith("the feeling moved")
        tab.done("like", first, position_s=4.0)
        tab.done("skip", first, position_s=5.0)
        assert tab.hear("heard")["how"] == "skip"
        second = tab.play()
        queue = [one["track"]["track_id"] for one in client.get(f"{API}/session/queue").json()]
        assert second not in queue
        journey = client.get(f"{API}/journey").json()
        assert [one["track"]["track_id"] for one in journey["heard"]] == [first]
        assert client.get(f"{API}/readings").json()["total"] == 1
        assert client.get(f"{API}/events").json()["total"] == 4
        assert client.put(f"{API}/tracks/{first}/correction", json={"is": "sad"}).status_code == 200
        export = client.get(f"{API}/export").json()
        assert (export["listener"], len(export["events"]), len(export["readings"])) == ("änn", 4, 1)
        assert len(export["decisions"]) == client.get(f"{API}/decisions").json()["total"] > 1
        erased = client.delete(f"{API}/listener", params={"confirm": "änn"}).json()["erased"]
        assert (erased["events"], erased["readings"]) == (4, 1)
        assert tab.hear("ended")["reason"] == "erased"
        assert client.get(f"{API}/journey").json()["heard"] == []
    with open_store(settings.db) as store:
        assert store.listeners.names() == []
