"""The page in Chromium: what it loads, how smoothly it moves, how soon it answers.

    python benchmarks/page.py [--tracks 50000] [--only load plane answer camera] [--json]

The real service on loopback, in a process of its own, and Debian's chromium without a GPU, which
draws by the processor; both share this machine with all else on it, and the load beside a figure
says how busy it was. Measured are:

- load: bytes over the wire (gzip, cold cache) of the first view, and the time to its first picture
  and until Play can be pressed; the median of five visits;
- plane: milliseconds between pictures while the point is dragged for five seconds in a session;
- answer: from the point let go of to another list on the page, by 20 drags from corner to corner;
- camera: milliseconds of a frame in the page's worker, those in which the whole picture was
  searched and those in which a face was followed apart, and from "I agree" to the first reading
  sent. The camera is a file: somebody drawn, and the clips of `--clips`.

Nothing of the page is changed; `page_probe.js`, which is put in before it, keeps the times.
"""

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.large_library import give_sound, write_large_library
from tests.browser.visits import eventually
from tests.browser.webcam import drawn_webcam
from tests.service_process import Served

CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
)
PROBE: Final = Path(__file__).with_name("page_probe.js")
DESK: Final = (1280, 800)
PHONE: Final = (390, 844)
VISITS: Final = 5
SETTLED_MS: Final = 1000
DRAG_S: Final = 5.0
DRAGS: Final = 20
LOOK_S: Final = 15.0
PATIENCE_S: Final = 300
LATE_MS: Final = 33.4
"""longer than two pictures of a screen of 60 a second"""
KINDS: Final = {"Script": "script", "Stylesheet": "style", "Document": "data", "Fetch": "data"}

Row = dict[str, Any]


def row(name: str, value: float, unit: str, **more: float) -> Row:
    """A figure, and how busy the machine is."""
    return {"name": name, "value": value, "unit": unit, **more, "load": os.getloadavg()[0]}


def quantiles(name: str, taken: list[float]) -> list[Row]:
    """Median and 95th percentile, in ms."""
    if not taken:
        return [row(f"{name}.n", 0, "")]
    values = [row(f"{name}.p{p}", float(np.percentile(taken, p)), "ms") for p in (50, 95)]
    return [*values, row(f"{name}.n", len(taken), "")]


@contextmanager
def browser(camera: Path | None = None) -> Iterator[Browser]:
    """A browser of its own: nothing is in its cache."""
    shown = () if camera is None else (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
    )  # fmt: skip
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *shown])
        try:
            yield opened
        finally:
            opened.close()


def service(place: Path) -> Served:
    """A service that keeps all it keeps in a folder: nobody has agreed to anything there."""
    place.mkdir(exist_ok=True)
    kept_in = {f"MOODARC_{name}_DIR": str(place / name.lower()) for name in ("DATA", "CACHE")}
    return Served(place / "music.db", place / "serve.log", **kept_in)


def opened(here: Browser, size: tuple[int, int] = DESK, scale: int = 1, **more: list[str]) -> Page:
    """A page with the probe in it."""
    width, height = size
    context = here.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        locale="en-GB",
        **more,
    )
    context.set_default_timeout(120_000)
    context.add_init_script(path=PROBE)
    return context.new_page()


def kept(page: Page, name: str) -> Any:  # noqa: ANN401 - whatever it is
    """What the probe keeps."""
    return page.evaluate(f"() => moodarcBench.{name}")


def load(url: str) -> list[Row]:
    """The first view, five times."""
    visits: dict[str, list[float]] = defaultdict(list)
    for _ in range(VISITS):
        with browser() as here:
            page = opened(here)
            for name, value in visit(page, url).items():
                visits[name].append(value)
    units = {True: "ms", False: "kB"}
    rows = {name: float(np.median(values)) for name, values in visits.items()}
    return [row(f"load.{name}", value, units["_ms" in name]) for name, value in rows.items()]


def visit(page: Page, url: str) -> dict[str, float]:
    """One visit with a cold cache."""
    session = page.context.new_cdp_session(page)
    kind_of: dict[str, str] = {}
    kb: dict[str, float] = dict.fromkeys(("script", "style", "data", "other"), 0.0)

    def began(event: dict[str, Any]) -> None:
        kind_of[event["requestId"]] = KINDS.get(event["type"], "other")

    def ended(event: dict[str, Any]) -> None:
        kb[kind_of.get(event["requestId"], "other")] += event["encodedDataLength"] / 1000

    session.on("Network.responseReceived", began)
    session.on("Network.loadingFinished", ended)
    session.send("Network.enable")
    with page.expect_request_finished(lambda request: "/library/plane" in request.url):
        page.goto(url)
    eventually(lambda: kept(page, "interactiveMs"), PATIENCE_S)
    page.wait_for_timeout(SETTLED_MS)
    paint = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"
    return {
        "all": sum(kb.values()),
        **kb,
        "first_picture_ms": page.evaluate(paint),
        "interactive_ms": kept(page, "interactiveMs"),
    }


def playing(page: Page, url: str) -> None:
    """A session goes on, and all dots are there."""
    with page.expect_response(re.compile("/library/plane")):
        page.goto(url)
    start, queue = page.locator(".start-card .button.primary"), page.locator(".queue-list")
    start.or_(queue).first.wait_for()
    if start.is_visible():
        start.click()
    queue.locator("strong").first.wait_for()


