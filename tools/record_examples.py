"""Write the examples of the OpenAPI document: `src/moodarc/serving/examples.json`.

A real service on loopback scans the first pieces of the built-in music, hears how somebody feels
over a few days, plays in a session of its own, and is asked for everything once. Places of this
machine are replaced, numbers rounded, lists and texts cut.

    python tools/record_examples.py
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import httpx
from websockets.sync.client import connect

from moodarc.library.builtin import render_builtin
from moodarc.parallel import Executor
from moodarc.settings import Settings
from served import API, service

TARGET: Final = Path(__file__).parents[1] / "src" / "moodarc" / "serving" / "examples.json"
PIECES: Final = 12
MOST: Final = 2
"""entries of a list that are kept"""
MOST_NUMBERS: Final = 7
"""of a list of numbers, or of lists of them: the seven expressions are kept whole"""
MOST_TEXT: Final = 300
DIGITS: Final = 4
SAID: Final = (
    {"kind": "point", "valence": 0.4, "arousal": -0.2},
    {"kind": "word", "word": "sad"},
    {"kind": "terms", "terms": {"happy": 4, "calm": 2}},
    {"kind": "note", "text": "long day, but now I can rest"},
)
WISH: Final = {
    "feeling": {"kind": "point", "valence": -0.6, "arousal": -0.4},
    "goal": {"kind": "lift"},
    "n": 6,
}


class Recorder:
    """Asks a service and keeps what was asked and answered."""

    def __init__(self, client: httpx.Client, folder: Path) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self._client, self._folder = client, folder

    def ask(self, method: str, path: str, body: object = None, **named: str) -> Any:  # noqa: ANN401 - JSON
        """Ask, and keep it under the path as the document has it.

        Args:
            method: GET and so on.
            path: below the API, with {names}.
            body: sent as JSON; None = nothing is sent.
            named: what stands for the names, and `query`.
        """
        query = named.pop("query", "")
        url = API + path.format(**named) + (f"?{query}" if query else "")
        answer = self._client.request(method, url, json=body)
        if answer.is_error:
            sys.exit(f"{method} {url} answered {answer.status_code}: {answer.text}")
        told = answer.json() if answer.content else None
        example = {} if body is None else {"request": self._shown(body)}
        if told is not None:
            example["response"] = self._shown(told)
        self.kept[f"{method} {API}{path}"] = example
        return told

    def send_file(self, path: str, file: Path) -> None:
        """Post a file, and keep the answer."""
        with file.open("rb") as content:
            answer = self._client.post(API + path, files={"file": (file.name, content)})
        answer.raise_for_status()
        self.kept[f"POST {API}{path}"] = {"response": self._shown(answer.json())}

    def _shown(self, value: object) -> Any:  # noqa: ANN401 - JSON
        """Without places of this machine, and short."""
        if isinstance(value, str):
            text = value.replace(str(self._folder), "/home/ann")
            return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}..."
        if isinstance(value, float):
            return round(value, DIGITS)
        if isinstance(value, dict):
            return {name: self._shown(part) for name, part in value.items()}
        if isinstance(value, list):
            is_numbers = all(isinstance(part, int | float | list) for part in value)
            return [self._shown(part) for part in value[: MOST_NUMBERS if is_numbers else MOST]]
        return value


def days_before(days: float) -> str:
    """A time, as it is sent."""
    return (datetime.now(UTC) - timedelta(days=days)).isoformat()


def scanned(ask: Recorder, music: Path) -> None:
    """The library, by a job that ends and one that is stopped."""
    job = ask.ask("POST", "/scans", {"folders": [str(music)]})
    told = job
    while told["state"] in {"queued", "running"}:
        time.sleep(0.2)
        told = ask.ask("GET", "/scans/{job_id}", job_id=job["id"])
    ask.ask("GET", "/scans")
    ask.ask("DELETE", "/scans/{job_id}", job_id=job["id"])


def felt(ask: Recorder) -> None:
    """What somebody says, of the last days and now."""
    for name in ("camera", "notes", "calibration", "sensitive"):
        ask.ask("PUT", "/privacy/consents/{name}", {"terms": terms_of(ask, name)}, name=name)
    ask.ask("PUT", "/senses/{name}", {"on": True}, name="note")
    ask.ask("PUT", "/profile", {"birth_year": 1987, "country": "Norway", "openness": 4.0})
    for number in range(24):
        said = SAID[number % len(SAID)]
        ask.ask("POST", "/readings", {**said, "at": days_before((24 - number) / 3.0)})
    ask.ask("POST", "/readings", SAID[0])


def terms_of(ask: Recorder, name: str) -> str:
    """The words of a consent."""
    consents = ask.ask("GET", "/privacy")["consents"]
    return next(one["terms"] for one in consents if one["name"] == name)


def played(ask: Recorder, url: str) -> None:
    """A session with two tracks heard, and what is asked of it while it plays."""
    with connect(f"{url.replace('http', 'ws', 1)}{API}/live") as page:
        page.send(json.dumps({"type": "start", "goal": {"kind": "calm"}}))
        for _ in range(2):
            track_id = heard(page, "play")["track"]["track_id"]
            page.send(json.dumps({"type": "event", "kind": "play", "track_id": track_id}))
            page.send(json.dumps({"type": "reading", "kind": "word", "word": "calm"}))
            page.send(json.dumps({"type": "event", "kind": "finish", "track_id": track_id}))
        heard(page, "play")
        ask.ask("GET", "/session")
        ask.ask("GET", "/session/queue")
        page.send(json.dumps({"type": "stop"}))
        heard(page, "ended")


def heard(page: Any, kind: str) -> dict[str, Any]:  # noqa: ANN401 - either of two kinds of socket
    """The next message of a kind."""
    while True:
        message: dict[str, Any] = json.loads(page.recv(30))
        if message["type"] == kind:
            return message


def corrected(ask: Recorder) -> None:
    """A track, what is wrong about it, and that taken back."""
    track_id = str(ask.ask("GET", "/tracks", query="limit=2")["items"][0]["track_id"])
    ask.ask("GET", "/tracks/{track_id}", track_id=track_id)
    ask.ask("PUT", "/tracks/{track_id}/correction", {"not": "sad"}, track_id=track_id)
    ask.ask("DELETE", "/tracks/{track_id}/correction", track_id=track_id)
    ask.ask("POST", "/events", {"kind": "like", "track_id": int(track_id), "position_s": 31.5})


def own_reading(ask: Recorder) -> None:
    """What a face tells of somebody, fitted to them: the network's own answers, handed through."""
    model = ask.ask("GET", "/face-model")["expression"]
    depth = 3
    head = {
        "classifier": model["version"],
        "mixing": [[float(row == column) for column in range(7)] for row in range(7)],
        "weights": [[0.0] * depth] * 7,
        "bias": [0.0] * 7,
        "centre": [0.0] * depth,
        "scale": [1.0] * depth,
        "report": {},
    }
    ask.ask("PUT", "/face-head", head)
    ask.ask("GET", "/face-head")
    ask.ask("DELETE", "/face-head")


