"""A program of its own: a session that is killed by SIGKILL again and again, and taken up.

    python killed_sessions.py FOLDER

Each run is a child of this process, which has loaded all it needs, so that a run takes a moment.
Run k kills itself at its k-th write to the log, odd ones before it, even ones after; each takes up
what the one before left. The last is stopped as by Ctrl-C. What run k told is in
FOLDER/told-k.jsonl.
"""

import os
import signal
import sys
from pathlib import Path

from moodarc import library, local_zone
from moodarc.cli import main as moodarc
from moodarc.library import players
from moodarc.session import engine, shell
from moodarc.storage.decisions import Decisions
from moodarc.storage.events import Events
from moodarc.storage.sessions import Sessions

RUNS = 9
LOADED = (library, players, engine, shell, local_zone)


def main(folder):
    for run in range(1, RUNS + 1):
        child = os.fork()
        if child == 0:
            out = os.open(folder / f"told-{run}.jsonl", os.O_WRONLY | os.O_CREAT)
            os.dup2(out, 1)
            leave_at(run)
            fast = ["--player", "none", "--speed", "4", "--as-measured", "--json"]
            mood = ["--sense-file", str(folder / "mood.csv")]
            os._exit(moodarc(["play", *fast, *mood]))
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        said = "killed" if killed else os.waitstatus_to_exitcode(status)
        sys.stdout.write(f"{run} {said}\n")
        sys.stdout.flush()


def leave_at(run):
    """Die at the run-th write of this process; the last run stops at its fourth instead."""
    counted = [0]
    for topic in (Sessions, Events, Decisions):
        topic.add = leaving(topic.add, counted, run)


def leaving(add, counted, run):
    def write(self, *arguments):
        counted[0] += 1
        if counted[0] == run and run % 2 and run < RUNS:
            os.kill(os.getpid(), signal.SIGKILL)
        written = add(self, *arguments)
        if counted[0] == run < RUNS:
            os.kill(os.getpid(), signal.SIGKILL)
        if counted[0] == 4 and run == RUNS:
            os.kill(os.getpid(), signal.SIGINT)
        return written

    return write


if __name__ == "__main__":
    main(Path(sys.argv[1]))