def grabbed(page: Page) -> tuple[float, float, float, float]:
    """Where the point is, with the pointer on it, and the plane's corner and width."""
    page.locator(".plane-square").scroll_into_view_if_needed()
    page.evaluate("() => document.querySelector('.plane-square').scrollIntoView()")
    square = page.locator(".plane-square").bounding_box()
    point = page.locator(".plane-handle.point").bounding_box()
    assert square is not None  # noqa: S101 - it is in sight
    assert point is not None  # noqa: S101
    x, y = point["x"] + point["width"] / 2, point["y"] + point["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    return x, y, square["x"] + square["width"] / 2, square["y"] + square["width"] / 2


def plane(url: str) -> Iterator[Row]:
    """Dragged round and round, on four screens."""
    with browser() as here:
        for name, size in {"desk": DESK, "phone": PHONE}.items():
            for scale in (1, 2):
                page = opened(here, size, scale)
                playing(page, url)
                frames = dragged(page)
                page.context.close()
                yield from smoothness(f"plane.{name}@{scale}x", frames)


def dragged(page: Page) -> list[float]:
    """Milliseconds between pictures while the point goes in circles."""
    *_, x, y = grabbed(page)
    page.evaluate("() => moodarcBench.watch()")
    began = time.monotonic()
    while (passed := time.monotonic() - began) < DRAG_S:
        turn = 2 * math.pi * passed / 2
        page.mouse.move(x + 100 * math.cos(turn), y + 100 * math.sin(turn))
    frames = page.evaluate("() => moodarcBench.unwatch()")
    page.mouse.up()
    return list(map(float, frames))


def smoothness(name: str, frames: list[float]) -> list[Row]:
    """Of the milliseconds between pictures."""
    late = np.mean(np.array(frames) > LATE_MS)
    return [
        row(f"{name}.a_second", 1000 * len(frames) / sum(frames), "frames/s"),
        *quantiles(f"{name}.frame", frames),
        row(f"{name}.late_share", float(late), ""),
    ]


def answer(url: str) -> list[Row]:
    """From corner to corner."""
    corners = ((-0.7, 0.6), (0.7, -0.6), (-0.6, -0.7), (0.7, 0.7))
    with browser() as here:
        page = opened(here)
        playing(page, url)
        for n in range(DRAGS):
            valence, arousal = corners[n % len(corners)]
            *_, x, y = grabbed(page)
            half = 200
            page.mouse.move(x + half * valence, y - half * arousal, steps=5)
            page.evaluate("() => moodarcBench.await()")
            page.mouse.up()
            page.wait_for_timeout(1500)
        taken = kept(page, "answers")
    return [*quantiles("answer.let_go_to_list", taken), row("answer.drags", DRAGS, "")]


def camera(place: Path, clips: Path | None) -> Iterator[Row]:
    """Each camera with a service of its own, to which nobody has agreed yet."""
    shown = {"drawn": drawn_webcam(place / "drawn.y4m", rate=30)}
    found = [] if clips is None else sorted(clips.glob("*.mp4"))
    shown |= {clip.stem: as_camera(clip, place) for clip in found}
    for name, file in shown.items():
        with service(place / name) as served, browser(file) as here:
            page = opened(here, permissions=["camera"])
            yield from looked(page, served.url, f"camera.{name}")
        file.unlink()


def as_camera(clip: Path, place: Path) -> Path:
    """The first ten seconds of a clip, as Chromium's camera wants them."""
    made = place / f"{clip.stem}.y4m"
    picture = ["-t", "10", "-an", "-vf", "fps=30,scale=640:480", "-pix_fmt", "yuv420p"]
    command = ["ffmpeg", "-v", "error", "-y", "-i", str(clip), *picture, str(made)]
    subprocess.run(command, check=True)  # noqa: S603 - ours
    return made


def looked(page: Page, url: str, name: str) -> list[Row]:
    """Turn the camera on and let it look for a while."""
    page.goto(f"{url}/senses")
    page.get_by_role("button", name="Turn the camera on").click()
    page.get_by_role("button", name="I agree").click()
    eventually(lambda: kept(page, "looks.length"), PATIENCE_S)
    page.wait_for_timeout(1000 * LOOK_S)
    looks = kept(page, "looks")
    ms = {
        searched: [one["draw"] + one["look"] for one in looks if one["searched"] == searched]
        for searched in (True, False)
    }
    rows = [*quantiles(f"{name}.searched", ms[True]), *quantiles(f"{name}.followed", ms[False])]
    rows.append(row(f"{name}.looks_a_second", len(looks) / LOOK_S, "frames/s"))
    if kept(page, "toldMs"):
        waited = kept(page, "toldMs") - kept(page, "agreedMs")
        rows.append(row(f"{name}.agreed_to_reading", waited, "ms"))
    return rows


def measured(n_tracks: int, only: list[str], clips: Path | None) -> Iterator[Row]:
    """All that is asked for, one after the other."""
    parts: dict[str, Callable[[str], Iterable[Row]]] = {
        "load": load,
        "plane": plane,
        "answer": answer,
    }
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if set(only) & set(parts):
            write_large_library(place / "music.db", n_tracks)
            give_sound(place / "music.db", place / "music", seconds=60.0)
            with service(place) as served:
                served.get("/api/v1/library/summary", seconds=PATIENCE_S)
                for name in (name for name in parts if name in only):
                    yield from parts[name](served.url)
        if "camera" in only:
            yield from camera(place, clips)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = ["load", "plane", "answer", "camera"]
    parser.add_argument("--tracks", type=int, default=50_000)
    parser.add_argument("--only", nargs="+", choices=parts, default=parts)
    parser.add_argument("--clips", type=Path, help="folder of mp4 files for the camera to show")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = []
    for one in measured(options.tracks, options.only, options.clips):
        rows.append(one)
        if not options.json:
            told = f"{one['name']:<44}{one['value']:10.2f} {one['unit']:<9}"
            print(f"{told} load {one['load']:.1f}", flush=True)
    if options.json:
        print(json.dumps({"tracks": options.tracks, "rows": rows}, indent=2))


if __name__ == "__main__":
    main()
