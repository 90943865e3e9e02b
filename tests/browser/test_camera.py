"""The camera moves the list, and no picture leaves the page."""

import re

from playwright.sync_api import expect
from tests.browser.forwarder import Forwarder
from tests.browser.visits import Traffic, begin, eventually, items

MOST_BYTES = 2000
"""of one body or message; a face of 48 x 48 gray pixels is 2,304"""
WATCHED_S = 10
ALLOWED = {"hello", "start", "goal", "reading", "event", "take", "stop", "ping"}


def faces(service):
    return [one for one in items(service, "readings") if one["modality"] == "face"]


def turn_on(page):
    page.get_by_role("link", name="Senses").click()
    page.get_by_role("button", name="Turn the camera on").click()
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("link", name="The camera is on")).to_be_visible(timeout=60_000)


def test_the_camera_is_asked_for_and_read_in_the_page_and_a_list_follows(
    open_browser, service, webcam
):
    with open_browser(camera=webcam, permissions=["camera"]) as context:
        page = context.new_page()
        begin(page, service)
        page.get_by_role("link", name="Senses").click()
        page.get_by_role("button", name="Turn the camera on").click()
        expect(page.get_by_role("button", name="I agree")).to_be_visible()
        assert not items(service, "readings")
        page.get_by_role("button", name="I agree").click()
        expect(page.get_by_role("link", name="The camera is on")).to_be_visible(timeout=60_000)
        reading = eventually(lambda: faces(service), 90)[0]
        assert abs(sum(reading["expression"]) - 1) < 1e-3
        bars = page.get_by_role("list", name="The seven expressions")
        expect(bars.get_by_role("listitem")).to_have_count(7)
        agreed = {one["name"]: one["agreed_at"] for one in privacy(service)["consents"]}
        assert agreed["camera"]
        believed = service.get("/api/v1/belief")
        assert re.search("face", believed["source"])
        page.get_by_role("button", name="Turn it off").click()
        expect(page.get_by_role("link", name="The camera is on")).to_be_hidden()


def privacy(service):
    return service.get("/api/v1/privacy")


def test_no_picture_leaves_the_page_while_the_camera_is_on(open_browser, service, webcam):
    with (
        Forwarder(service.port) as between,
        open_browser(camera=webcam, permissions=["camera"]) as context,
    ):
        page = context.new_page()
        traffic = Traffic(page)
        page.goto(between.url)
        turn_on(page)
        eventually(lambda: faces(service), 90)
        before = between.up
        page.wait_for_timeout(WATCHED_S * 1000)
        up = between.up - before
    assert up > 0
    assert up < WATCHED_S * MOST_BYTES, "more went up than numbers"
    _only_numbers_left(traffic, between)


def _only_numbers_left(traffic, between):
    assert traffic.requests
    for method, url, body in traffic.requests:
        assert url.startswith((between.url, "blob:" + between.url)), url
        assert len(body) <= MOST_BYTES, (method, url)
        assert not _is_picture(body), (method, url)
    readings = []
    for raw, message in zip(traffic.sent, traffic.messages(), strict=True):
        assert isinstance(raw, str)
        assert len(raw) <= MOST_BYTES
        assert message["type"] in ALLOWED
        if message.get("kind") == "expression":
            readings.append(message)
    assert readings
    for reading in readings:
        assert set(reading) <= {"type", "kind", "probabilities", "confidence", "faces", "at"}
        assert len(reading["probabilities"]) == 7


def _is_picture(body):
    signs = (b"\x89PNG", b"\xff\xd8\xff", b"WEBP", b"GIF8", b"data:image", b"ftypavif")
    return any(sign in body for sign in signs)
