"""The page learns a face: taught, kept, used by the page that is loaded next, and thrown away."""

import json
import re

from playwright.sync_api import expect
from tests.browser.test_camera import ALLOWED, faces
from tests.browser.visits import Traffic, eventually
from tests.browser.webcam import two_faced_webcam

LAMP = """() => {
  const video = document.querySelector(".preview video");
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext("2d");
  context.drawImage(video, 10, 10, 1, 1, 0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data[0] > 128;
}"""
N = 10
"""pictures of each"""
TRIES = 3
PARTS = {"mixing", "weights", "bias", "centre", "scale", "classifier", "report"}


def turn_on(page, button):
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("button", name="I agree").click()
    expect(page.locator(".face-box")).to_be_visible(timeout=60_000)


def is_open(page):
    """Whether the mouth before the camera is open."""
    return page.evaluate(LAMP)


def teach(page, name, *, open_mouth):
    """Record an expression while the mouth is so and stays so."""
    button = page.get_by_role("button", name=re.compile(f"^{name}"))
    stayed = False
    for _ in range(TRIES):
        eventually(lambda: is_open(page) != open_mouth)
        eventually(lambda: is_open(page) == open_mouth)  # its ten seconds begin
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(button).to_have_attribute("aria-pressed", "false", timeout=30_000)
        assert button.inner_text().split() == [name, str(N)]
        stayed = is_open(page) == open_mouth
        if stayed:
            break
    assert stayed, "the machine is too slow to record an expression in its time"


def told_to_keep(traffic):
    """What went to the service as the head."""
    bodies = [
        body
        for method, url, body in traffic.requests
        if url.endswith("/face-head") and method == "PUT"
    ]
    assert len(bodies) == 1
    return json.loads(bodies[0])


def is_numbers(value):
    """Whether there is nothing but numbers, and lists of them."""
    if isinstance(value, list):
        return all(is_numbers(one) for one in value)
    return isinstance(value, int | float) and not isinstance(value, bool)


def only_numbers_left(traffic):
    head = told_to_keep(traffic)
    assert set(head) == PARTS
    assert re.fullmatch(r"[\w.+-]{1,40}", head.pop("classifier"))
    assert all(is_numbers(counts) for counts in head.pop("report").values())
    assert all(is_numbers(values) for values in head.values())
    for method, url, body in traffic.requests:
        assert method in {"GET", "HEAD"} or len(body) < 2000 or url.endswith("/face-head"), url
    said = traffic.messages()
    assert {one["type"] for one in said} <= ALLOWED
    assert not [one for one in said if one.get("kind") == "expression"]


def is_read(page, name, *, open_mouth):
    """Whether a face is read as an expression while the mouth is so."""
    label = page.locator(".told-label")

    def both():
        before, read, after = is_open(page), label.inner_text(), is_open(page)
        return before == after == open_mouth and read.endswith(name)

    eventually(both, 40)


def test_a_face_is_learned_kept_used_and_forgotten(open_browser, service, tmp_path):
    camera = two_faced_webcam(tmp_path / "two.y4m")
    with open_browser(camera=camera, permissions=["camera"]) as context:
        page = context.new_page()
        traffic = Traffic(page)
        page.goto(f"{service.url}/senses/calibrate")
        turn_on(page, "Turn the camera on and begin")
        page.get_by_label("Pictures of each").select_option(str(N))
        teach(page, "Neutral", open_mouth=True)  # the network alone takes it for the other
        teach(page, "Surprised", open_mouth=False)
        page.get_by_role("button", name="Learn from these").click()
        expect(page.get_by_text(re.compile("^Better: "))).to_be_visible(timeout=60_000)
        page.get_by_role("button", name="Keep it").click()
        expect(page.get_by_text("Kept. Your face is now read your way.")).to_be_visible()
        only_numbers_left(traffic)
        assert faces(service) == []

        page.reload()
        page.get_by_role("link", name="Senses", exact=True).click()
        turn_on(page, "Turn the camera on")
        is_read(page, "Surprised", open_mouth=False)
        is_read(page, "Neutral", open_mouth=True)
        page.get_by_role("link", name="Teach it your face").click()
        expect(page.get_by_text("Your face is read your own way.")).to_be_visible()
        page.get_by_role("button", name="Forget it").click()
        expect(page.get_by_text("Your face is read your own way.")).to_have_count(0)
        assert service.get("/api/v1/face-head") is None
