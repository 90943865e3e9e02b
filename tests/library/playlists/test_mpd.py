"""Our lists, read and played by a real Music Player Daemon."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import mpd
import numpy as np
import pytest
import soundfile

from moodarc.library.playlists import Playlist, PlaylistEntry, write_playlist

pytestmark = pytest.mark.service

SECONDS = 4.0
NAMES = ["plain.flac", "second.flac"]
ODD_NAMES = [
    "#hash first.flac",
    "100% & <b> 'quoted'.flac",
    "a%20b.flac",
    "smörgåsbord 日本語.flac",
    "question?mark;semi:colon.flac",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def music(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("mpd") / "music"
    folder.mkdir()
    tone = 0.1 * np.sin(np.linspace(0, 440 * SECONDS * 2 * np.pi, int(SECONDS * 8000)))
    for name in NAMES + ODD_NAMES:
        soundfile.write(folder / name, tone, 8000)
    return folder


@pytest.fixture(scope="module")
def player(music):
    """A client of a daemon of our own, which knows the music and plays it to nowhere."""
    if shutil.which("mpd") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("mpd is not installed; the CI installs it: apt-get install mpd")
        pytest.skip("mpd is not installed: apt-get install mpd")
    port, home = free_port(), music.parent
    (home / "mpd.conf").write_text(
        f'music_directory "{music}"\nplaylist_directory "{home}"\ndb_file "{home}/db"\n'
        f'log_file "{home}/log"\nbind_to_address "127.0.0.1"\nport "{port}"\n'
        'zeroconf_enabled "no"\nauto_update "no"\n'
        'audio_output {\n type "null"\n name "nowhere"\n sync "yes"\n mixer_type "none"\n}\n'
    )
    daemon = subprocess.Popen(["mpd", "--no-daemon", str(home / "mpd.conf")])
    try:
        client = connected(port)
        client.update()
        wait_until(lambda: "updating_db" not in client.status())
        yield client
        with contextlib.suppress(mpd.ConnectionError):
            client.disconnect()
    finally:
        daemon.terminate()
        daemon.wait(timeout=10)


def connected(port: int) -> mpd.MPDClient:
    client = mpd.MPDClient()
    client.timeout = 10

    def answers() -> bool:
        with contextlib.suppress(ConnectionError):
            client.connect("127.0.0.1", port)
            return True
        return False

    wait_until(answers)
    return client


def wait_until(happens, seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def load(player, music):
    """The player's queue, filled from a list of ours in its music folder."""

    def load(names: list[str], ending: str, *, relative: bool = False) -> list[str]:
        entries = [PlaylistEntry(path=music / n, title=n, duration_s=SECONDS) for n in names]
        name = f"list-{len(names)}-{relative}{ending}"
        write_playlist(music / name, Playlist(entries=tuple(entries)), relative=relative)
        player.clear()
        player.load(name)
        return [song["file"] for song in player.playlistinfo()]

    return load


@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.parametrize("ending", [".m3u8", ".xspf"])
def test_mpd_finds_every_track_of_the_list_in_order(load, *, ending, relative):
    assert load(NAMES, ending, relative=relative) == NAMES


@pytest.mark.parametrize("relative", [False, True])
def test_mpd_finds_odd_names_by_m3u8(load, relative):
    assert load(ODD_NAMES, ".m3u8", relative=relative) == ODD_NAMES


@pytest.mark.parametrize("ending", [".m3u8", ".xspf"])
def test_mpd_plays_the_list_from_track_to_track(player, load, ending):
    load(NAMES, ending)
    player.play(0)
    wait_until(lambda: float(player.status().get("elapsed", 0)) > 0.2)
    assert player.currentsong()["file"] == NAMES[0]
    assert float(player.status()["duration"]) == pytest.approx(SECONDS, abs=0.1)
    player.seekcur(SECONDS - 0.5)
    wait_until(lambda: player.status().get("song") == "1")
    assert player.status()["state"] == "play"
    assert "error" not in player.status()
    player.stop()
