"""One file under examination."""

import pytest

import dummy_analyser
from moodarc.errors import AudioError, WorkerError
from moodarc.library.content import content_hash
from moodarc.library.examine import Examiner, reason_of
from moodarc.library.files import FoundFile


def found(path):
    status = path.stat()
    return FoundFile(path, status.st_size, status.st_mtime_ns)


@pytest.fixture
def examiner():
    return Examiner(load_analyser=dummy_analyser.load_dummy, max_duration_s=1.0)


def test_a_good_file_gives_hash_tags_and_analysis(examiner, tmp_path, audio):
    path = audio(tmp_path / "a.wav")
    examination = examiner(found(path))
    assert examination.content_hash == content_hash(path)
    assert examination.analysis.analyser == "dummy-1"


def test_the_hash_depends_on_the_bytes_alone(tmp_path, audio):
    first, same = audio(tmp_path / "a.wav"), audio(tmp_path / "b.wav")
    other = audio(tmp_path / "c.wav", level=0.3)
    assert content_hash(first) == content_hash(same) != content_hash(other)
    assert len(content_hash(first)) == 40


def test_a_file_over_the_limit_is_not_decoded(examiner, tmp_path, audio):
    path = audio(tmp_path / "crash.wav", seconds=1.5)
    with pytest.raises(AudioError, match="setting max_duration_s"):
        examiner(found(path))


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (AudioError("a.wav: is not audio"), "is not audio"),
        (AudioError("is\nnot audio"), "is not audio"),
        (PermissionError(13, "Permission denied"), "cannot be read: Permission denied"),
        (MemoryError(), "needs more memory than there is"),
        (WorkerError("took more than 3 s"), "took more than 3 s"),
        (KeyError("x"), "the analyser failed: KeyError: 'x'"),
    ],
)
def test_every_error_becomes_one_line(tmp_path, error, reason):
    assert reason_of(error, FoundFile(tmp_path / "a.wav", 1, 1)) == reason
