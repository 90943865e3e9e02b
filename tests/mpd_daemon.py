"""A real Music Player Daemon of our own, playing to nowhere: killed and started as a test likes."""

import contextlib
import os
import shutil
import socket
import subprocess
import time

import mpd
import numpy as np
import pytest
import soundfile

PROGRAM = shutil.which("mpd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
RATE = 8000
MIXER = 'mixer_type "null"'


def require_mpd():
    """Skip by name where it is not installed; under CI that is a failure."""
    if PROGRAM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("mpd is not installed; the CI installs it: apt-get install mpd")
        pytest.skip("mpd is not installed: apt-get install mpd")


def write_tone(path, seconds, hertz=440.0):
    path.parent.mkdir(parents=True, exist_ok=True)
    time_s = np.arange(int(seconds * RATE)) / RATE
    with path.open("wb") as file:
        soundfile.write(file, 0.1 * np.sin(2 * np.pi * hertz * time_s), RATE, format="WAV")
    return path


def wait_until(happens, seconds=15.0):
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


class MpdDaemon:
    """Knows the files of a folder, and is reached over TCP and by a socket.

    Args:
        folder: for all that is its own.
        music: its music directory.
        settings: more lines of its configuration.
    """

    def __init__(self, folder, music, *, settings=""):
        folder.mkdir()
        self.folder, self.music = folder, music
        self.socket = folder / "socket"
        self._process = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        (folder / "mpd.conf").write_text(
            f'music_directory "{music}"\nplaylist_directory "{folder}"\ndb_file "{folder}/db"\n'
            f'log_file "{folder}/log"\nbind_to_address "127.0.0.1"\nport "{self.port}"\n'
            f'bind_to_address "{self.socket}"\nzeroconf_enabled "no"\nauto_update "no"\n'
            f'audio_output {{\n type "null"\n name "nowhere"\n sync "yes"\n {MIXER}\n}}\n'
            f"{settings}\n"
        )

    def start(self):
        command = [PROGRAM, "--no-daemon", str(self.folder / "mpd.conf")]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        with self.client() as client:
            client.update()
            wait_until(lambda: "updating_db" not in client.status())
        return self

    @contextlib.contextmanager
    def client(self):
        """Another client."""
        client = mpd.MPDClient()
        client.timeout = 10

        def answers():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            with contextlib.suppress(ConnectionError):
                client.connect("127.0.0.1", self.port)
                return True
            return False

        wait_until(answers)
        try:
            yield client
        finally:
            with contextlib.suppress(mpd.ConnectionError, OSError):
                client.disconnect()

    def ask(self, command, *arguments):
        """One command of another client."""
        with self.client() as client:
            return getattr(client, command)(*arguments)

    def kill(self):
        """As a power cut would."""
        self._process.kill()
        self._process.wait(timeout=10)

    def stop(self):
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=10)
