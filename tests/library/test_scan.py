"""Scans of real files: new, known, moved, copied, gone, broken."""

import os
import shutil
import struct
import wave
from pathlib import Path

import pytest

import dummy_analyser
from moodarc.errors import InputError
from moodarc.library import ScanOptions
from moodarc.parallel import Executor


def test_new_files_become_tracks_with_an_analysis(library, music):
    report = library.scan(music)
    assert (report.found, report.analysed, report.failed) == (4, 4, 0)
    assert set(library.paths().values()) == {"a.wav", "b.flac", "c.ogg", "d.mp3"}
    assert all(track.analysis for track in library.store.tracks.all())


def test_a_second_scan_finds_nothing_to_do(library, music):
    library.scan(music)
    report = library.scan(music)
    assert (report.unchanged, report.analysed, report.recognised) == (4, 0, 0)


def test_workers_in_a_pool_give_what_one_process_gives(library, music, tmp_path):
    library.scan(music, executor=Executor(workers=2, timeout_s=60))
    pooled = {t.path: t.analysis.affect for t in library.store.tracks.all()}
    (tmp_path / "library.db").with_name("x").mkdir()
    library.scan(music, load=dummy_analyser.load_better_dummy)
    assert {t.path: t.analysis.affect for t in library.store.tracks.all()} == pooled


def test_a_better_analyser_analyses_again_and_once(library, music):
    library.scan(music)
    assert library.scan(music, load=dummy_analyser.load_better_dummy).analysed == 4
    assert library.scan(music, load=dummy_analyser.load_better_dummy).unchanged == 4
    assert {t.analysis.analyser for t in library.store.tracks.all()} == {"dummy-2"}


def test_a_scan_again_analyses_what_did_not_change_and_keeps_its_number(library, music):
    library.scan(music)
    before = library.paths()
    report = library.scan(music, options=ScanOptions(again=True))
    assert (report.analysed, report.unchanged) == (4, 0)
    assert library.paths() == before
    assert library.scan(music).unchanged == 4


def test_a_scan_again_leaves_bad_files_alone(library, broken):
    library.scan(broken)
    report = library.scan(broken, options=ScanOptions(again=True))
    assert (report.failed, report.analysed) == (8, 3)


def test_a_touched_file_is_recognised_without_analysis(library, music):
    library.scan(music)
    os.utime(music / "a.wav", ns=(1, 1))
    report = library.scan(music)
    assert (report.recognised, report.unchanged, report.analysed) == (1, 3, 0)
    assert library.scan(music).unchanged == 4


def test_a_changed_file_keeps_its_number_and_gets_a_new_analysis(library, music, audio):
    library.scan(music)
    before = library.paths()
    old = library.store.tracks.with_path(music / "a.wav")
    audio(music / "a.wav", level=0.9)
    assert library.scan(music).analysed == 1
    new = library.store.tracks.with_path(music / "a.wav")
    assert library.paths() == before
    assert new.content_hash != old.content_hash
    assert new.analysis.affect != old.analysis.affect


def test_a_moved_library_keeps_all_numbers_without_analysis(library, music, tmp_path):
    library.scan(music)
    before = library.paths()
    music.rename(tmp_path / "elsewhere")
    report = library.scan(tmp_path / "elsewhere")
    assert (report.moved, report.analysed, report.missing) == (4, 0, 0)
    assert library.paths() == before
    assert library.store.tracks.get(1).path.parent == tmp_path / "elsewhere"


def test_two_files_that_swapped_their_names_swap_their_tracks(library, music):
    library.scan(music)
    a, b = music / "a.wav", music / "e.wav"
    shutil.copy(music / "a.wav", b)
    (music / "b.flac").rename(music / "tmp")
    a.rename(music / "b.flac")
    (music / "tmp").rename(a)
    b.unlink()
    first, second = (library.store.tracks.get(n).content_hash for n in (1, 2))
    library.scan(music)
    assert library.paths() == {1: "b.flac", 2: "a.wav", 3: "c.ogg", 4: "d.mp3"}
    assert [library.store.tracks.get(n).content_hash for n in (1, 2)] == [first, second]


