"""A service that asks for a token: the form alone before, and after it what the token opens."""

import pytest
from playwright.sync_api import expect
from tests.service_process import Served

from moodarc.serving.security.tokens import mint_token
from moodarc.storage import Scope, open_store


@pytest.fixture
def guarded(library, tmp_path):
    """The service as it answers where others may come; it asks everybody for a token."""
    names = {"MOODARC_SERVE_NAMES": '["house.local"]'}
    log = tmp_path / "serve.log"
    with open_store(library) as store:
        store.listeners.ensure("ann")
        scopes = {Scope.LISTEN, Scope.LIBRARY}
        token = mint_token(store, "phone", listener="ann", scopes=scopes).presented
    with Served(library, log, **names) as served:
        yield served, token, log


def test_without_a_token_there_is_the_form_alone_and_with_one_what_it_opens(open_browser, guarded):
    served, token, log = guarded
    with open_browser() as context:
        page = context.new_page()
        page.goto(served.url)
        expect(page.get_by_label("Token")).to_be_visible()
        assert page.get_by_role("link").count() == 0
        assert page.get_by_text("out of reach").count() == 0
        page.get_by_label("Token").fill(token)
        page.get_by_role("button", name="Let me in").click()
        page.get_by_role("link", name="Library").click()
        expect(page.get_by_role("heading", name="Library")).to_be_visible()
        expect(page.get_by_text("ListenBrainz", exact=True)).to_be_visible()
        assert page.get_by_role("button", name="M3U8").count() == 0
        assert page.get_by_role("heading", name="Add music").count() == 0
    assert "handshake" not in log.read_text()
