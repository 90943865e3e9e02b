"""`moodarc bench service`: how quick the service is under load, on a library of 100,000 tracks.

A real `moodarc serve` in processes of its own, on a free port of loopback, over a database made for
it (`stored_library`). Measured are:

- from a reading that moves the feeling, said over the socket, to the list that answers it, one
  listener at a time, nothing else going on;
- `wrk` (C, its own thread) with varied goals and feelings against `POST /playlist`, each stored,
  and against `GET /tracks` and `GET /belief`;
- what a request costs the service's processes in time of a processor, which others on the
  machine move much less than requests a second;
- memory of the processes after that, resident and proportional (`/proc/PID/smaps_rollup`).

Client and service share the machine: on two cores the client takes its part of both.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from websockets.sync.client import ClientConnection, connect

from moodarc.errors import InputError, MissingExtraError
from moodarc.evaluation.report import BenchReport, BenchRow
from moodarc.evaluation.serve_speed import quantile_rows
from moodarc.evaluation.stored_library import store_library

__all__ = ["ServiceConfig", "bench_service"]

_START_S: Final = 300.0
_ANSWER_S: Final = 60.0
_POINTS: Final = ((-0.8, 0.7), (0.8, -0.6), (-0.7, -0.8), (0.9, 0.8))
"""feelings, each far from the one before"""

_PLAYLIST: Final = """
local kinds = {"match", "lift", "calm", "energise", "follow"}
local at = 0
request = function()
  at = at + 1
  local v = ((at * 37) % 181) / 100 - 0.9
  local a = ((at * 53) % 181) / 100 - 0.9
  local goal = '{"kind":"' .. kinds[at % 5 + 1] .. '"}'
  if at % 6 == 0 then
    goal = string.format('{"kind":"point","target":{"valence":%.2f,"arousal":%.2f}}', -v, -a)
  end
  local body = string.format(
    '{"goal":%s,"n":%d,"feeling":{"kind":"point","valence":%.2f,"arousal":%.2f}}',
    goal, 8 + at % 9, v, a)
  return wrk.format("POST", "/api/v1/playlist", {["Content-Type"] = "application/json"}, body)
end
"""
_TRACKS: Final = """
local quadrants = {"happy", "angry", "sad", "peaceful"}
local at = 0
request = function()
  at = at + 1
  local path = "/api/v1/tracks?limit=50&sort=valence&offset=" .. (at * 50) % 5000
    .. "&quadrant=" .. quadrants[at % 4 + 1]
  return wrk.format("GET", path)
end
"""
_BELIEF: Final = 'request = function() return wrk.format("GET", "/api/v1/belief") end'
_TAIL: Final = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    "moodarc %d %d %d %.1f %.1f\\n", summary.requests, summary.duration,
    e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""
_SCRIPTS: Final = {"playlist": _PLAYLIST, "tracks": _TRACKS, "belief": _BELIEF}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceConfig:
    """What is measured.

    Attributes:
        n_tracks: of the library.
        workers: processes that answer.
        seconds: of each load.
        connections: that `wrk` holds at once.
        readings: that are answered over the socket.
        seed: of the library.
    """

    n_tracks: int = 100_000
    workers: int = 1
    seconds: int = 15
    connections: int = 8
    readings: int = 100
    seed: int = 0


def bench_service(config: ServiceConfig, db: Path | None = None) -> BenchReport:
    """`service.*`.

    Args:
        config: what is measured.
        db: a database of `stored_library` that is there already; None = made, and thrown away.

    Raises:
        MissingExtraError: there is no `wrk`.
        InputError: the service does not start, or answers nothing.
    """
    if shutil.which("wrk") is None:
        msg = "the load is made by wrk, which is not here: apt install wrk"
        raise MissingExtraError(msg)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        library = db or place / "made.db"
        if not library.exists():
            store_library(library, config.n_tracks, seed=config.seed)
        rows = tuple(_measured(config, library, place))
    return BenchReport("service", f"made-{config.n_tracks}-{config.seed}", rows)


def _measured(config: ServiceConfig, db: Path, place: Path) -> Iterator[BenchRow]:
    with _served(config, db, place) as (url, process, ready_s):
        yield _row("ready_s", ready_s, "s")
        yield _row("ready_cpu_s", _cpu_s(process.pid), "s")
        yield from quantile_rows("service.belief_to_queue_", _answered_ms(url, config.readings))
        for name, script in _SCRIPTS.items():
            yield from _loaded(name, script, (url, process.pid), place=place, config=config)
        held = [_memory_mb(pid) for pid in _answering(process.pid)]
        yield _row("workers", float(len(held)), "", better=None)
        yield _row("worker_rss_mb", max(one["Rss"] for one in held), "MB")
        yield _row("worker_pss_mb", max(one["Pss"] for one in held), "MB")
    for name, value in {"tracks": config.n_tracks, "connections": config.connections}.items():
        yield _row(name, float(value), "", better=None)
    yield _row("cores", float(len(os.sched_getaffinity(0))), "", better=None)
    yield _row("load", os.getloadavg()[0], "", better=None)


def _row(name: str, value: float, unit: str, *, better: bool | None = False) -> BenchRow:
    return BenchRow(name=f"service.{name}", value=value, unit=unit, higher_is_better=better)


@contextmanager
def _served(
    config: ServiceConfig, db: Path, place: Path
) -> Iterator[tuple[str, "subprocess.Popen[bytes]", float]]:
    """The service's address, its process, and how long it took until it made a first list."""
    port = _free_port()
    told = {
        "MOODARC_DB": str(db),
        "MOODARC_DATA_DIR": str(place / "data"),
        "MOODARC_CACHE_DIR": str(place / "cache"),
    }
    command = [sys.executable, "-m", "moodarc", "serve", "--no-open", "--port", str(port)]
    began_s = time.perf_counter()
    with (place / "service.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [*command, "--workers", str(config.workers)],
            env={**os.environ, **told},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process, place / "service.log")
        yield url, process, time.perf_counter() - began_s
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until each of its processes has most likely made a list.

    Raises:
        InputError: that never comes.
    """
    deadline_s, made = time.perf_counter() + _START_S, 0
    while made < 8:
        if process.poll() is not None or time.perf_counter() > deadline_s:
            told = log.read_text(errors="replace")[-500:]
            msg = f"the service did not start: {told}; run `moodarc serve` to see why"
            raise InputError(msg)
        try:
            _post(f"{url}/api/v1/playlist", {"n": 2, "store": False})
            made += 1
        except OSError:
            time.sleep(0.2)


def _post(url: str, values: Mapping[str, object]) -> None:
    request = urllib.request.Request(  # noqa: S310 - our own service
        url, json.dumps(values).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=_ANSWER_S) as answer:  # noqa: S310 - likewise
        answer.read()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _answered_ms(url: str, n: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Milliseconds from a reading to the list that it asks for, of `n` readings."""
    address = f"{url.replace('http', 'ws', 1)}/api/v1/live?listener=bench"
    taken = []
    with connect(address, max_size=None) as page:
        _say(page, {"type": "start", "goal": {"kind": "match"}})
        play = _heard(page, "play")
        track = play["track"]
        _say(page, {"type": "event", "kind": "play", "track_id": track["track_id"]})  # type: ignore[index]
        for number in range(n + 2):
            valence, arousal = _POINTS[number % len(_POINTS)]
            began_s = time.perf_counter()
            _say(page, {"type": "reading", "kind": "point", "valence": valence, "arousal": arousal})
            _heard(page, "list")
            taken.append(1000.0 * (time.perf_counter() - began_s))
        _say(page, {"type": "stop"})
        _heard(page, "ended")
    return np.array(taken[2:])


