import json

import numpy as np
import pytest
import soundfile
from tests.sounds import sine, song

from moodarc.errors import DatasetError
from moodarc.evaluation import scan_speed
from moodarc.evaluation.librosa_route import librosa_descriptors
from moodarc.evaluation.scan_speed import bench_scan, four_minute_tracks
from moodarc.library.composer import RATE as COMPOSER_RATE

RATE = 22_050


@pytest.fixture(scope="module")
def music(tmp_path_factory):
    """Five files of 8 s at two depths."""
    folder = tmp_path_factory.mktemp("music")
    (folder / "album").mkdir()
    sound = song(120, 60, minor=False, times=1, rate=RATE)
    for number, name in enumerate(("a.wav", "b.flac", "c.mp3", "album/d.wav", "album/e.wav")):
        soundfile.write(folder / name, sound * (1 - number / 10), RATE)
    (folder / "cover.jpg").write_bytes(b"no music")
    return folder


@pytest.fixture(scope="module")
def report(music):
    return bench_scan(music, workers=1)


def test_the_report_is_of_the_one_form(report, check_report):
    check_report(json.loads(report.to_json()))
    assert [row.name for row in report.rows] == [
        "scan.tracks_per_hour",
        "scan.peak_mb",
        "scan.peak_growth",
        "scan.files",
        "scan.workers",
        "scan.cpu_ms_per_audio_s",
        "scan.librosa_cpu_ms_per_audio_s",
        "scan.speedup_over_librosa",
    ]


def test_the_figures_belong_together(report):
    assert (report["scan.files"], report["scan.workers"]) == (5, 1)
    ratio = report["scan.librosa_cpu_ms_per_audio_s"] / report["scan.cpu_ms_per_audio_s"]
    assert report["scan.speedup_over_librosa"] == pytest.approx(ratio)
    assert min(row.value for row in report.rows) > 0.0
    # this process alone holds more than NumPy's 30 MB
    assert report["scan.peak_mb"] > 30


def test_only_so_many_files_are_scanned(music, monkeypatch):
    monkeypatch.setattr(scan_speed, "_comparison", lambda _files, _seconds: [])
    assert bench_scan(music, workers=1, max_files=4)["scan.files"] == 4


def test_throughput_counts_sound_and_not_files(music, monkeypatch):
    """40 s of sound in 1 s are 600 tracks of 240 s an hour."""
    monkeypatch.setattr(scan_speed, "_comparison", lambda _files, _seconds: [])
    monkeypatch.setattr(scan_speed, "_scan_cost", lambda *_: scan_speed._Cost(1.0, 100.0))
    report = bench_scan(music, workers=1)
    assert report["scan.tracks_per_hour"] == pytest.approx(600, rel=0.01)
    assert report["scan.peak_growth"] == 1.0


def test_a_folder_of_too_few_files_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="holds 0 audio files; expected at least 4"):
        bench_scan(tmp_path / "absent", workers=1)


def test_files_that_are_no_music_are_refused(tmp_path):
    for number in range(4):
        (tmp_path / f"{number}.mp3").write_text("no music")
    with pytest.raises(DatasetError, match="none of 4 files"):
        bench_scan(tmp_path, workers=1)


def test_the_memory_of_workers_is_counted():
    with scan_speed._measured() as cost:
        held = np.ones(40_000_000 // 8)
        assert held.sum() == 5_000_000
    assert cost.peak_mb > 40
    assert cost.wall_s > 0.0


def test_what_librosa_hears_is_what_was_played(tmp_path):
    soundfile.write(tmp_path / "a.wav", sine(1000, 4, rate=RATE), RATE)
    heard = librosa_descriptors(tmp_path / "a.wav")
    assert heard["duration_s"] == pytest.approx(4.0, abs=0.01)
    assert heard["centroid"] == pytest.approx(1000, rel=0.1)
    assert heard["zero_crossings"] == pytest.approx(2 * 1000 / RATE, rel=0.05)
    assert np.isfinite(list(heard.values())).all()


def test_built_in_pieces_are_repeated_until_a_track_is_full(tmp_path, monkeypatch):
    tone = np.repeat(sine(440, 7, rate=COMPOSER_RATE)[:, None], 2, axis=1)
    monkeypatch.setattr(scan_speed, "render", lambda _piece: tone)
    monkeypatch.setattr(scan_speed, "_TRACK_S", 20.0)
    folder = four_minute_tracks(tmp_path / "music", count=2)
    lengths = [soundfile.info(path).duration for path in sorted(folder.iterdir())]
    assert lengths == pytest.approx([20.0, 20.0], abs=0.2)
