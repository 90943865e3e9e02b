"""From nothing to sound, and what one can say to it."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.visits import begin, drag, eventually, items, playing, queued


def kinds(service):
    """What was done, oldest first."""
    return [event["kind"] for event in reversed(items(service, "events?limit=100"))]


def test_one_press_leads_to_sound_and_one_track_leads_to_the_next(open_browser, service):
    with open_browser() as context:
        page = context.new_page()
        begin(page, service)
        first = playing(page)
        place = page.get_by_role("slider", name="Position in the track")
        expect(place).to_have_attribute("aria-valuetext", "0:01 of 0:03")
        eventually(lambda: playing(page) != first)
        eventually(lambda: kinds(service)[-3:] == ["play", "finish", "play"])


def test_a_track_can_be_skipped_liked_and_banned_and_each_says_why_it_is_there(
    open_browser, service
):
    with open_browser() as context:
        page = context.new_page()
        begin(page, service)
        page.get_by_role("button", name="Like").click()
        eventually(lambda: "like" in kinds(service))
        first = playing(page)
        page.get_by_role("button", name="Skip").click()
        eventually(lambda: playing(page) != first)
        banned = playing(page)
        page.get_by_role("button", name="Never play this again").click()
        eventually(lambda: playing(page) != banned)
        assert not {first, banned} & set(queued(page))
        eventually(lambda: {"skip", "ban"} <= set(kinds(service)))
        page.get_by_role("button", name=re.compile("^Why ")).first.click()
        expect(page.get_by_role("region", name="Next").get_by_text("Together")).to_be_visible()


def test_dragging_the_point_says_how_one_feels_and_dragging_the_flag_steers(open_browser, service):
    with open_browser() as context:
        page = context.new_page()
        begin(page, service)
        point = page.get_by_role("slider", name=re.compile("How you feel"))
        drag(page, point, by=(-220, 160))
        reading = eventually(lambda: items(service, "readings"))[0]
        assert reading["modality"] == "self_report"
        assert reading["valence"] < -0.4
        assert reading["arousal"] < -0.3
        expect(page.get_by_role("heading", name=re.compile("You feel"))).to_be_visible()
        eventually(lambda: service.get("/api/v1/belief")["valence"] < -0.3)
        drag(page, page.get_by_role("slider", name=re.compile("want to be")), by=(300, -250))
        goal = eventually(lambda: service.get("/api/v1/session")["goal"])
        eventually(lambda: service.get("/api/v1/session")["goal"]["kind"] == "point")
        goal = service.get("/api/v1/session")["goal"]
        assert goal["target"]["valence"] > 0
        expect(page.get_by_role("button", name="My goal")).to_have_attribute("aria-pressed", "true")
        list_ = service.get("/api/v1/decisions/latest")
        assert list_["goal"]["kind"] == "point"


def test_everything_is_done_by_the_keyboard_alone(open_browser, service):
    with open_browser() as context:
        page = context.new_page()
        page.goto(service.url)
        expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
        tab_to(page, "Play")
        page.keyboard.press("Enter")
        expect(page.get_by_role("region", name="Player")).to_be_visible()
        tab_to(page, "How you feel")
        for _ in range(8):
            page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        reading = eventually(lambda: items(service, "readings"))[0]
        assert reading["valence"] < 0.1
        first = playing(page)
        tab_to(page, "Skip")
        page.keyboard.press("Enter")
        eventually(lambda: playing(page) != first)


def tab_to(page, name):
    """Press Tab until what begins with this name has the focus, and shows that it has."""
    for _ in range(60):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "() => { const on = document.activeElement;"
            " return [on.getAttribute('aria-label') || on.innerText || '',"
            " getComputedStyle(on).outlineStyle]; }"
        )
        if told[0].startswith(name):
            assert told[1] != "none", f"{name} does not show its focus"
            return
    pytest.fail(f"Tab never came to {name}")
