"""Real processes throughout; the functions are the standard library's, which workers can import."""

import gc
import itertools
import math
import operator
import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import psutil
import pytest

from moodarc.errors import SettingsError, WorkerError
from moodarc.parallel import Executor, available_cores

EVERYWHERE = pytest.mark.parametrize("workers", [0, 1, 2])


def values(outcomes):
    return [outcome.result() for outcome in outcomes]


def workers_left():
    me = psutil.Process()
    return [child for child in me.children() if "spawn_main" in " ".join(child.cmdline())]


@pytest.fixture(autouse=True)
def no_worker_outlives_a_test():
    yield
    gc.collect()
    assert workers_left() == []


@EVERYWHERE
def test_every_item_comes_back_once_with_its_value(workers):
    outcomes = list(Executor(workers=workers).map(math.sqrt, range(50)))
    assert {o.item: o.value for o in outcomes} == {n: math.sqrt(n) for n in range(50)}
    assert len(outcomes) == 50


@EVERYWHERE
def test_no_items_give_no_outcomes(workers):
    assert list(Executor(workers=workers).map(math.sqrt, [])) == []


@EVERYWHERE
def test_an_error_is_a_value_and_the_others_go_on(workers):
    outcomes = list(Executor(workers=workers).map(math.sqrt, [4, -1, 9], ordered=True))
    assert [o.value for o in outcomes] == [2, None, 3]
    assert isinstance(outcomes[1].error, ValueError)
    with pytest.raises(ValueError, match="math domain"):
        outcomes[1].result()


def test_order_is_kept_though_a_slow_item_comes_first():
    executor = Executor(workers=2, in_flight=3)
    outcomes = executor.map(time.sleep, [0.3, 0, 0, 0, 0], ordered=True)
    assert [o.item for o in outcomes] == [0.3, 0, 0, 0, 0]


def test_without_order_the_fast_come_first():
    outcomes = Executor(workers=2).map(time.sleep, [0.5, 0.0, 0.01])
    assert [o.item for o in outcomes][-1] == 0.5


def test_what_an_initialiser_returns_stays_in_its_process():
    executor = Executor(workers=1, initialiser=threading.Lock)  # a lock cannot travel
    assert [outcome.result() for outcome in executor.map(abs, [-1, 2])] == [1, 2]


@pytest.mark.parametrize("ordered", [True, False])
def test_of_an_endless_source_only_what_is_in_flight_is_taken(ordered):
    taken = []
    source = (taken.append(n) or n for n in itertools.count())
    outcomes = Executor(workers=2, in_flight=5).map(operator.neg, source, ordered=ordered)
    for given, _ in enumerate(itertools.islice(outcomes, 500), start=1):
        assert len(taken) - given < 5
    outcomes.close()


def test_the_work_is_done_by_other_processes_at_the_same_time():
    outcomes = Executor(workers=2).map(time.sleep, [60, 60])
    # The first outcome comes only once a worker is gone, and both are at work until then.
    stop = threading.Timer(1.0, lambda: [worker.kill() for worker in workers_left()])
    stop.start()
    begun = time.monotonic()
    assert [type(outcome.error) for outcome in outcomes] == [WorkerError, WorkerError]
    assert time.monotonic() - begun < 30


class TestHostileItems:
    def test_an_item_that_ends_its_process_is_reported_and_the_others_finish(self):
        jobs = [
            partial(abs, -1),
            partial(os._exit, 3),
            partial(abs, -2),
            partial(signal.raise_signal, signal.SIGKILL),
            partial(sys.exit, 5),
            partial(abs, -3),
        ]
        outcomes = list(
            Executor(workers=2).map(operator.methodcaller("__call__"), jobs, ordered=True)
        )
        assert [o.value for o in outcomes] == [1, None, 2, None, None, 3]
        errors = [str(o.error) for o in outcomes if isinstance(o.error, WorkerError)]
        assert errors == [
            "took its worker process down (exit code 3)",
            "took its worker process down (signal 9, Killed)",
            "took its worker process down (exit code 5)",
        ]

    def test_a_worker_killed_from_outside_costs_only_its_item(self):
        outcomes = Executor(workers=2).map(time.sleep, [0, 30, 0, 0], ordered=False)
        assert values(itertools.islice(outcomes, 3)) == [None] * 3
        for worker in workers_left():
            worker.kill()
        (last,) = outcomes
        assert last.item == 30
        assert "signal 9" in str(last.error)

    def test_an_item_that_takes_too_long_is_stopped_and_the_others_finish(self):
        executor = Executor(workers=2, timeout_s=0.5)
        begun = time.monotonic()
        outcomes = list(executor.map(time.sleep, [0, 60, 0, 0], ordered=True))
        assert time.monotonic() - begun < 30
        assert [o.error is None for o in outcomes] == [True, False, True, True]
        assert str(outcomes[1].error) == "took longer than 0.5 s and was stopped"

    def test_an_item_that_crashes_as_its_time_runs_out_is_reported_once(self):
        outcomes = list(Executor(workers=2, timeout_s=0.002).map(os._exit, range(20)))
        assert sorted(o.item for o in outcomes) == list(range(20))
        assert all(isinstance(o.error, WorkerError) for o in outcomes)

    def test_a_value_that_cannot_travel_is_its_items_error(self):
        outcomes = list(Executor(workers=1).map(memoryview, [b"a", b"b"], ordered=True))
        assert [o.item for o in outcomes] == [b"a", b"b"]
        assert all("cannot pickle" in str(o.error) for o in outcomes)

    def test_an_item_that_cannot_travel_is_its_own_error(self):
        cannot = (n for n in range(3))
        outcomes = list(Executor(workers=1).map(len, [cannot, "ab"], ordered=True))
        assert isinstance(outcomes[0].error, TypeError)
        assert outcomes[0].item is cannot
        assert outcomes[1].value == 2

    def test_an_error_tells_where_the_worker_was(self):
        (outcome,) = Executor(workers=1).map(math.sqrt, [-1])
        assert "Traceback" in outcome.error.__notes__[0]


