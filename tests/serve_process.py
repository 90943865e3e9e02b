"""A real `moodarc serve` in a process of its own, over a library on paper."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx

from moodarc.settings import Settings
from moodarc.storage import open_store
from served import API
from synthetic_library import make_library, place_all


def settings_at(place):
    """Of the processes of a folder."""
    return Settings(db=str(place / "m.db"), data_dir=place / "d", cache_dir=place / "c")


def library_at(place, n=40):
    """A library on paper, for the processes of a folder; their settings."""
    settings = settings_at(place)
    with open_store(settings.db) as store:
        place_all(store, make_library(n, seed=2))
    return settings


@contextmanager
def process(place, port, *words, ends_by=signal.SIGKILL, **environment):
    """A running service; its URL and process. By default it ends without a chance to tidy up."""
    told = {
        "MOODARC_DB": str(place / "m.db"),
        "MOODARC_DATA_DIR": str(place / "d"),
        "MOODARC_CACHE_DIR": str(place / "c"),
        **environment,
    }
    command = [sys.executable, "-m", "moodarc", "serve", "--no-open", "--port", str(port), *words]
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
        yield url, running
    finally:
        if running.poll() is None:
            running.send_signal(ends_by)
        running.wait(20)