@pytest.mark.parametrize("first", ["a", "z"])
def test_a_chain_of_renames_loses_no_history(library, tmp_path, audio, *, first):
    root = tmp_path / "chain"
    audio(root / f"{first}.wav", level=0.1)
    audio(root / "m.wav", level=0.2)
    library.scan(root)
    number = {name: key for key, name in library.paths().items()}
    (root / "m.wav").rename(root / "x.wav")
    (root / f"{first}.wav").rename(root / "m.wav")
    library.scan(root)
    assert library.paths() == {number["m.wav"]: "x.wav", number[f"{first}.wav"]: "m.wav"}


def test_a_deleted_file_is_marked_missing_and_comes_back_as_it_was(library, music, tmp_path):
    library.scan(music)
    shutil.move(music / "a.wav", tmp_path / "kept.wav")
    assert library.scan(music).missing == 1
    assert library.status(1) == "missing"
    assert library.scan(music).missing == 0, "it is counted once"
    shutil.move(tmp_path / "kept.wav", music / "a.wav")
    report = library.scan(music)
    assert (report.recognised, report.analysed) == (1, 0)
    assert library.status(1) == "present"


def test_only_tracks_below_the_scanned_roots_go_missing(library, music):
    library.scan(music)
    (music / "a.wav").unlink()
    assert library.scan(music / "sub").missing == 0
    assert library.status(1) == "present"


def test_an_emptied_root_is_taken_for_an_unmounted_disk(library, music):
    library.scan(music)
    shutil.rmtree(music)
    music.mkdir()
    with pytest.raises(InputError, match=r"no music, but 4 tracks .*mount"):
        library.scan(music)
    assert library.status(1) == "present"
    assert library.scan(music, options=ScanOptions(allow_empty=True)).missing == 4


def test_a_root_that_vanished_marks_nothing(library, music):
    library.scan(music)
    shutil.rmtree(music)
    with pytest.raises(InputError, match="No such file"):
        library.scan(music)
    assert library.status(1) == "present"


def test_a_copy_is_a_track_of_its_own_that_shares_the_analysis(library, music):
    library.scan(music)
    shutil.copy(music / "a.wav", music / "copy.wav")
    report = library.scan(music)
    assert (report.copies, report.analysed, report.moved) == (1, 0, 0)
    assert len(library.paths()) == 5
    assert len(library.store.tracks.playable()) == 4


def test_two_copies_of_a_moved_file_are_one_moved_and_one_new_track(library, tmp_path, audio):
    root = tmp_path / "m"
    audio(root / "a.wav")
    audio(root / "keep.wav", level=0.7)
    library.scan(root)
    shutil.copy(root / "a.wav", root / "b.wav")
    (root / "a.wav").rename(root / "c.wav")
    library.scan(root)
    assert library.paths() == {1: "b.wav", 2: "keep.wav", 3: "c.wav"}


def test_equal_new_files_in_one_scan_are_all_kept(library, tmp_path, audio):
    for name in ("a.wav", "b.wav", "c.wav"):
        audio(tmp_path / "m" / name)
    library.scan(tmp_path / "m")
    assert len(library.paths()) == 3
    assert len(library.store.tracks.playable()) == 1


def test_speech_is_marked_and_not_playable(library, tmp_path, audio):
    audio(tmp_path / "m" / "speech.wav", level=0.3)
    audio(tmp_path / "m" / "song.wav")
    assert library.scan(tmp_path / "m").speech == 1
    assert [t.path.name for t in library.store.tracks.playable()] == ["song.wav"]