def imported(ask: Recorder, folder: Path) -> None:
    """What was heard elsewhere: ListenBrainz' form."""
    track = ask.ask("GET", "/tracks")["items"][0]
    names = {"artist_name": track["artist"], "track_name": track["title"]}
    told = {"listened_at": 1_760_000_000, "track_metadata": names}
    file = folder / "listens.json"
    file.write_text(json.dumps([told]))
    ask.send_file("/history/import", file)


def asked(ask: Recorder) -> None:
    """All that is only looked at."""
    ask.ask("POST", "/playlist", WISH)
    for path in ("/belief", "/readings", "/events", "/decisions", "/decisions/latest", "/goals"):
        ask.ask("GET", path)
    for path in ("/forecast", "/mental-model", "/attention", "/journey", "/genre-map", "/profile"):
        ask.ask("GET", path)
    for path in ("/health", "/me", "/models", "/senses", "/privacy", "/library/summary"):
        ask.ask("GET", path)
    ask.ask("GET", "/history/export", query="format=json")
    ask.ask("GET", "/export")


def recordings(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything, by a service of its own."""
    music = render_builtin(folder / "Music", n=PIECES, executor=Executor(workers=2))[0].parent
    settings = Settings(
        db=str(folder / "music.db"),
        data_dir=folder / "data",
        cache_dir=folder / "cache",
        scan_roots=(folder,),
    )
    with service(settings) as client:
        ask = Recorder(client, folder)
        scanned(ask, music)
        felt(ask)
        played(ask, str(client.base_url))
        corrected(ask)
        own_reading(ask)
        imported(ask, folder)
        asked(ask)
        ask.ask("DELETE", "/listener", query="confirm=me")
        yield from sorted(ask.kept.items())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept = dict(recordings(Path(folder)))
    TARGET.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{len(kept)} operations, {TARGET.stat().st_size} bytes: {TARGET}")


if __name__ == "__main__":
    main()
