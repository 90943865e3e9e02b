"""Fifty thousand tracks: all on the plane, steered through, scrolled to the end, and searched."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect
from tests.browser.large_library import give_sound, write_large_library
from tests.browser.visits import begin, drag, eventually, items, queued
from tests.service_process import Served

N = 50_000
PATIENCE_S = 180
"""until the service has read it; a quiet machine takes a tenth"""


@pytest.fixture(scope="module")
def service(chromium, tmp_path_factory):
    """The service over a large library, prepared."""
    assert chromium
    place = tmp_path_factory.mktemp("large")
    write_large_library(place / "music.db", N)
    give_sound(place / "music.db", place / "music")
    with Served(place / "music.db", place / "serve.log") as served:
        served.get("/api/v1/library/summary", seconds=PATIENCE_S)
        yield served


def test_all_tracks_lie_on_the_plane_and_dragging_among_them_changes_the_list(
    open_browser, service
):
    with open_browser() as context:
        page = context.new_page()
        with page.expect_response(re.compile("/library/plane")) as answer:
            begin(page, service)
        ids, points = columns(answer.value.body())
        assert len(np.unique(ids)) == N
        assert len(np.unique(points, axis=0)) > 0.9 * N
        assert np.abs(points).max() <= 1
        assert points.std(axis=0).min() > 0.1
        eventually(lambda: n_coloured(page) > 0.02)
        before = eventually(lambda: queued(page))
        drag(page, page.get_by_role("slider", name=re.compile("How you feel")), by=(-220, 160))
        reading = eventually(lambda: items(service, "readings"))[0]
        assert reading["modality"] == "self_report"
        assert reading["valence"] < -0.4
        eventually(lambda: queued(page) not in ([], before))
        offered = service.get("/api/v1/decisions/latest")["offers"]
        assert {offer["track"]["title"] for offer in offered} >= set(queued(page))


def test_the_list_of_all_tracks_is_scrolled_to_its_end_and_searched(open_browser, service):
    with open_browser() as context:
        page = context.new_page()
        page.goto(f"{service.url}/library")
        found = page.locator(".track-list").get_by_role("status")
        expect(found).to_have_text("50,000 tracks")
        tracks = page.get_by_role("list", name="Tracks")
        tracks.evaluate("list => list.scrollTo({ top: list.scrollHeight })")
        last = service.get(f"/api/v1/tracks?sort=title&limit=1&offset={N - 1}")["items"][0]
        expect(tracks.get_by_role("listitem").last).to_contain_text(last["title"])
        assert tracks.get_by_role("listitem").count() < 100, "more is drawn than is in sight"
        page.get_by_role("searchbox").first.fill("Made 43210")
        expect(found).to_have_text("1 tracks")
        expect(tracks.get_by_role("listitem")).to_have_count(1)
        expect(tracks.get_by_role("listitem")).to_contain_text("Made 43210")


def columns(body):
    """Numbers and places of the plane's tracks."""
    n = int(np.frombuffer(body, "<u4", 1)[0])
    assert len(body) == 8 + 13 * n
    ids = np.frombuffer(body, "<u4", n, 8)
    return ids, np.frombuffer(body, "<f4", 2 * n, 8 + 4 * n).reshape(2, n).T


def n_coloured(page):
    """The share of the plane's lower picture that is strongly coloured, as dots are."""
    return page.locator("canvas.plane-layer").first.evaluate(
        """canvas => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let n = 0;
          for (let i = 3; i < data.length; i += 4) n += data[i] > 120;
          return n / (data.length / 4);
        }"""
    )
