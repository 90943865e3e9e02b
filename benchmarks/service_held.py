"""What the service holds on to while somebody listens: memory of its process, minute by minute.

    python benchmarks/service_held.py [--minutes 10] [--tracks 2000]

One listener of the real service, on a made library: a session over the socket, a reading each 2 s,
each track heard for 20 s, and over HTTP a list each second besides. Told are resident memory and
that part of it which is the process's own (not files), in MB, threads, and open files.
"""

import argparse
import itertools
import json
import math
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.service_process import Served
from websockets.sync.client import ClientConnection, connect

from moodarc.evaluation.stored_library import store_library

KINDS: Final = ("match", "lift", "calm", "energise", "follow")
READING_S: Final = 2
TRACK_S: Final = 20
TOLD_S: Final = 60
SETTLING_S: Final = 5

Message = dict[str, Any]


class Listener:
    """Somebody with a page open, and a program that asks for lists."""

    def __init__(self, page: ClientConnection, url: str) -> None:
        self._page, self._url = page, url
        self._track = 0

    def agree(self) -> None:
        """Let the camera's readings be kept."""
        consents = json.loads(self._asked("GET", "privacy"))["consents"]
        [terms] = [one["terms"] for one in consents if one["name"] == "camera"]
        self._asked("PUT", "privacy/consents/camera", {"terms": terms})

    def begin(self) -> None:
        """Start a session."""
        self._say(type="start", goal={"kind": "match"})

    def live(self, second: int) -> None:
        """One second of it."""
        self._follow()
        if second % READING_S == 0:
            self._say(type="reading", kind="expression", probabilities=face(second))
        if second % TRACK_S == TRACK_S - 1 and self._track:
            self._say(type="event", kind="finish", track_id=self._track)
        wish = {"goal": {"kind": KINDS[second % len(KINDS)]}, "n": 8 + second % 9}
        self._asked("POST", "playlist", wish)

    def _follow(self) -> None:
        """Read what came, and play what is to be played."""
        with suppress(TimeoutError):
            while True:
                told: Message = json.loads(self._page.recv(0.01))
                if told["type"] == "problem":
                    print(f"the service refused: {told['problem']['detail']}", flush=True)
                if told["type"] == "play":
                    self._track = told["track"]["track_id"]
                    self._say(type="event", kind="play", track_id=self._track)
                if told["type"] == "ended":
                    self.begin()

    def _say(self, **message: object) -> None:
        self._page.send(json.dumps(message))

    def _asked(self, method: str, path: str, body: Message | None = None) -> bytes:
        """What the service answers."""
        request = urllib.request.Request(  # noqa: S310 - our own service
            f"{self._url}/api/v1/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - likewise
            content: bytes = answer.read()
        return content


def face(second: int) -> list[float]:
    """Probabilities of the seven expressions, that wander."""
    weights = [math.exp(2.0 * math.sin(second / (11 + 3 * k) + k)) for k in range(7)]
    return [weight / sum(weights) for weight in weights]


def held(pid: int) -> Message:
    """What the process holds."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {name: int(rest.split()[0]) / 1024 for name, rest in (one.split(":") for one in lines)}
    return {
        "resident": sizes["Rss"],
        "own": sizes["Anonymous"],
        "threads": len([*Path(f"/proc/{pid}/task").iterdir()]),
        "files": len([*Path(f"/proc/{pid}/fd").iterdir()]),
    }


def seconds(n: int) -> Iterator[int]:
    """0, 1, ..., each in its second; one that was missed is not made up for."""
    began = time.monotonic()
    for number in itertools.count():
        time.sleep(max(0.0, began + number - time.monotonic()))
        if time.monotonic() - began > n:
            return
        yield number


def measured(service: Served, minutes: int) -> None:
    """A line a minute."""
    with connect(service.url.replace("http", "ws") + "/api/v1/live", max_size=None) as page:
        listener = Listener(page, service.url)
        listener.agree()
        listener.begin()
        due = SETTLING_S
        for number in seconds(60 * minutes + 1):
            listener.live(number)
            if number >= due:
                told(number, held(service.process.pid))
                due = due - due % TOLD_S + TOLD_S


def told(second: int, values: Message) -> None:
    """Print a line of the table."""
    named = "  ".join(f"{name} {value:.1f}" for name, value in values.items())
    print(f"{second:>5} s  {named}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--tracks", type=int, default=2000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db, log = Path(folder, "music.db"), Path(folder, "serve.log")
        store_library(db, options.tracks)
        places = {f"MOODARC_{name}_DIR": folder for name in ("DATA", "CACHE")}
        with Served(db, log, **places) as service:
            measured(service, options.minutes)


if __name__ == "__main__":
    main()
