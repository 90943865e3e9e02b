"""The service is killed and comes back; the page lives through it."""

from playwright.sync_api import expect
from tests.browser.visits import begin, eventually, items, playing


def test_a_killed_service_comes_back_and_the_session_goes_on(open_browser, service):
    with open_browser() as context:
        page = context.new_page()
        begin(page, service)
        eventually(lambda: "play" in [event["kind"] for event in items(service, "events")])
        service.kill()
        expect(page.get_by_text("out of reach")).to_be_visible(timeout=20_000)
        there = playing(page)
        eventually(lambda: playing(page) != there)  # the music goes on without it
        service.start()
        expect(page.get_by_text("out of reach")).to_be_hidden(timeout=40_000)
        heard = eventually(lambda: len(items(service, "events")) >= 3 and items(service, "events"))
        times = [event["at"] for event in reversed(heard)]
        assert times == sorted(times)
        assert service.get("/api/v1/session")["phase"] == "playing"


def test_a_view_never_opened_before_opens_while_the_service_is_away(open_browser, service):
    with open_browser() as context:
        page = context.new_page()
        with page.expect_response("**/assets/senses*.js"):
            begin(page, service)
        page.wait_for_load_state("networkidle")
        service.kill()
        expect(page.get_by_text("out of reach")).to_be_visible(timeout=20_000)
        page.get_by_role("link", name="Senses").click()
        expect(page.get_by_role("heading", name="Senses")).to_be_visible()
