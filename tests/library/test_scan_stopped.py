"""A scan that is stopped by Ctrl-C or by force, and goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from moodarc.storage import open_store

SCAN = """
import sys
from pathlib import Path
from dummy_analyser import load_dummy
from moodarc.library import scan
from moodarc.parallel import Executor
from moodarc.storage import open_store

if __name__ == "__main__":
    with open_store(sys.argv[1]) as store:
        report = scan([Path(sys.argv[2])], store, load_analyser=load_dummy,
                      executor=Executor(workers=2, timeout_s=60))
    print(report.analysed, report.unchanged)
"""
N_FILES = 60


@pytest.fixture
def many(tmp_path, audio):
    for number in range(N_FILES):
        audio(tmp_path / "many" / f"{number:02}.wav", level=0.01 + number / 100, seconds=0.05)
    return tmp_path / "many"


@pytest.fixture
def start(tmp_path, many):
    """Starts a scan in a process of its own; `delay_s` is what each file takes."""
    script = tmp_path / "run_scan.py"
    script.write_text(SCAN)
    running = []

    def begin(db, delay_s=0.0):
        paths = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
        environment = {**os.environ, "PYTHONPATH": paths, "DUMMY_DELAY_S": str(delay_s)}
        command = [sys.executable, script, db, many]
        process = subprocess.Popen(
            command,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def kept(db):
    with open_store(db) as store:
        return {
            track.path.name: (track.content_hash, track.analysis.affect)
            for track in store.tracks.all()
        }


def wait_for_some(db, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if db.exists() and 0 < len(kept(db)) < N_FILES:
            return
        time.sleep(0.05)
    pytest.fail(f"no half-done scan was met: {process.poll()}")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_scan_goes_on_with_nothing_lost_or_doubled(tmp_path, start, how):
    whole, halved = tmp_path / "whole.db", tmp_path / "halved.db"
    assert start(whole).communicate(timeout=120)[0].split() == [str(N_FILES), "0"]

    stopped = start(halved, delay_s=0.1)
    wait_for_some(halved, stopped)
    stopped.send_signal(how)
    stopped.wait(timeout=30)
    half = kept(halved)
    assert 0 < len(half) < N_FILES

    out, err = start(halved).communicate(timeout=120)
    analysed, unchanged = map(int, out.split() or [err])
    assert unchanged == len(half), "what was kept is not done again"
    assert analysed == N_FILES - len(half)
    assert kept(halved) == kept(whole)
    assert half.items() <= kept(halved).items()


def test_two_scans_of_one_database_at_once_both_end_well(tmp_path, start):
    both = [start(tmp_path / "shared.db", delay_s=0.02) for _ in range(2)]
    for process in both:
        err = process.communicate(timeout=120)[1]
        assert process.returncode == 0, err
    with open_store(tmp_path / "shared.db") as store:
        assert store.tracks.count() == len(kept(tmp_path / "shared.db")) == N_FILES
