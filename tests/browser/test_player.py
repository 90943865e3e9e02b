"""The player where its files fail, and where its page is loaded anew or opened twice."""

from playwright.sync_api import expect
from tests.browser.visits import begin, eventually, items

ELSEWHERE = "plays in another tab"

GONE_AT_ONCE = """() => {
  const make = URL.createObjectURL.bind(URL);
  window.made = 0;
  URL.createObjectURL = (blob) => {
    const url = make(blob);
    URL.revokeObjectURL(url);
    window.made += 1;
    return url;
  };
}"""


def test_files_that_are_gone_are_played_from_the_service(open_browser, service):
    with open_browser() as context:
        page = context.new_page()
        page.add_init_script(f"({GONE_AT_ONCE})()")
        begin(page, service)
        kinds = eventually(lambda: len(found := kinds_of(service)) >= 7 and found, 30.0)
        assert kinds[:7] == [*["play", "finish"] * 3, "play"]
        assert page.evaluate("window.made") > 0


def test_a_page_that_is_loaded_anew_asks_for_a_tap_and_still_knows_when_to_sleep(
    open_browser, service
):
    with open_browser() as context:
        page, other = context.new_page(), context.new_page()
        begin(page, service)
        page.get_by_role("combobox", name="Sleep timer").select_option("15")
        other.goto(service.url)
        expect(other.get_by_text(ELSEWHERE)).to_be_visible()
        page.reload()
        expect(other.get_by_text(ELSEWHERE)).to_be_hidden()
        tap = page.get_by_role("button", name="Tap to hear")
        expect(tap).to_be_visible()
        expect(page.get_by_text(ELSEWHERE)).to_be_hidden()
        tap.click()
        expect(page.get_by_role("combobox", name="Sleep timer")).to_have_value("on")
        expect(other.get_by_text(ELSEWHERE)).to_be_visible()


def kinds_of(service):
    return [event["kind"] for event in reversed(items(service, "events"))]