def _say(page: ClientConnection, message: Mapping[str, object]) -> None:
    page.send(json.dumps(message))


def _heard(page: ClientConnection, kind: str) -> dict[str, object]:
    while True:
        message: dict[str, object] = json.loads(page.recv(_ANSWER_S))
        if message["type"] == "problem":
            msg = f"the service refused a message: {message['problem']}; see its log"
            raise InputError(msg)
        if message["type"] == kind:
            return message


def _loaded(
    name: str, script: str, service: tuple[str, int], *, place: Path, config: ServiceConfig
) -> Iterator[BenchRow]:
    """Requests a second and times, by `wrk`, and what a request costs the service's processes."""
    url, parent = service
    file = place / f"{name}.lua"
    file.write_text(script + _TAIL)
    command = ["wrk", "-t1", f"-c{config.connections}", "-s", str(file)]
    _wrk([*command, "-d2", url])  # warm
    before_s = _cpu_s(parent)
    told = _wrk([*command, f"-d{config.seconds}", "--timeout", "10", url])
    taken_s = _cpu_s(parent) - before_s
    found = re.search(r"^moodarc (\d+) (\d+) (\d+) ([\d.]+) ([\d.]+)$", told, re.MULTILINE)
    if found is None:
        msg = f"wrk told {told[-300:]!r}; expected its summary"
        raise InputError(msg)
    n, duration_us, errors, median_us, high_us = (float(part) for part in found.groups())
    per_s = n / (duration_us / 1e6)
    yield _row(f"{name}_per_s", per_s, "1/s", better=True)
    yield _row(f"{name}_cpu_ms", 1000.0 * taken_s / max(n, 1.0), "ms")
    yield _row(f"{name}_p50_ms", median_us / 1000.0, "ms")
    yield _row(f"{name}_p99_ms", high_us / 1000.0, "ms")
    yield _row(f"{name}_errors", errors, "")


def _wrk(command: list[str]) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ours
    return done.stdout


def _answering(parent: int) -> list[int]:
    """The processes that answer: the children that hold a library, or the one process."""
    sizes = {pid: _memory_mb(pid)["Rss"] for pid in _family(parent)}
    largest = max(sizes.values())
    return [pid for pid, size in sizes.items() if size > largest / 2.0]


def _family(parent: int) -> list[int]:
    """A process and all that it started, and they."""
    tree = [parent]
    for pid in tree:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(OSError):
                tree += [int(child) for child in task.read_text().split()]
    return tree


def _cpu_s(parent: int) -> float:
    """What a process and all that it started have computed so far."""
    ticks = 0
    for pid in _family(parent):
        with suppress(OSError):
            told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(told[11]) + int(told[12])  # utime and stime
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> dict[str, float]:
    """Resident (Rss) and proportional (Pss) memory of a process."""
    found = {"Rss": 0.0, "Pss": 0.0}
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            name, _, rest = line.partition(":")
            if name in found:
                found[name] = int(rest.split()[0]) / 1024.0
    return found