def test_workers_have_one_blas_thread_and_the_parent_keeps_its_own(monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    names = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]
    assert values(Executor(workers=1).map(os.getenv, names)) == ["1"] * 3
    assert os.environ["OPENBLAS_NUM_THREADS"] == "7"
    assert "OMP_NUM_THREADS" not in os.environ


def test_each_worker_is_initialised_first(tmp_path):
    executor = Executor(workers=2, initialiser=partial(os.chdir, tmp_path))
    here = Path.cwd()
    assert values(executor.map(os.path.abspath, ["x"] * 4)) == [str(tmp_path / "x")] * 4
    assert Path.cwd() == here


@EVERYWHERE
def test_an_initialiser_that_fails_is_the_callers_error(workers):
    executor = Executor(workers=workers, initialiser=partial(math.sqrt, -1))
    with pytest.raises(ValueError, match="math domain"):
        list(executor.map(abs, [1]))


def test_workers_that_never_start_are_given_up():
    with pytest.raises(WorkerError, match="ended before they were ready"):
        list(Executor(workers=1, initialiser=partial(os._exit, 1)).map(abs, [1]))


@EVERYWHERE
def test_a_source_that_fails_is_the_callers_error(workers):
    source = (1 // (2 - n) for n in range(5))
    with pytest.raises(ZeroDivisionError):
        list(Executor(workers=workers).map(abs, source))


def test_stopping_early_ends_the_workers_at_once():
    begun = time.monotonic()
    for _ in Executor(workers=2).map(time.sleep, [0, 60, 60, 60]):
        break
    gc.collect()
    assert workers_left() == []
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    "settings",
    [
        {"workers": -1},
        {"workers": 0, "timeout_s": 1.0},
        {"workers": 1, "timeout_s": 0.0},
        {"workers": 3, "in_flight": 2},
        {"workers": 0, "in_flight": 0},
    ],
)
def test_settings_that_contradict_each_other_are_refused(settings):
    with pytest.raises(SettingsError):
        Executor(**settings)


def test_by_default_every_core_works():
    assert Executor().workers == available_cores() >= 1


SLEEPER = """
import time
from moodarc.parallel import Executor
if __name__ == "__main__":
    for outcome in Executor(workers=2).map(time.sleep, [0, 60, 60, 60]):
        print("begun", flush=True)
"""


@pytest.fixture
def sleeper(tmp_path):
    """A program with two busy workers, in a process group of its own, as in a terminal."""
    script = tmp_path / "sleeper.py"
    script.write_text(SLEEPER)
    with subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as program:
        assert program.stdout.readline() == "begun\n"
        family = psutil.Process(program.pid).children(recursive=True)
        assert len(family) >= 2
        yield program, family
        program.kill()


def test_ctrl_c_stops_promptly_and_leaves_no_orphan(sleeper):
    program, family = sleeper
    os.killpg(program.pid, signal.SIGINT)
    _, messages = program.communicate(timeout=20)
    assert program.returncode == -signal.SIGINT
    # a worker that is interrupted while Python starts it, before any of our code, may tell so too
    assert messages.rstrip().endswith("KeyboardInterrupt")
    assert messages.count("Traceback") == messages.count("KeyboardInterrupt") <= 1 + len(family)
    assert psutil.wait_procs(family, timeout=20)[1] == []


def test_workers_end_with_a_parent_that_was_killed(sleeper):
    program, family = sleeper
    program.kill()
    assert psutil.wait_procs(family, timeout=20)[1] == []
