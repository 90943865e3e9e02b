"""What was agreed to is taken back while it is in use."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.test_camera import faces, turn_on
from tests.browser.visits import Traffic, eventually
from tests.browser.webcam import empty_webcam

STREAMS = """() => {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  window.lenses = [];
  devices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    window.lenses.push(...stream.getTracks());
    return stream;
  };
}"""
LIVE = "window.lenses.map((track) => track.readyState)"
WATCHED_MS = 3000
"""in which a camera that is on tells several readings"""


def take_back(page, title="Camera"):
    page.get_by_role("link", name="Privacy").click()
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=title))
    row.get_by_role("button", name="Take it back").click()
    expect(row.get_by_text("not agreed")).to_be_visible()


def is_off(page):
    expect(page.get_by_role("link", name="The camera is on")).to_have_count(0)
    assert page.evaluate(LIVE) == ["ended"]


def is_asked_again(page):
    page.get_by_role("link", name="Senses", exact=True).click()
    page.get_by_role("button", name="Turn the camera on").click()
    expect(page.get_by_role("button", name="I agree")).to_be_visible()
    assert page.evaluate(LIVE) == ["ended"]


def test_a_camera_that_is_on_stops_with_its_consent(open_browser, service, webcam):
    with open_browser(camera=webcam, permissions=["camera"]) as context:
        page = context.new_page()
        page.add_init_script(f"({STREAMS})()")
        traffic = Traffic(page)
        page.goto(service.url)
        turn_on(page)
        eventually(lambda: faces(service), 90)
        assert page.evaluate(LIVE) == ["live"]
        take_back(page)
        is_off(page)
        told, sent = len(faces(service)), len(traffic.sent)
        page.wait_for_timeout(WATCHED_MS)
        assert len(faces(service)) == told
        later = [one for one in traffic.messages()[sent:] if one.get("kind") == "expression"]
        assert later == []
        is_asked_again(page)


@pytest.fixture
def nobody(tmp_path):
    """What a camera shows that nobody is before: the page has nothing to tell of it."""
    return empty_webcam(tmp_path / "empty.y4m")


@pytest.mark.parametrize("where", ["the same page", "another tab"])
def test_it_stops_though_nobody_is_before_it(open_browser, service, nobody, *, where):
    with open_browser(camera=nobody, permissions=["camera"]) as context:
        page = context.new_page()
        page.add_init_script(f"({STREAMS})()")
        page.goto(service.url)
        turn_on(page)
        expect(page.get_by_text(re.compile("^No face"))).to_be_visible(timeout=60_000)
        other = page
        if where == "another tab":
            other = context.new_page()
            other.goto(service.url)
        take_back(other)
        eventually(lambda: page.evaluate(LIVE) == ["ended"])
        is_off(page)
        is_asked_again(page)
