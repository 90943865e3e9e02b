"""`moodarc play` at a terminal: a pseudo terminal, real keys, and what the log says then."""

import os
import pty
import re
import select
import subprocess
import sys
import termios
import time

import pytest
from tests.small_library import write_library

from moodarc.cli.play_keys import Prompt
from moodarc.storage import open_store

ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, *command):
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.shown = b""
        self.process = subprocess.Popen(
            command,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "120", "LINES": "40"},
        )

    def read(self, wait_s=0.05):
        while select.select([self.master], [], [], wait_s)[0]:
            self.shown += os.read(self.master, 65536)

    def until(self, holds, seconds=40.0):
        end = time.monotonic() + seconds
        while not holds():
            self.read()
            assert self.process.poll() is None, self.shown.decode()
            assert time.monotonic() < end, self.shown.decode()[-3000:]

    def shows(self, words):
        self.until(lambda: words.encode() in ESCAPES.sub(b"", self.shown))

    def press(self, keys):
        os.write(self.master, keys.encode())

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def terminal(tmp_path, monkeypatch):
    db = tmp_path / "music.db"
    monkeypatch.setenv("MOODARC_DB", str(db))
    write_library(db, tmp_path / "music", n=14, seconds=60.0)
    flags = ("--player", "none", "--as-measured", "--goal", "match")
    opened = Terminal(sys.executable, "-m", "moodarc", "play", *flags)
    yield opened
    opened.close()


def test_every_key_does_what_it_says_and_the_terminal_is_put_back(terminal, tmp_path):
    with open_store(tmp_path / "music.db") as store:

        def logged(kind):
            known = "me" in store.listeners.names()
            return known and kind in {event.kind.value for event in store.events.of("me")}

        terminal.until(lambda: logged("play"))
        terminal.shows("f feel")
        for key, kind in (("l", "like"), ("n", "skip"), ("b", "ban"), ("r", "replay")):
            terminal.press(key)
            terminal.until(lambda kind=kind: logged(kind))
        terminal.press("-")
        terminal.until(lambda: logged("volume"))
        terminal.press(" ")
        terminal.shows("paused")
        terminal.press("w")
        terminal.shows("score")
        terminal.press("fzorgly\n")
        terminal.shows("zorgly")
        terminal.press("fsad\n")
        terminal.until(lambda: len(store.readings.of("me")) == 1)
        terminal.press("g0.5 -0.4\n")
        goals = lambda: [e.goal.kind.value for e in store.sessions.of("me") if e.goal]  # noqa: E731
        terminal.until(lambda: goals() == ["match", "point"])
        terminal.press("q")
        assert terminal.process.wait(30) == 0
        terminal.read()
        assert store.sessions.of("me")[-1].reason == "the listener stopped"
    assert b"ended: the listener stopped" in terminal.shown
    assert termios.tcgetattr(terminal.slave) == terminal.before


@pytest.mark.parametrize("number", [15, 2])
def test_a_signal_puts_the_terminal_back(terminal, number):
    terminal.shows("f feel")
    terminal.process.send_signal(number)
    assert terminal.process.wait(30) in {143, 130}
    assert termios.tcgetattr(terminal.slave) == terminal.before


@pytest.mark.parametrize(
    ("keys", "typed", "done", "dropped"),
    [
        ("sad\n", "sad", True, False),
        ("sax\x7fd\r", "sad", True, False),
        ("sad\x1b", "sad", False, True),
        ("\t\x00-0.5,1\n", "-0.5,1", True, False),
    ],
)
def test_a_line_is_typed_and_mended(keys, typed, done, dropped):  # noqa: PLR0917 - parameters
    prompt = Prompt("feel", "f")
    for key in keys:
        prompt.feed(key)
    assert (prompt.typed, prompt.is_done, prompt.is_dropped) == (typed, done, dropped)
