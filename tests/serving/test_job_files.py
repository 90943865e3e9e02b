"""Jobs as files: whole, true of dead processes, few."""

import subprocess
import sys

import pytest

from moodarc.serving.job_files import JobFiles
from moodarc.serving.wire.jobs import Job

ID = "0123456789abcdef"


def job(job_id=ID, state="running"):
    return Job(
        id=job_id, state=state, done=1, total=2, analysed=1, failed=[], message="", folders=[]
    )


@pytest.fixture
def files(tmp_path):
    return JobFiles(tmp_path / "scans")


def test_what_is_written_is_read_by_others(files, tmp_path):
    with files.hold(ID):
        files.write(job())
        assert JobFiles(tmp_path / "scans").read(ID) == job()
        assert files.all() == [job()]


def test_a_job_whose_process_is_gone_has_failed(files):
    with files.hold(ID):
        files.write(job())
    told = files.read(ID)
    assert (told.state, told.done) == ("failed", 1)
    assert "start the scan again" in told.message


def test_a_killed_process_lets_go(files, tmp_path):
    program = (
        "import os, sys; from pathlib import Path\n"
        "from moodarc.serving.job_files import JobFiles\n"
        "from moodarc.serving.wire.jobs import Job\n"
        f"files = JobFiles(Path({str(tmp_path / 'scans')!r})); held = files.hold({ID!r})\n"
        f"files.write(Job.model_validate_json({job().model_dump_json()!r}))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -9
    assert files.read(ID).state == "failed"


def test_a_job_that_is_over_stays_what_it_was(files):
    with files.hold(ID):
        files.write(job(state="done"))
    assert files.read(ID).state == "done"


def test_one_job_runs_at_a_time(files, tmp_path):
    with files.hold(ID), files.turn() as first:
        assert first
        with JobFiles(tmp_path / "scans").turn() as second:
            assert not second
    with files.turn() as again:
        assert again


def test_an_end_can_be_asked_for_by_anybody(files, tmp_path):
    with files.hold(ID):
        assert not files.is_asked_to_end(ID)
        JobFiles(tmp_path / "scans").ask_for_end(ID)
        assert files.is_asked_to_end(ID)


@pytest.mark.parametrize("name", ["", "..", "../x", "x" * 16, ID.upper(), ID + "\n"])
def test_a_name_that_is_none_leads_nowhere(files, name):
    assert files.read(name) is None


def test_the_oldest_are_forgotten(files):
    for number in range(30):
        with files.hold(f"{number:016x}"):
            files.write(job(f"{number:016x}", state="done"))
    kept = [one.id for one in files.all()]
    assert f"{29:016x}" in kept
    assert f"{0:016x}" not in kept
    assert len(kept) <= 21
