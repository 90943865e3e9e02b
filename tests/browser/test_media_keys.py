"""The machine's own keys and lock screen: what plays is told to them, and they work."""

import pytest
from playwright.sync_api import expect
from tests.browser.visits import KEEPS_SOUNDS, begin, eventually, items, playing
from tests.service_process import Served
from tests.small_library import write_library

KEYS = """(() => {
  const keys = navigator.mediaSession;
  const act = keys.setActionHandler.bind(keys);
  const place = keys.setPositionState.bind(keys);
  window.keys = {};
  window.place = null;
  keys.setActionHandler = (action, handler) => {
    act(action, handler);
    window.keys[action] = handler;
  };
  keys.setPositionState = (state) => {
    place(state);
    window.place = state ?? null;
  };
})()"""
SHOWN = """(({ metadata, playbackState }) => ({
  title: metadata?.title, artist: metadata?.artist, state: playbackState,
}))(navigator.mediaSession)"""
SOUNDING = "window.sounds.some((one) => !one.paused && one.currentTime > 0)"


@pytest.fixture
def service(tmp_path):
    """Tracks of twelve seconds: long enough to seek in."""
    db = tmp_path / "music.db"
    write_library(db, tmp_path / "music", n=8, seconds=12.0)
    with Served(db, tmp_path / "serve.log") as served:
        yield served


def press(page, action, **details):
    page.evaluate("([action, more]) => keys[action]({ action, ...more })", [action, details])


def shown(page):
    return page.evaluate(SHOWN)


def place(page):
    return page.evaluate("place?.position ?? -1")


def kinds(service):
    return [one["kind"] for one in reversed(items(service, "events"))]


def test_what_plays_is_told_and_each_key_does_what_it_says(open_browser, service):
    with open_browser() as context:
        page = context.new_page()
        page.add_init_script(KEEPS_SOUNDS)
        page.add_init_script(KEYS)
        begin(page, service)
        first = playing(page)
        eventually(lambda: shown(page)["state"] == "playing")
        assert shown(page)["title"] == first
        track = service.get("/api/v1/session")["playing"]["track"]
        assert shown(page)["artist"] == track["artist"]
        eventually(lambda: place(page) > 0)
        assert abs(page.evaluate("place.duration") - 12) < 0.1

        press(page, "pause")
        eventually(lambda: shown(page)["state"] == "paused" and not page.evaluate(SOUNDING))
        press(page, "seekto", seekTime=6.5)
        eventually(lambda: abs(place(page) - 6.5) < 0.1)
        press(page, "seekbackward", seekOffset=2)
        eventually(lambda: abs(place(page) - 4.5) < 0.1)
        press(page, "seekforward", seekOffset=3)
        eventually(lambda: abs(place(page) - 7.5) < 0.1)
        press(page, "play")
        eventually(lambda: shown(page)["state"] == "playing" and page.evaluate(SOUNDING))

        press(page, "previoustrack")
        eventually(lambda: "replay" in kinds(service))
        assert (place(page) < 5, playing(page)) == (True, first)
        press(page, "nexttrack")
        eventually(lambda: playing(page) != first)
        eventually(lambda: shown(page)["title"] == playing(page))
        assert "skip" in kinds(service)

        page.get_by_role("button", name="End", exact=True).click()
        expect(page.get_by_role("heading", name="That was it")).to_be_visible()
        assert shown(page)["state"] == "none"
        assert place(page) == -1
