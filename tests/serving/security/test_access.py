"""Who may do what, over a real socket: tokens, cookies, scopes, limits."""

import httpx
import pytest

from moodarc.serving.security.access import COOKIE
from moodarc.serving.security.tokens import mint_token
from moodarc.storage import Scope, open_store
from served import API, problem, service


@pytest.fixture(scope="module")
def tokens(settings):
    """Presented tokens of two listeners and an operator."""
    with open_store(settings.db) as store:
        for name in ("ann", "bob"):
            store.listeners.ensure(name)
        every = set(Scope)
        return {
            "ann": mint_token(store, "ann's", listener="ann", scopes=every).presented,
            "bob": mint_token(store, "bob's", listener="bob", scopes={Scope.LISTEN}).presented,
            "operator": mint_token(
                store, "watch", listener=None, scopes={Scope.ADMIN, Scope.LIBRARY}
            ).presented,
        }


@pytest.fixture(scope="module")
def guarded(settings, tokens):
    """The service as it answers where others reach it."""
    assert tokens
    with service(settings, needs_token=True) as client:
        yield client


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def test_nothing_but_health_the_page_and_the_door_is_open(guarded):
    document = guarded.get(f"{API}/openapi.json").json()
    for path, methods in document["paths"].items():
        for method in methods:
            if path in {f"{API}/health", f"{API}/auth"}:
                continue
            response = guarded.request(method, path.replace("{", "").replace("}", ""))
            problem(response, 401, "token-needed")
            assert response.headers["www-authenticate"] == "Bearer"
    assert guarded.get(f"{API}/health").status_code == 200
    assert guarded.get("/").status_code in {200, 503}


def test_a_token_is_its_listener_whatever_else_is_said(guarded, tokens):
    for name in ("ann", "bob"):
        headers = {**bearer(tokens[name]), "X-Moodarc-Listener": "ann"}
        assert guarded.get(f"{API}/me", headers=headers).json()["listener"] == name


def test_a_scope_opens_what_it_names_and_no_more(guarded, tokens):
    bob, operator = bearer(tokens["bob"]), bearer(tokens["operator"])
    told = problem(guarded.get(f"{API}/tracks", headers=bob), 403, "scope-needed")
    assert "library" in told["detail"]
    problem(guarded.get("/metrics", headers=bob), 403, "scope-needed")
    problem(guarded.post(f"{API}/scans", json={}, headers=operator), 403, "scope-needed")
    assert guarded.get("/metrics", headers=operator).status_code == 200
    assert guarded.get(f"{API}/tracks", headers=operator).status_code == 200


def test_a_path_is_told_only_to_those_who_manage(guarded, tokens):
    paths = {
        name: guarded.get(f"{API}/tracks/1", headers=bearer(tokens[name])).json()["path"]
        for name in ("ann", "operator")
    }
    assert paths["operator"] is None
    assert paths["ann"].endswith(".wav")


def test_where_the_database_lies_is_told_only_to_those_who_manage(guarded, tokens):
    told = {
        name: guarded.get(f"{API}/privacy", headers=bearer(tokens[name])).json()["where"]
        for name in ("ann", "bob")
    }
    assert told["bob"] is None
    assert told["ann"].endswith(".db")


def test_a_correction_of_ones_own_needs_no_more_than_listening(guarded, tokens):
    where = f"{API}/tracks/1/correction"
    said = guarded.put(where, json={"is": "sad"}, headers=bearer(tokens["bob"]))
    assert said.status_code == 200
    assert guarded.delete(where, headers=bearer(tokens["bob"])).status_code == 200


@pytest.mark.parametrize(
    "wrong", ["x", "moodarc_1_", "moodarc_1_" + "A" * 43, "moodarc_99_" + "A" * 43, "a b"]
)
def test_a_wrong_token_is_refused_without_a_reason(settings, wrong):
    with service(settings, needs_token=True) as client:
        told = problem(client.get(f"{API}/me", headers=bearer(wrong)), 401, "token-needed")
        assert "not valid" in told["detail"]


def test_guessing_is_slowed_down(settings):
    with service(settings, needs_token=True) as client:
        wrong = bearer("moodarc_1_" + "A" * 43)
        answers = [client.get(f"{API}/me", headers=wrong) for _ in range(12)]
        assert [answer.status_code for answer in answers[:10]] == [401] * 10
        problem(answers[-1], 429, "too-many-requests")
        assert int(answers[-1].headers["retry-after"]) >= 1


def test_the_page_exchanges_a_token_for_a_cookie_that_no_script_can_read(guarded, tokens):
    with httpx.Client(base_url=guarded.base_url, timeout=60) as page:
        answer = page.post(f"{API}/auth", json={"token": tokens["ann"]})
        assert (answer.status_code, answer.content) == (204, b"")
        told = answer.headers["set-cookie"]
        assert told.startswith(f"{COOKIE}=moodarc_")
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(told.split("; "))
        assert page.get(f"{API}/me").json()["listener"] == "ann"
        assert page.get(f"{API}/tracks/1/audio").status_code == 200
        assert page.request("DELETE", f"{API}/auth").status_code == 204
        assert COOKIE not in page.cookies
        problem(page.get(f"{API}/me"), 401, "token-needed")


def test_a_wrong_token_gets_no_cookie(guarded):
    answer = guarded.post(f"{API}/auth", json={"token": "moodarc_1_" + "B" * 43})
    problem(answer, 401, "token-needed")
    assert "set-cookie" not in answer.headers


def test_a_change_by_cookie_needs_the_header_that_no_other_site_can_send(guarded, tokens):
    cookie = {"Cookie": f"{COOKIE}={tokens['ann']}"}
    url, body = f"{API}/scans", {"folders": ["/nowhere"]}
    problem(guarded.post(url, json=body, headers=cookie), 403, "header-needed")
    problem(guarded.post(url, json=body, headers={**cookie, "X-Moodarc": "1"}), 422, "input")
    problem(guarded.post(url, json=body, headers=bearer(tokens["ann"])), 422, "input")
    assert guarded.get(f"{API}/tracks", headers=cookie).status_code == 200
