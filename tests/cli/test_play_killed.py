"""Killing a session anywhere loses nothing: real processes, SIGKILL, and the log that is left."""

import json
import subprocess
import sys
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from tests.small_library import write_library

from moodarc.catalog import EventKind
from moodarc.session.engine import Engine, Phase, PreparedLibrary, SteeredPlans, merged, time_of
from moodarc.storage import open_store

PROGRAM = Path(__file__).with_name("killed_sessions.py")
RUNS = 9


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """What each run told, the outcome of each, and the log that is left."""
    folder = tmp_path_factory.mktemp("killed")
    library = write_library(folder / "music.db", folder / "music", n=14, seconds=2.0)
    (folder / "mood.csv").write_text("at_s,valence,arousal\n0,-0.5,-0.4\n1,0.6,0.5\n")
    names = {name: str(folder / name) for name in ("config", "data", "cache")}
    finished = subprocess.run(
        [sys.executable, PROGRAM, folder],
        env={
            **{f"XDG_{name.upper()}_HOME": path for name, path in names.items()},
            "MOODARC_DB": str(folder / "music.db"),
            "PYTHONPATH": ":".join(sys.path),
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert finished.returncode == 0, finished.stderr
    outcomes = dict(line.split(maxsplit=1) for line in finished.stdout.splitlines())
    told = {run: read(folder / f"told-{run}.jsonl") for run in range(1, RUNS + 1)}
    with open_store(folder / "music.db") as store:
        logs = [part.of("me") for part in (store.sessions, store.readings)]
        logs += [part.of("me") for part in (store.events, store.decisions)]
    return library, outcomes, told, merged(*logs)


def read(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_each_run_was_killed_but_the_last(killed):
    _, outcomes, _, _ = killed
    assert outcomes == {**{str(run): "killed" for run in range(1, RUNS)}, str(RUNS): "130"}


def test_it_stayed_one_session_to_its_end(killed):
    _, _, told, log = killed
    kinds = [entry.kind.value for entry in log if type(entry).__name__ == "SessionEvent"]
    assert kinds == ["start", "stop"]
    resumed = [
        run for run in told if any(t["event"] == "session" and t["resumed"] for t in told[run])
    ]
    assert set(range(3, RUNS + 1)) <= set(resumed)
    assert told[RUNS][-1]["why"] == "the listener stopped"


def test_nothing_that_was_told_is_missing_from_the_log(killed):
    _, _, told, log = killed
    kept = {(type(e).__name__, time_of(e)) for e in log}
    for run in told.values():
        for one in run:
            if one["event"] in {*EventKind}:
                assert ("ListeningEvent", datetime.fromisoformat(one["at"])) in kept
            if one["event"] in {"list", "reading"}:
                name = "Decision" if one["event"] == "list" else "AffectReading"
                assert (name, datetime.fromisoformat(one["at"])) in kept


def test_times_grow_strictly_but_for_a_decision_and_its_cause(killed):
    _, _, _, log = killed
    for one, other in pairwise(log):
        is_decision = type(other).__name__ == "Decision"
        assert time_of(one) <= time_of(other) if is_decision else time_of(one) < time_of(other)


def test_every_prefix_of_the_log_is_a_session_that_goes_on(killed):
    """Wherever it is cut, an engine is rebuilt, and knows what plays and what comes."""
    library, _, _, log = killed
    plans = SteeredPlans(library=PreparedLibrary.of(library))
    for cut in range(3, len(log)):
        engine = Engine(library, plans)
        engine.replay(log[:cut])
        assert engine.state.phase is Phase.PLAYING
        outcome = engine.resume(time_of(log[cut - 1]))
        assert engine.state.playing or outcome.play or outcome.ended


def test_a_track_that_was_cut_is_taken_up_and_marked(killed):
    _, _, told, log = killed
    plays = [e for e in log if getattr(e, "kind", "") == EventKind.PLAY]
    marked = [e for e in plays if e.details.get("resumed")]
    assert marked
    told_so = [t for run in told.values() for t in run if t["event"] == "play" and "resumed" in t]
    assert len(told_so) <= len(marked), "what was told was stored before"
