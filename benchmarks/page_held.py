"""What the page holds on to: before, after many changes of view, and after many tracks.

    python benchmarks/page_held.py [--views 50] [--tracks 50]

Told are Chromium's own counters after its garbage was collected (listeners, nodes, documents, MB of
JavaScript's heap), and how many sockets, sounding elements, workers and object URLs the page made
and still has. A session is begun first; each view was seen once before the first line, so that what
is loaded only once does not look like growth. Tracks last 1.6 s and are heard to their end.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import CDPSession, Page, sync_playwright
from tests.browser.visits import begin
from tests.service_process import Served
from tests.small_library import write_library

CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required")
VIEWS: Final = ("Journey", "Library", "Senses", "Privacy", "Now")
COUNTED: Final = ("JSEventListeners", "Nodes", "Documents")
COUNTS: Final = """
(() => {
  const made = { sockets: [], sounds: 0, workers: 0, urls: 0 };
  window.WebSocket = class extends WebSocket {
    constructor(...how) { super(...how); made.sockets.push(this); }
  };
  window.Audio = class extends Audio {
    constructor(...how) { super(...how); made.sounds += 1; }
  };
  window.Worker = class extends Worker {
    constructor(...how) { super(...how); made.workers += 1; }
  };
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (of) => { made.urls += 1; return createObjectURL.call(URL, of); };
  URL.revokeObjectURL = (url) => { made.urls -= 1; revokeObjectURL.call(URL, url); };
  window.moodarcHeld = () => ({
    sockets: made.sockets.length,
    "open sockets": made.sockets.filter((one) => one.readyState < 2).length,
    sounds: made.sounds,
    workers: made.workers,
    urls: made.urls,
    "user timings": performance.getEntriesByType("measure").length,
  });
})();
"""
TRACK_S: Final = 1.6


def held(page: Page, session: CDPSession) -> dict[str, float]:
    """The counters, garbage collected."""
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
        page.wait_for_timeout(500)
    metrics: dict[str, Any] = {
        one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]
    }
    own: dict[str, float] = page.evaluate("() => moodarcHeld()")
    return {
        "heap MB": metrics["JSHeapUsedSize"] / 1e6,
        **{name: metrics[name] for name in COUNTED},
        **own,
    }


def see_views(page: Page, n: int) -> None:
    """Go from view to view, `n` times."""
    for k in range(n):
        page.get_by_role("link", name=VIEWS[k % len(VIEWS)], exact=True).click()
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_timeout(400)


def hear_tracks(service: Served, n: int) -> None:
    """Wait until `n` more tracks were heard to their end."""
    begun, deadline_s = n_heard(service), time.monotonic() + n * (TRACK_S + 8.0)
    while n_heard(service) < begun + n and time.monotonic() < deadline_s:
        time.sleep(0.5)
    print(f"{n_heard(service) - begun} tracks were heard")


def n_heard(service: Served) -> int:
    """How many tracks were heard to their end since the service began."""
    events = service.get("/api/v1/events?limit=500")["items"]
    return sum(one["kind"] == "finish" for one in events)


def told(lines: dict[str, dict[str, float]]) -> None:
    """Print the table."""
    names = list(next(iter(lines.values())))
    print(" " * 20 + "".join(f"{name:>18}" for name in names))
    for when, values in lines.items():
        print(f"{when:<20}" + "".join(f"{values[name]:18.2f}" for name in names))


def measured(service: Served, views: int, tracks: int) -> dict[str, dict[str, float]]:
    """Before, after the views, after the tracks."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        context = browser.new_context(locale="en-GB")
        context.add_init_script(COUNTS)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        begin(page, service)
        see_views(page, 2 * len(VIEWS))
        lines = {"before": held(page, session)}
        see_views(page, views)
        lines[f"after {views} views"] = held(page, session)
        hear_tracks(service, tracks)
        lines[f"after {tracks} tracks"] = held(page, session)
        hear_tracks(service, tracks)
        lines[f"after {tracks} more"] = held(page, session)
        browser.close()
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--views", type=int, default=50)
    parser.add_argument("--tracks", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder, "music.db")
        write_library(db, Path(folder, "music"), n=120, seconds=TRACK_S)
        with Served(db, Path(folder, "serve.log")) as service:
            told(measured(service, options.views, options.tracks))


if __name__ == "__main__":
    main()
