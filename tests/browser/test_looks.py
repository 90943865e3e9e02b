"""Each view at each size, in both themes: nothing is cut off, and axe finds nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESK, PHONE
from tests.browser.visits import begin

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
VIEWS = ("", "welcome", "senses", "journey", "library", "privacy")


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_view_fits_its_screen_and_can_be_used_by_everybody(  # noqa: PLR0917 - fixtures
    open_browser, service, size, theme
):
    with open_browser(viewport=size, color_scheme=theme, reduced_motion="reduce") as context:
        page = context.new_page()
        begin(page, service)
        complaints = {}
        for view in VIEWS:
            page.goto(f"{service.url}/{view}")
            expect(page.get_by_role("heading").first).to_be_visible()
            page.wait_for_load_state("networkidle")
            width = page.evaluate("() => document.documentElement.scrollWidth")
            assert width <= size["width"], f"/{view} is {width} wide"
            complaints |= {f"/{view} {rule}": told for rule, told in axe(page).items()}
        assert not complaints


def axe(page):
    """Rules of WCAG 2.2 AA that a view breaks, each with the first place."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })"
    )
    return {one["id"]: one["nodes"][0]["html"][:200] for one in found["violations"]}
