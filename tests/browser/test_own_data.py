"""What was said is found in the journey, and goes when it is to go."""

import re

from playwright.sync_api import expect
from tests.browser.visits import begin, drag, eventually, items, playing


def test_what_happened_is_in_the_journey_and_erasing_leaves_nothing(open_browser, service):
    with open_browser() as context:
        page = context.new_page()
        begin(page, service)
        drag(page, page.get_by_role("slider", name=re.compile("How you feel")), by=(-150, 90))
        eventually(lambda: items(service, "readings"))
        title = playing(page)
        page.get_by_role("button", name="Skip").click()
        eventually(lambda: playing(page) != title)
        page.get_by_role("link", name="Journey").click()
        expect(page.get_by_text(title).first).to_be_visible()
        page.get_by_role("link", name="Privacy").click()
        page.get_by_label(re.compile("Type your name")).fill("me")
        page.get_by_role("button", name="Erase everything of mine").click()
        expect(page.get_by_text("It is gone")).to_be_visible()
        page.get_by_role("link", name="Now", exact=True).click()
        expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
        expect(page.get_by_role("heading", name="I can only guess")).to_be_visible()
        expect(page.get_by_text("What moodarc learned")).to_have_count(0)
        expect(page.get_by_text("That was it")).to_have_count(0)
        expect(page.get_by_text(title)).to_have_count(0)
        assert page.evaluate("Object.keys(localStorage).filter((key) => /outbox/.test(key))") == []
    assert items(service, "events") == []
    assert items(service, "readings") == []
    kept = {one["what"]: one["n"] for one in service.get("/api/v1/privacy")["stored"]}
    assert not any(kept.values())
