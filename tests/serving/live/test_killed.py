"""The service is killed while a session plays, and comes back: the session goes on."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import pytest

from live_page import page
from moodarc.storage import open_store
from served import API
from synthetic_library import make_library, place_all


@contextmanager
def process(place, port):
    """A real `moodarc serve`; killed at the end, without a chance to tidy up."""
    told = {
        "MOODARC_DB": str(place / "m.db"),
        "MOODARC_DATA_DIR": str(place / "d"),
        "MOODARC_CACHE_DIR": str(place / "c"),
    }
    command = [sys.executable, "-m", "moodarc", "serve", "--no-open", "--port", str(port)]
    with (place / "log").open("ab") as log:
        running = subprocess.Popen(command, env={**os.environ, **told}, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 90
        while True:
            assert running.poll() is None, (place / "log").read_text()
            assert time.monotonic() < deadline, "the service took too long to start"
            try:
                httpx.get(f"{url}{API}/health").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield url
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait(20)


@pytest.mark.service
def test_a_killed_service_comes_back_and_the_session_goes_on(tmp_path, free_port):
    with open_store(str(tmp_path / "m.db")) as store:
        place_all(store, make_library(40, seed=2))
    with process(tmp_path, free_port) as url, page(url, "me") as tab:
        first = tab.start("calm", minutes=60)
        tab.feel(-0.7, 0.6)
        tab.hear("list")
        before = tab.state()
    with process(tmp_path, free_port) as url, page(url, "me") as tab:
        after = tab.state()
        assert (after["phase"], after["resumable"]) == ("playing", True)
        for name in ("goal", "started", "until", "played", "queue"):
            assert after[name] == before[name]
        assert after["playing"]["track"]["track_id"] == first
        tab.done("finish", first, position_s=100.0)  # the page played on meanwhile
        tab.say("take")
        following = tab.play()
        assert following == before["queue"][0]["track"]["track_id"]
        assert tab.state()["played"] == [first, following]