@pytest.fixture
def broken(tmp_path, audio):
    """A good file among bad ones of every kind."""
    folder = tmp_path / "broken"
    good = audio(folder / "good.wav")
    (folder / "empty.mp3").write_bytes(b"")
    (folder / "text.mp3").write_text("this is not music\n" * 50)
    (folder / "cut.flac").write_bytes(audio(tmp_path / "x.flac").read_bytes()[:60])
    (folder / "picture.ogg").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    shutil.copy(audio(tmp_path / "y.flac", level=0.8), folder / "wrong ending.mp3")
    audio(Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9\xff.wav")), level=0.6)
    audio(folder / "bug.wav", level=0.5)
    os.mkfifo(folder / "pipe.mp3")
    (folder / "loop").symlink_to(folder)
    with wave.open(str(folder / "endless.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(100)
        file.writeframes(bytes(100 * 3600 * 10))
    assert good.exists()
    return folder


def test_bad_files_are_listed_with_a_reason_and_the_good_ones_are_kept(library, broken):
    report = library.scan(broken)
    reasons = library.reasons()
    assert set(library.paths().values()) == {"good.wav", "wrong ending.mp3", "caf\udce9\udcff.wav"}
    assert reasons["empty.mp3"].startswith("is empty (0 bytes)")
    assert reasons["text.mp3"].startswith("is not audio")
    assert reasons["cut.flac"].startswith("is not audio")
    assert reasons["picture.ogg"].startswith("is not audio")
    assert reasons["pipe.mp3"] == "a pipe, not a regular file"
    assert reasons["loop"] == "link to a folder that holds it (a loop)"
    assert reasons["endless.wav"].startswith("is 10.0 h long; the limit is 3.0 h")
    assert reasons["bug.wav"] == "the analyser failed: ValueError: two lines"
    assert report.failed == len(reasons) == 8
    assert report.found == 11


def test_bad_files_are_not_tried_again_until_they_change(library, broken, monkeypatch):
    library.scan(broken)
    tried = []
    analyse = dummy_analyser.DummyAnalyser.analyse

    def watch(self, path, **limits):
        tried.append(path.name)
        return analyse(self, path, **limits)

    monkeypatch.setattr(dummy_analyser.DummyAnalyser, "analyse", watch)
    again = library.scan(broken)
    assert tried == []
    assert (again.failed, again.unchanged) == (8, 3)
    library.scan(broken, options=ScanOptions(retry=True))
    assert "text.mp3" in tried


def test_a_mended_file_becomes_a_track_and_its_failure_is_forgotten(library, broken, audio):
    library.scan(broken)
    audio(broken / "text.mp3", level=0.35)
    library.scan(broken)
    assert "text.mp3" not in library.reasons()
    assert "text.mp3" in library.paths().values()


def test_a_deleted_bad_file_is_forgotten(library, broken):
    library.scan(broken)
    (broken / "text.mp3").unlink()
    (broken / "loop").unlink()
    library.scan(broken)
    assert {"text.mp3", "loop"}.isdisjoint(library.reasons())


def test_a_track_whose_file_breaks_is_kept_and_not_played(library, music, audio):
    library.scan(music)
    (music / "a.wav").write_bytes(b"RIFF" + struct.pack("<I", 4) + b"nope")
    library.scan(music)
    assert library.status(1) == "broken"
    assert len(library.store.tracks.playable()) == 3
    audio(music / "a.wav", level=0.1)
    library.scan(music)
    assert library.status(1) == "present"
    assert library.reasons() == {}


def test_a_file_without_permission_is_tried_again_by_the_next_scan(library, music, monkeypatch):
    opened = Path.open

    def refuse(self, *args, **kwargs):
        if self.name == "a.wav":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        library.scan(music)
    assert library.reasons() == {"a.wav": "cannot be read: Permission denied"}
    assert library.scan(music).analysed == 1
    assert library.reasons() == {}


def test_numbers_that_are_none_are_a_failure_of_their_file(library, music):
    library.scan(music, load=dummy_analyser.load_nan_dummy)
    assert set(library.reasons().values()) == {"its analysis is not a number; play it to check"}


def test_a_decoder_that_crashes_or_hangs_costs_one_file(library, tmp_path, audio):
    for number, name in enumerate(("crash.wav", "slow.wav", "good.wav", "fine.wav")):
        audio(tmp_path / "m" / name, level=0.1 + number / 10)
    report = library.scan(tmp_path / "m", executor=Executor(workers=2, timeout_s=3))
    assert (report.analysed, report.failed) == (2, 2)
    assert set(library.reasons()) == {"crash.wav", "slow.wav"}


def test_progress_reaches_the_end_in_single_steps(library, broken):
    steps = []
    library.scan(broken, on_progress=steps.append)
    assert [step.done for step in steps] == list(range(1, 12))
    assert {step.total for step in steps} == {11}


def test_one_file_can_be_scanned(library, music):
    assert library.scan(music / "a.wav").analysed == 1
    assert library.paths() == {1: "a.wav"}
