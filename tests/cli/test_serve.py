"""`moodarc serve` and the demo's page as programs of their own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import pytest

from moodarc.serving.security.tokens import mint_token
from moodarc.storage import Scope, open_store
from small_library import write_library

PROGRAM = "from moodarc.cli import main; raise SystemExit(main())"


@contextmanager
def started(tmp_path, *arguments, program=PROGRAM):
    """The address of the program once it answers; it is ended by Ctrl-C and says so."""
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CACHE")}
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        env={**os.environ, **folders, "MOODARC_WORKERS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        yield found[0]
    finally:
        process.send_signal(signal.SIGINT)
        try:
            _, said = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, said.strip()) == (0, "stopped; everything is kept")


def test_it_answers_says_where_and_ends_by_ctrl_c(tmp_path):
    write_library(tmp_path / "own.db", tmp_path / "music", n=3)
    arguments = ("serve", "--port", "0", "--no-open", "--db", tmp_path / "own.db")
    with started(tmp_path, *arguments, "--listener", "ann") as url:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)
        assert httpx.get(f"{url}api/v1/health").json()["tracks"] == 3
        assert httpx.get(f"{url}api/v1/me").json()["listener"] == "ann"


def test_several_processes_share_one_address(tmp_path):
    write_library(tmp_path / "own.db", tmp_path / "music", n=2)
    arguments = ("serve", "--port", "0", "--no-open", "--db", tmp_path / "own.db", "--workers", 2)
    with started(tmp_path, *arguments) as url:
        answers = [httpx.get(f"{url}api/v1/health").json()["tracks"] for _ in range(6)]
        assert answers == [2] * 6


FEW = """
from sys import argv
from moodarc.library import builtin
from moodarc.cli import main
from moodarc.serving import music_source
two = builtin.builtin_pieces()[:2]
music_source.builtin_pieces = builtin.builtin_pieces = lambda: two
if __name__ == "__main__":
    raise SystemExit(main())
"""
"""the program as it is, but for a shorter list of built-in music"""


def test_the_demo_opens_the_page_while_the_music_is_made(tmp_path):
    arguments = ("demo", "--no-open", "--set", "serve_port=0")
    with started(tmp_path, *arguments, program=FEW) as url:
        assert httpx.get(url).status_code in {200, 503}
        deadline = time.monotonic() + 120
        while (job := httpx.get(f"{url}api/v1/scans").json()[0])["state"] != "done":
            assert job["state"] in {"queued", "running"}, job
            assert time.monotonic() < deadline, job
            time.sleep(0.2)
        assert (job["done"], job["total"]) == (2, 2)
        assert httpx.get(f"{url}api/v1/health").json()["analysed"] == 2
        sound = httpx.get(f"{url}api/v1/tracks/1/audio", headers={"Range": "bytes=0-3"})
        assert (sound.status_code, sound.content) == (206, b"OggS")


def test_a_port_that_is_taken_is_one_clear_line(run, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = run("serve", "--no-open", "--port", port, "--db", tmp_path / "own.db", code=2).stderr
    assert f"port {port}" in said
    assert "--port 0" in said


def test_an_address_of_others_needs_a_token_first(run, tmp_path):
    db = tmp_path / "own.db"
    told = ("serve", "--no-open", "--port", "0", "--host", "0.0.0.0", "--db", db)  # noqa: S104
    said = run(*told, code=2).stderr
    assert "moodarc token create" in said
    with open_store(db) as store:
        mint_token(store, "watch", listener=None, scopes={Scope.ADMIN})
    with started(tmp_path, *told) as url:
        assert url.startswith("http://localhost:")
        port = url.rstrip("/").rpartition(":")[2]
        assert httpx.get(f"http://127.0.0.1:{port}/api/v1/me").status_code == 401


def test_music_that_is_not_there_is_told_before_anything_opens(run, tmp_path):
    told = ("serve", "--no-open", "--music", tmp_path / "absent", "--db", tmp_path / "own.db")
    assert "absent" in run(*told, code=2).stderr


def test_a_part_that_is_not_installed_is_named(run, monkeypatch, tmp_path):
    monkeypatch.setattr(
        "moodarc.cli.extras.find_spec", lambda name: None if name == "fastapi" else 1
    )
    said = run("serve", "--no-open", "--db", tmp_path / "own.db", code=2).stderr
    assert "fastapi" in said
    assert "moodarc[serve]" in said


@pytest.mark.parametrize("wrong", ["1000000", "-1", "x"])
def test_a_port_that_is_none_is_refused(run, wrong):
    run("serve", "--no-open", "--port", wrong, code=2)
