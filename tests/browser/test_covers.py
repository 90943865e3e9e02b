"""Tracks without a picture: the service is asked once, however often they are shown."""

import re
import urllib.request

from playwright.sync_api import expect
from tests.browser.visits import begin, eventually

_COUNTED = re.compile(r'moodarc_requests_total\{.*route="[^"]*/cover".*\} (\d+)')


def asked(service):
    """How often the service was asked for a picture."""
    with urllib.request.urlopen(f"{service.url}/metrics", timeout=30) as answer:  # noqa: S310 - ours
        return sum(int(float(n)) for n in _COUNTED.findall(answer.read().decode()))


def see_queue(page):
    """Until each track that waits shows that it has no picture."""
    rows = page.get_by_role("region", name="Next").get_by_role("listitem")
    expect(rows.first).to_be_visible()
    eventually(lambda: rows.count() == rows.locator(".cover svg").count() > 2)


def test_a_cover_that_is_not_there_is_asked_for_once(open_browser, service):
    with open_browser() as context:
        page = context.new_page()
        begin(page, service)
        page.get_by_role("button", name="Pause").click()
        see_queue(page)
        first = asked(service)
        assert first > 2
        for _ in range(2):
            page.get_by_role("link", name="Journey").click()
            expect(page.get_by_role("heading", name="Journey", level=1)).to_be_visible()
            page.get_by_role("link", name="Now", exact=True).click()
            see_queue(page)
        assert asked(service) == first
        page.reload()
        see_queue(page)
        assert asked(service) == first
