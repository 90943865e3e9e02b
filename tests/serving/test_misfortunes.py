"""What may happen to a running service: its database, its disk, its files, and odd names."""

import threading
from urllib.parse import quote

import pytest
from sqlalchemy import event

from live_page import page
from moodarc.errors import BackupError
from moodarc.serving.app import create_app
from moodarc.serving.security.tokens import mint_token
from moodarc.settings import Settings
from moodarc.storage import Scope, open_store
from moodarc.storage.backup import back_up, restore
from served import API, problem, served, service
from small_library import write_library
from synthetic_library import make_library, place_all

SAID = {"kind": "point", "valence": 0.5, "arousal": 0.5}
ODD = [
    "..",
    "../../etc/passwd",
    "a/b",
    "Ünï cødé 🎵",
    "x" * 64,
    "%00 %2e",
    "'; DROP TABLE tracks",
    "\\",
]


@pytest.fixture
def settings(tmp_path):
    """Of a service of its own."""
    told = Settings(db=str(tmp_path / "m.db"), data_dir=tmp_path / "d", cache_dir=tmp_path / "c")
    with open_store(told.db) as store:
        place_all(store, make_library(20, seed=2))
    return told


def listed(folder):
    return sorted(path.relative_to(folder).parts[0] for path in folder.rglob("*"))


@pytest.mark.parametrize("name", ODD)
def test_an_odd_name_is_a_listener_like_any_other(settings, tmp_path, name):
    with service(settings) as client, page(client.base_url, name) as tab:
        client.headers["X-Moodarc-Listener"] = quote(name, safe="")
        assert client.get(f"{API}/me").json()["listener"] == name
        assert client.put(f"{API}/privacy/consents/notes").status_code == 204
        assert client.post(f"{API}/readings", json=SAID).status_code == 201
        tab.start()
        assert client.get(f"{API}/export").json()["listener"] == name
        assert client.delete(f"{API}/listener", params={"confirm": name}).status_code == 200
        assert tab.hear("ended")["reason"] == "erased"
    assert set(listed(tmp_path)) <= {"c", "d", "m.db", "m.db-shm", "m.db-wal"}
    assert {path.parent.name for path in (tmp_path / "d").rglob("*")} <= {"d"}


@pytest.mark.parametrize("name", ["", "   ", "x" * 65, "new\nline", "\x00"])
def test_a_name_that_cannot_be_one_is_refused_everywhere(settings, name):
    with service(settings) as client:
        client.headers["X-Moodarc-Listener"] = quote(name, safe="") or "%20"
        answer = client.post(f"{API}/readings", json=SAID)
        assert answer.status_code in {400, 422}
        assert answer.headers["content-type"] == "application/problem+json"


def test_an_odd_name_comes_by_a_token_too(settings):
    name = "../Ünï/🎵"
    with open_store(settings.db) as store:
        store.listeners.ensure(name)
        token = mint_token(store, "odd", listener=name, scopes=[Scope.LISTEN]).presented
    with service(settings, needs_token=True) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        assert client.get(f"{API}/me").json()["listener"] == name
        assert client.post(f"{API}/readings", json=SAID).status_code == 201


def test_a_backup_is_not_brought_back_under_a_running_service(settings, tmp_path):
    back_up(settings.db, tmp_path / "b.tar", data_dir=settings.data_dir)
    with service(settings) as client:
        client.post(f"{API}/readings", json=SAID)
        with pytest.raises(BackupError, match="stop it"):
            restore(tmp_path / "b.tar", db=settings.db, data_dir=settings.data_dir, force=True)
        assert client.get(f"{API}/readings").json()["total"] == 1
        assert client.post(f"{API}/readings", json=SAID).status_code == 201
    restore(tmp_path / "b.tar", db=settings.db, data_dir=settings.data_dir, force=True)
    with service(settings) as client:
        assert client.get(f"{API}/readings").json()["total"] == 0


def test_a_database_that_vanishes_is_told_and_taken_up_again_when_it_is_back(settings, tmp_path):
    file, away = tmp_path / "m.db", tmp_path / "away.db"
    with service(settings) as client, page(client.base_url, "me") as tab:
        client.headers["X-Moodarc-Listener"] = "me"
        tab.start()
        tab.feel(0.5, 0.5)
        file.rename(away)
        for _ in range(2):
            told = problem(client.post(f"{API}/readings", json=SAID), 503, "storage")
            assert "not there any more" in told["detail"]
        assert not file.exists()
        tab.say("reading", **SAID)
        assert tab.hear("problem")["problem"]["status"] == 503
        away.rename(file)
        tab.feel(-0.5, -0.5)
        assert tab.state()["phase"] == "playing"
        assert client.get(f"{API}/readings").json()["total"] == 2


def test_a_full_disk_is_told_and_what_was_kept_stays(settings):
    app, is_full = create_app(settings), threading.Event()
    with served(app) as client, page(client.base_url, "me") as tab:
        client.headers["X-Moodarc-Listener"] = "me"
        tab.start()
        fill(app.state.worker.store, is_full)
        is_full.set()
        answers = [client.post(f"{API}/readings", json=SAID) for _ in range(120)]
        told = problem(answers[-1], 503, "storage")
        assert told["remedy"] == "make room on its disk"
        tab.say("reading", **SAID)
        assert tab.hear("problem")["problem"]["type"] == "/problems/storage"
        taken = sum(answer.status_code == 201 for answer in answers)
        kept = client.get(f"{API}/readings").json()["total"]
        assert kept >= taken
        is_full.clear()
        tab.feel(-0.5, -0.5)
        assert client.get(f"{API}/readings").json()["total"] == kept + 1
        assert tab.state()["phase"] == "playing"


def fill(store, is_full):
    """Let a database grow no more while an event is set, as where its disk is full."""
    engine = store._database.engine

    @event.listens_for(engine, "begin")
    def limit(connection):
        pages = 1 if is_full.is_set() else 1_000_000  # never fewer than there are
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_files_that_vanish_are_told_and_the_session_goes_on(settings, tmp_path):
    own = settings.model_copy(update={"db": str(tmp_path / "own.db")})
    tracks = write_library(own.db, tmp_path / "music")
    with service(own) as client, page(client.base_url, "me") as tab:
        first = tab.start()
        assert client.get(f"{API}/tracks/{first}/audio").status_code == 200
        for track in tracks:
            if track.track_id != first:
                track.path.unlink()
        tab.done("finish", first)
        following = tab.hear("play")["track"]["track_id"]
        problem(client.get(f"{API}/tracks/{following}/audio"), 404, "missing-file")
        unplayable = {"unplayable": "the browser cannot play this file"}
        tab.done("skip", following, position_s=0.0, details=unplayable)
        third = tab.hear("play")["track"]["track_id"]
        assert third not in {first, following}
        assert client.get(f"{API}/tracks/{third}/cover").status_code == 204
        assert client.get(f"{API}/health").status_code == 200
