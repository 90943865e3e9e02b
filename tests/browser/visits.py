"""What the tests of the page do again and again."""

import json
import time

from playwright.sync_api import expect

KEEPS_SOUNDS = """(() => {
  const Sound = window.Audio;
  window.sounds = [];
  window.Audio = class extends Sound {
    constructor(...how) {
      super(...how);
      window.sounds.push(this);
    }
  };
})()"""
"""what a page plays by, for a script before it"""


def begin(page, service):
    """Open the page and press Play; the player is there."""
    page.goto(service.url)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("region", name="Player")).to_be_visible()


def playing(page):
    """Title of the track that plays."""
    return page.get_by_role("region", name="Player").get_by_role("heading").inner_text()


def queued(page):
    """Titles that wait, in order."""
    return page.get_by_role("region", name="Next").locator("li strong").all_inner_texts()


def items(service, path):
    return service.get(f"/api/v1/{path}")["items"]


def eventually(happens, seconds=20.0):
    """What it gives, once that is true."""
    end = time.monotonic() + seconds
    while not (found := happens()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
    return found


def drag(page, handle, *, by):
    """Drag a handle of the plane by so many pixels, in steps, as a hand does."""
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for part in (0.3, 0.6, 1.0):
        page.mouse.move(x + by[0] * part, y + by[1] * part)
    page.mouse.up()


class Traffic:
    """All that leaves a page: bodies of requests, and messages of sockets.

    Args:
        page: before it is opened.
    """

    def __init__(self, page):
        self.requests, self.sent = [], []
        page.context.on("request", self._request)
        page.on("websocket", self._socket)

    def _request(self, request):
        self.requests.append((request.method, request.url, request.post_data_buffer or b""))

    def _socket(self, socket):
        socket.on("framesent", self._message)

    def _message(self, message):
        self.sent.append(message)

    def messages(self):
        return [json.loads(message) for message in self.sent]
