"""Our lists, read and played by a real Music Player Daemon."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from tests.mpd_daemon import MpdDaemon, require_mpd, wait_until

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
    require_mpd()
    daemon = MpdDaemon(music.parent / "home", music).start()
    try:
        with daemon.client() as client:
            yield client
    finally:
        daemon.stop()


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
