import os
import re
import subprocess
import sys

import pytest
import soundfile
from tests.sounds import song

from moodarc.library import builtin
from moodarc.library.composer import builtin_pieces
from moodarc.storage import open_store

PROGRAM = """
from sys import exit
from moodarc.cli import main
from moodarc.library import builtin
eight = builtin.builtin_pieces()[::6]
builtin.builtin_pieces = lambda: eight
exit(main())
"""
"""the program as it is, but for a shorter list of built-in music: all 48 take half a minute"""


def demo(data_home, *arguments):
    """The demo in a process of its own, its folders those of the test."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "demo", "--no-page", *map(str, arguments)],
        env={**os.environ, "XDG_DATA_HOME": str(data_home), "MOODARC_WORKERS": "2"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def list_of(shown):
    """The numbered lines of the playlist."""
    return re.findall(r"^\d {2}\w.*", shown, flags=re.MULTILINE)


@pytest.fixture(scope="session")
def built_in_home(tmp_path_factory):
    """A data folder after one demo on the built-in music, and what it said."""
    home = tmp_path_factory.mktemp("built-in")
    return home, demo(home)


def test_from_nothing_to_a_playlist_on_built_in_music(built_in_home):
    home, finished = built_in_home
    assert finished.returncode == 0, finished.stderr
    assert finished.stderr == ""
    shown = finished.stdout
    assert "Composing the built-in music" in shown
    assert "8 analysed" in shown
    assert len(list_of(shown)) == 8
    assert len(list(home.glob("moodarc/built-in music */*.ogg"))) == 8
    assert not (home / "moodarc" / "moodarc.db").exists()
    with open_store(home / "moodarc" / "demo.db") as store:
        assert len(list(store.tracks.all())) == 8


def test_a_second_demo_renders_and_analyses_nothing_again(built_in_home):
    home, _ = built_in_home
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*.ogg")}
    again = demo(home)
    assert again.returncode == 0, again.stderr
    assert "0 analysed" in again.stdout
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*.ogg")} == before


def test_the_next_steps_can_be_typed_as_they_are_shown(built_in_home):
    home, finished = built_in_home
    shown = next(line for line in finished.stdout.splitlines() if "moodarc show 1" in line)
    assert str(home / "moodarc" / "demo.db") in shown


@pytest.fixture
def own_music(tmp_path):
    folder = tmp_path / "my [music]"
    folder.mkdir()
    for number in range(6):
        sound = song(80 + 15 * number, 57 + number, minor=number % 2 == 0, times=1, rate=16_000)
        soundfile.write(folder / f"song {number}.wav", sound * (0.3 + 0.1 * number), 16_000)
    return folder


def test_on_a_folder_of_ones_own(tmp_path, own_music):
    out = tmp_path / "evening.m3u8"
    finished = demo(tmp_path / "data", "--music", own_music, "-o", out)
    assert finished.returncode == 0, finished.stderr
    assert "6 analysed" in finished.stdout
    assert f"Scanning {own_music}" in finished.stdout
    assert 1 <= len(list_of(finished.stdout)) <= 6
    assert "song" in out.read_text()
    assert list((tmp_path / "data").rglob("*.ogg")) == []
    assert "your own files" not in finished.stdout


def test_a_database_that_was_given_is_used(run, tmp_path, own_music):
    db = tmp_path / "mine.db"
    run("demo", "--no-page", "--music", own_music, "--db", db, "--set", "workers=1")
    with open_store(db) as store:
        assert len(list(store.tracks.all())) == 6
    assert not (tmp_path / "data" / "moodarc" / "demo.db").exists()


def test_a_folder_that_is_not_there_is_one_clear_line(run, tmp_path):
    said = run(
        "demo", "--no-page", "--music", tmp_path / "absent", "--set", "workers=1", code=2
    ).stderr
    assert "absent" in said


def test_a_data_folder_that_cannot_be_written_is_one_clear_line(run, tmp_path, monkeypatch):
    one = builtin_pieces()[:1]
    monkeypatch.setattr(builtin, "builtin_pieces", lambda: one)
    (tmp_path / "taken").write_text("a file")
    said = run("demo", "--no-page", "--set", f"data_dir={tmp_path / 'taken'}", code=2).stderr
    assert "taken" in said
    assert len(said.splitlines()) == 1
