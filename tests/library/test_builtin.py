import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import soundfile

from moodarc.errors import InputError
from moodarc.library import builtin
from moodarc.library.builtin import render_builtin
from moodarc.library.composer import builtin_pieces, render
from moodarc.parallel import Executor


@pytest.fixture
def three_pieces(monkeypatch):
    monkeypatch.setattr(builtin, "builtin_pieces", lambda: builtin_pieces()[:3])
    return builtin_pieces()[:3]


def test_files_hold_the_pieces_with_their_tags(tmp_path, three_pieces):
    seen = []
    paths = render_builtin(tmp_path, on_progress=lambda done, total: seen.append((done, total)))
    assert [path.name for path in paths] == [piece.file_name for piece in three_pieces]
    assert seen == [(1, 3), (2, 3), (3, 3)]
    with soundfile.SoundFile(paths[1]) as file:
        assert (file.title, file.artist) == (three_pieces[1].title, three_pieces[1].artist)
        assert "Synthesised" in file.comment
        decoded = file.read(dtype="float32")
    expected = render(three_pieces[1])
    assert decoded.shape == expected.shape
    assert np.corrcoef(decoded[:, 0], expected[:, 0])[0, 1] > 0.99
    assert np.abs(decoded).max() < 1.0
    assert paths[0].stat().st_size < 1_000_000


@pytest.mark.usefixtures("three_pieces")
def test_only_missing_pieces_are_rendered_again(tmp_path):
    paths = render_builtin(tmp_path)
    before = [path.stat().st_mtime_ns for path in paths]
    paths[1].unlink()
    seen = []
    render_builtin(tmp_path, on_progress=lambda done, total: seen.append((done, total)))
    after = [path.stat().st_mtime_ns for path in paths]
    assert seen == [(3, 3)]
    assert (before[0], before[2]) == (after[0], after[2])
    assert before[1] != after[1]


@pytest.mark.usefixtures("three_pieces")
def test_an_executor_renders_the_same_files(tmp_path):
    paths = render_builtin(tmp_path, executor=Executor(workers=2))
    assert all(path.stat().st_size > 100_000 for path in paths)


@pytest.mark.usefixtures("three_pieces")
def test_a_killed_run_leaves_only_whole_files_and_can_be_taken_up(tmp_path):
    code = "import sys; from pathlib import Path; from moodarc.library.builtin import *"
    run = subprocess.Popen(
        [sys.executable, "-c", f"{code}; render_builtin(Path(sys.argv[1]))", tmp_path]
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("*/*.ogg")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    left = list(tmp_path.glob("*/*.ogg"))
    assert 1 <= len(left) < 48
    for path in left:
        with soundfile.SoundFile(path) as file:
            assert 30.0 < file.frames / file.samplerate < 45.0
    assert len({*render_builtin(tmp_path), *left}) == max(3, len(left))


@pytest.mark.usefixtures("three_pieces")
def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(InputError, match="cannot be written"):
        render_builtin(tmp_path / "taken")
