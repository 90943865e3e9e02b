"""Ctrl-C with open sockets, an open stream and a scan under way: it ends, and the scan goes on."""

import signal
import subprocess
import threading
import time

import httpx
import pytest
from tests.mpd_daemon import write_tone
from websockets.exceptions import ConnectionClosed

from live_page import page
from serve_process import process
from served import API

N = 24


def analysed(url):
    return httpx.get(f"{url}{API}/health").json()["analysed"]


def waits_for(url, n):
    deadline = time.monotonic() + 120
    while analysed(url) < n:
        assert time.monotonic() < deadline, "the scan does not go on"
        time.sleep(0.1)


def follow(url, lines):
    """Read the stream of the scan until it is broken off."""
    [job] = httpx.get(f"{url}{API}/scans").json()
    try:
        with httpx.stream("GET", f"{url}{API}/scans/{job['id']}/events", timeout=60) as stream:
            lines.extend(stream.iter_lines())
    except httpx.HTTPError:
        pass


@pytest.mark.service
def test_ctrl_c_ends_all_that_is_open_and_the_scan_goes_on_at_the_next_start(tmp_path, free_port):
    for number in range(N):
        write_tone(tmp_path / "music" / f"{number:02d}.wav", 60.0, hertz=200.0 + 20 * number)
    words = ("--music", str(tmp_path / "music"))
    lines = []
    with process(tmp_path, free_port, *words, MOODARC_WORKERS="1") as (url, running):
        following = threading.Thread(target=follow, args=(url, lines))
        with page(url, "me") as tab:
            tab.state()
            following.start()
            waits_for(url, 1)
            running.send_signal(signal.SIGINT)
            with pytest.raises(ConnectionClosed):
                tab.hear("nothing more")
        try:
            assert running.wait(60) == 0
        except subprocess.TimeoutExpired:
            pytest.fail("it does not end")
        following.join(60)
    said = (tmp_path / "log").read_text()
    assert "stopped; everything is kept" in said
    assert "Traceback" not in said
    assert any(line.startswith("event: progress") for line in lines)
    with process(tmp_path, free_port, *words, MOODARC_WORKERS="1") as (url, _):
        waits_for(url, N)
        [newest, before] = httpx.get(f"{url}{API}/scans").json()
        assert before["state"] == "cancelled"
        assert newest["analysed"] < N
