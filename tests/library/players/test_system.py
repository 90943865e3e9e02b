"""Real programs, that play nothing: a shell that sleeps, fails, or will not end."""

import subprocess
import sys
import time
from dataclasses import replace

import pytest
from tests.mpd_daemon import wait_until

from moodarc.errors import AudioError, InputError, PlayerError
from moodarc.library.players import SYSTEM_PROGRAMS, Happening, SystemPlayer, Watch, parse_command
from synthetic_library import make_track


@pytest.fixture
def track(tmp_path):
    path = tmp_path / "a 'b' $(c).wav"
    path.write_bytes(b"sound")
    return replace(make_track(1), path=path)


@pytest.fixture
def made():
    players = []

    def make(script):
        player = SystemPlayer(("sh", "-c", script, "player", "{}", "{start}"))
        players.append(player)
        return player

    yield make
    for player in players:
        player.close()


def alive(marker):
    found = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return [line for line in found.stdout.splitlines() if line == f"sleep {marker}"]


def ended(player):
    watch = Watch(player)
    found = []

    def has_ended():
        found.extend(watch.look())
        return bool(found)

    watch.expect()
    wait_until(has_ended)
    return found[0]


def test_a_program_that_ends_has_played_its_file(made, track, tmp_path):
    player = made(f'sleep 0.2; cat "$1" > "{tmp_path}/played"; echo "$2" > "{tmp_path}/start"')
    player.play(track, start_s=2.5)
    assert ended(player).what is Happening.FINISHED
    assert (tmp_path / "played").read_bytes() == b"sound"
    assert (tmp_path / "start").read_text() == "2.500\n"
    assert player.status().track is None


def test_a_program_that_fails_says_why(made, track):
    player = made("echo nothing; echo cannot decode >&2; sleep 0.1; exit 3")
    player.play(track)
    failed = ended(player)
    assert failed.what is Happening.FAILED
    assert failed.reason == "sh: cannot decode"


def test_a_pause_stops_the_program_and_the_clock(made, track, tmp_path):
    player = made(f'while :; do echo x >> "{tmp_path}/beats"; sleep 0.02; done')
    player.play(track)
    wait_until((tmp_path / "beats").exists)
    player.pause(paused=True)
    time.sleep(0.1)
    beats, position_s = (tmp_path / "beats").stat().st_size, player.status().position_s
    time.sleep(0.2)
    assert (tmp_path / "beats").stat().st_size == beats
    assert player.status().position_s == position_s
    player.pause(paused=False)
    wait_until(lambda: (tmp_path / "beats").stat().st_size > beats)


def test_another_track_ends_the_one_before(made, track):
    player = made("exec sleep 61.25")
    player.play(track)
    wait_until(lambda: len(alive("61.25")) == 1)
    player.play(track)
    wait_until(lambda: len(alive("61.25")) == 1)
    assert player.status().start == 2
    player.stop()
    wait_until(lambda: not alive("61.25"))


@pytest.mark.parametrize("paused", [False, True])
def test_music_ends_where_we_are_killed(track, paused):
    program = (
        "import sys, time; from pathlib import Path; from dataclasses import replace\n"
        "from moodarc.library.players import SystemPlayer\n"
        "from moodarc.catalog import Tags, Track\n"
        "player = SystemPlayer(('sleep', sys.argv[2]))\n"
        "path = Path(sys.argv[1])\n"
        "player.play(Track(track_id=1, path=path, content_hash='', tags=Tags(), analysis=None))\n"
        "sys.stdin.readline()  # the program has begun by then\n"
        f"player.pause(paused={paused})\n"
        "print('on', flush=True)\n"
        "time.sleep(60)\n"
    )
    seconds = "62.5" if paused else "62.75"
    command = [sys.executable, "-c", program, track.path, seconds]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as ours:
        wait_until(lambda: len(alive(seconds)) == 1)
        ours.stdin.write(b"pause\n")
        ours.stdin.flush()
        assert ours.stdout.readline() == b"on\n"
        ours.kill()
    wait_until(lambda: not alive(seconds))


def test_a_file_that_is_gone_and_a_program_that_is_not_there_are_told(made, track):
    with pytest.raises(AudioError, match=r"not there any more.*moodarc scan"):
        made("true").play(replace(track, path=track.path.with_name("gone.wav")))
    with pytest.raises(PlayerError, match=r"no program 'zorgly'.*--player-command"):
        SystemPlayer(("zorgly",))


def test_a_system_without_any_program_says_which_would_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PlayerError, match=r"mpv, ffplay, cvlc, vlc, afplay.*--player-command"):
        SystemPlayer.found()


def test_every_known_program_is_told_the_file():
    for command in SYSTEM_PROGRAMS:
        assert "{}" in command


@pytest.mark.parametrize("text", ["", "  ", "play 'me"])
def test_a_command_that_cannot_be_read_is_refused(text):
    with pytest.raises(InputError, match=r"command"):
        parse_command(text)
