"""scan, tracks, show over a real small library."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import dummy_analyser
from moodarc.affect import Quadrant
from moodarc.cli.tracks import QuadrantName
from moodarc.storage import open_store

ODD = b"[b]odd\xe9\x1b[31m.wav"

FIGURES = ("length", "bpm", "valence", "arousal")


@pytest.fixture
def dummy(monkeypatch):
    monkeypatch.setattr("moodarc.music.load_analyser", dummy_analyser.load_dummy)


@pytest.mark.usefixtures("dummy")
def test_scan_tells_its_counts_and_the_skipped_files(run, music, tmp_path):
    result = run("scan", music, "--db", tmp_path / "x.db", "--workers", 1)
    assert "4 analysed, 0 recognised, 0 unchanged, 1 skipped" in result.stdout
    assert "skipped: is not audio" in result.stdout
    assert f"    {music}/bad.mp3\n" in result.stdout
    assert "1 speech, kept out of playlists" in result.stdout
    assert result.stderr == ""


@pytest.mark.usefixtures("dummy")
def test_scan_of_a_folder_without_audio_says_so_in_words(run, tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "thesis.txt").write_text("no music")
    said = run("scan", folder, "--db", tmp_path / "x.db", "--workers", 0).stdout
    assert said.startswith("no audio files found there; name a folder that holds music\n")


@pytest.mark.usefixtures("dummy")
def test_scan_as_json_has_all_counts(run, music, tmp_path):
    data = run("scan", music, "--db", tmp_path / "x.db", "--workers", 1, "--json").data
    assert (data["found"], data["analysed"], data["failed"], data["speech"]) == (5, 4, 1, 1)
    assert [Path(entry["path"]).name for entry in data["skipped"]] == ["bad.mp3"]
    assert data["elapsed_s"] > 0


@pytest.mark.usefixtures("dummy", "db")
def test_scan_of_an_unmounted_folder_is_exit_2(run, music):
    shutil.rmtree(music)
    music.mkdir()
    assert "mount its disk" in run("scan", music, code=2).stderr
    assert "4 missing" in run("scan", music, "--allow-empty", "--workers", 1).stdout
    assert len(run("tracks", "--missing", "--json").data) == 4


def test_ctrl_c_keeps_what_was_done_and_says_so(music, tmp_path):
    script = tmp_path / "slow_scan.py"
    script.write_text(
        "import sys, dummy_analyser, moodarc.music\n"
        "moodarc.music.load_analyser = dummy_analyser.load_dummy\n"
        "from moodarc.cli import main\n"
        "if __name__ == '__main__': sys.exit(main(sys.argv[1:]))\n"
    )
    paths = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    db = tmp_path / "x.db"
    scanning = subprocess.Popen(
        [sys.executable, script, "scan", music, "--db", db, "--workers", "1"],
        env={**os.environ, "PYTHONPATH": paths, "DUMMY_DELAY_S": "2"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not _count(db):
        time.sleep(0.1)
    scanning.send_signal(signal.SIGINT)
    _, err = scanning.communicate(timeout=30)
    assert (scanning.returncode, err) == (130, "moodarc: stopped; what was done is kept\n")
    assert 0 < _count(db) < 4


def _count(db):
    if not db.exists():
        return 0
    with open_store(db) as store:
        return store.tracks.count()


@pytest.mark.usefixtures("db")
def test_tracks_lists_what_is_there(run):
    result = run("tracks")
    assert "calm" in result.stdout
    assert "speech" in result.stdout
    assert "\x1b" not in result.stdout
    assert "[b]odd\\xe9\\x1b[31m" in result.stdout


@pytest.mark.usefixtures("db")
def test_every_column_is_there_where_the_output_is_no_terminal(run):
    head, first, *_ = run("tracks", env={"COLUMNS": "80"}).stdout.splitlines()
    assert head.split() == ["title", "artist", *FIGURES, "expresses"]
    assert first.split()[:3] == ["1", "calm", "0:01"]
    assert first.split()[4:] == ["-0.93", "+0.93", "angry"]


@pytest.mark.usefixtures("db")
def test_tracks_as_json_is_as_documented(run):
    data = run("tracks", "--json").data
    assert [row["track_id"] for row in data] == [1, 2, 3, 4]
    assert list(data[0]) == [
        *("track_id", "path", "status", "title", "artist", "album", "year", "genre"),
        *("duration_s", "speech_probability", "affect"),
    ]
    assert data[0]["status"] == "present"
    assert data[0]["affect"]["quadrant"] == "angry"
    assert sum(data[0]["affect"]["shares"].values()) == pytest.approx(1.0)
    assert os.fsencode(data[3]["path"]).endswith(ODD)


@pytest.mark.usefixtures("db")
def test_tracks_can_be_searched_filtered_and_cut(run):
    assert [row["title"] for row in run("tracks", "calm", "--json").data] == ["calm"]
    assert {r["title"] for r in run("tracks", "--quadrant", "peaceful", "--json").data} == {"loud"}
    limited = run("tracks", "--limit", 1)
    assert "1 of 4 tracks" in limited.stderr
    assert "no track fits" in run("tracks", "xyz").stderr


@pytest.mark.usefixtures("db")
def test_tracks_lists_failures_with_their_reason(run):
    assert "bad.mp3: is not audio" in run("tracks", "--failed").stdout
    [failure] = run("tracks", "--failed", "--json").data
    assert list(failure) == ["path", "reason"]


def test_the_quadrants_of_the_option_are_those_of_the_house():
    assert [*QuadrantName] == [*Quadrant]


@pytest.mark.usefixtures("db")
def test_show_draws_two_labelled_lanes(run):
    lines = run("show", "1", env={"COLUMNS": "80"}).stdout.splitlines()
    assert lines[0] == "calm"
    valence = lines.index("valence over time (bad below, good above)")
    arousal = lines.index("arousal over time (still below, lively above)")
    assert [line[:7] for line in lines[valence + 1 : arousal]] == [
        *(" +0.5 ┤", "      │", "    0 ┤", "      │", " -0.5 ┤"),
    ]
    assert any("\u2801" <= character <= "\u28ff" for character in lines[valence + 3])
    assert all(len(line) <= 80 for line in lines[valence:])
    assert any(line.startswith("valence    -") and " +-0.32" in line for line in lines)


@pytest.mark.usefixtures("db")
def test_show_finds_a_track_by_number_path_and_words(run, music):
    by_path = run("show", music / "calm.wav", "--json").data
    assert by_path == run("show", 1, "--json").data == run("show", "calm", "--json").data
    assert by_path["analyser"] == "dummy-1"
    assert set(by_path["curve"]) == {
        *("window_s", "start_s", "valence", "arousal", "valence_variance", "arousal_variance")
    }
    assert by_path["descriptors"]["tempo_bpm"] == 100.0


@pytest.mark.usefixtures("db")
def test_show_of_none_or_several_names_them(run):
    assert "`moodarc tracks`" in run("show", "nothing like it", code=2).stderr
    assert "4 tracks fit 'music'" in run("show", "music", code=2).stderr
    assert "no track has" in run("show", "9" * 30, code=2).stderr


@pytest.mark.usefixtures("db")
def test_show_of_an_odd_name_prints_no_control_characters(run):
    out = run("show", 4).stdout
    assert "\x1b" not in out
    assert "\\xe9" in out


def test_json_is_ascii_whatever_the_names(db):
    done = subprocess.run(
        [sys.executable, "-m", "moodarc", "show", "4", "--json", "--db", db],
        capture_output=True,
        check=True,
    )
    assert os.fsencode(json.loads(done.stdout.decode("ascii"))["path"]).endswith(ODD)


def test_files_skipped_for_one_reason_stand_together(run, music, tmp_path):
    for i in range(25):
        (music / f"empty {i:02}.flac").touch()
    shown = run("scan", music, "--db", tmp_path / "x.db", "--workers", 1).stdout
    assert shown.count("skipped: ") == 2
    assert shown.count("    /") == 20
    assert "... 26 files were skipped; `moodarc tracks --failed` lists all" in shown
