"""Two listeners of one service, each in a browser of their own and by a token of their own."""

import json
import re
import urllib.request
from functools import partial
from urllib.error import HTTPError

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESK
from tests.browser.visits import drag, eventually, playing
from tests.service_process import Served

from moodarc.serving.security.tokens import mint_token
from moodarc.storage import Scope, open_store

NAMES = ("ann", "bob")


@pytest.fixture
def shared(library, tmp_path):
    """The service, and the token of each."""
    with open_store(library) as store:
        for name in NAMES:
            store.listeners.ensure(name)
        scopes = {Scope.LISTEN, Scope.LIBRARY}
        tokens = {
            name: mint_token(store, "phone", listener=name, scopes=scopes).presented
            for name in NAMES
        }
    asked = {"MOODARC_SERVE_NAMES": '["house.local"]', "MOODARC_DATA_DIR": str(tmp_path / "data")}
    with Served(library, tmp_path / "serve.log", **asked) as served:
        yield served, tokens


def enter(context, served, token):
    """Sign in; the page."""
    page = context.new_page()
    page.goto(served.url)
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Let me in").click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    return page


def told(served, token, path):
    """What the service tells the bearer of a token."""
    request = urllib.request.Request(  # noqa: S310 - ours
        f"{served.url}/api/v1/{path}", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - ours
        return json.loads(answer.read())


def done(served, token):
    """Kinds of what was done, and the readings."""
    events = [one["kind"] for one in told(served, token, "events")["items"]]
    return events, told(served, token, "readings")["items"]


def say_point(page, *, by):
    drag(page, page.get_by_role("slider", name=re.compile("How you feel")), by=by)


def correct_first(page):
    """Put the first track of the library elsewhere."""
    page.get_by_role("link", name="Library", exact=True).click()
    page.locator("[data-row='0']").click()
    page.get_by_role("button", name=re.compile("^It is ")).first.click()
    expect(page.get_by_role("button", name="Undo what I said")).to_be_visible()


def saved(page):
    """What the page saves as a file."""
    page.get_by_role("link", name="Privacy").click()
    with page.expect_download() as waited:
        page.get_by_role("button", name="Save as a file").click()
    return json.loads(waited.value.path().read_text())


def erase(page, name):
    page.get_by_label(re.compile("Type your name")).fill(name)
    page.get_by_role("button", name="Erase everything of mine").click()
    expect(page.get_by_text("It is gone")).to_be_visible()


def begin(pages):
    for page in pages:
        page.get_by_role("button", name="Play", exact=True).click()
        expect(page.get_by_role("region", name="Player")).to_be_visible()


def test_each_sees_and_changes_only_what_is_their_own(open_browser, shared):
    served, tokens = shared
    of = partial(told, served)
    with open_browser() as context:
        other = context.browser.new_context(locale="en-GB", viewport=DESK)
        ann, bob = enter(context, served, tokens["ann"]), enter(other, served, tokens["bob"])
        begin([ann, bob])
        say_point(ann, by=(-200, 120))
        eventually(lambda: done(served, tokens["ann"])[1])
        title = playing(ann)
        ann.get_by_role("button", name="Skip").click()
        eventually(lambda: "skip" in done(served, tokens["ann"])[0])
        events, readings = done(served, tokens["bob"])
        assert ("skip" in events, readings) == (False, [])
        ann.get_by_role("link", name="Journey").click()
        expect(ann.get_by_text(title).first).to_be_visible()

        correct_first(ann)
        mine, theirs = (of(tokens[name], "tracks?limit=50")["items"] for name in NAMES)
        assert mine != theirs
        numbers = [one["track_id"] for one in mine]
        put_right = {
            name: [
                number
                for number in numbers
                if of(tokens[name], f"tracks/{number}")["correction"] is not None
            ]
            for name in NAMES
        }
        assert (len(put_right["ann"]), put_right["bob"]) == (1, [])
        files = saved(ann), saved(bob)
        assert [file["listener"] for file in files] == list(NAMES)
        assert [len(file["corrections"]) for file in files] == [1, 0]
        assert [len(file["readings"]) for file in files] == [1, 0]

        before = kept(of(tokens["bob"], "privacy"))
        erase(ann, "ann")
        after = kept(of(tokens["bob"], "privacy"))
        assert before == {name: min(n, after[name]) for name, n in before.items()}
        assert of(tokens["bob"], "session")["phase"] == "playing"
        bob.get_by_role("link", name="Now", exact=True).click()
        heard = playing(bob)
        bob.get_by_role("button", name="Skip").click()
        eventually(lambda: playing(bob) != heard)
        assert of(tokens["bob"], "tracks?limit=50")["items"] == theirs
        with pytest.raises(HTTPError, match="401"):
            of(tokens["ann"], "me")
        ann.reload()
        expect(ann.get_by_label("Token")).to_be_visible()


def kept(privacy):
    """How many of each kind are kept."""
    return {one["what"]: one["n"] for one in privacy["stored"]}
