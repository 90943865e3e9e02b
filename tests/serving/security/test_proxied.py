"""On loopback nobody needs a token, unless a proxy on this machine may let in strangers."""

import pytest

from moodarc.serving.security.tokens import mint_token
from moodarc.storage import Scope, open_store
from served import API, problem, service


@pytest.fixture(scope="module")
def token(settings, written):
    assert written  # the library is there
    with open_store(settings.db) as store:
        store.listeners.ensure("ann")
        return mint_token(store, "ann's", listener="ann", scopes=set(Scope)).presented


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "x-forwarded-host"]
)
def test_who_comes_through_a_proxy_needs_a_token(client, token, *, header):
    assert client.get(f"{API}/me").status_code == 200
    through = {header: "192.0.2.7"}
    problem(client.get(f"{API}/me", headers=through), 401, "token-needed")
    problem(client.delete(f"{API}/listener?confirm=me", headers=through), 401, "token-needed")
    mine = {**through, "Authorization": f"Bearer {token}"}
    assert client.get(f"{API}/me", headers=mine).json()["listener"] == "ann"


@pytest.mark.parametrize(("proto", "is_secure"), [("https", True), ("http", False)])
def test_the_cookie_is_for_tls_only_where_the_proxy_speaks_it(client, token, *, proto, is_secure):
    through = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": proto}
    response = client.post(f"{API}/auth", json={"token": token}, headers=through)
    client.cookies.clear()  # the client is of all tests
    assert ("; secure" in response.headers["set-cookie"].lower()) == is_secure


def test_a_service_that_has_a_name_outside_needs_tokens_always(settings, token):
    named = settings.model_copy(update={"serve_names": ("music.example",)})
    with service(named) as client:
        problem(client.get(f"{API}/me"), 401, "token-needed")
        mine = {"Authorization": f"Bearer {token}", "Host": "music.example"}
        assert client.get(f"{API}/me", headers=mine).status_code == 200
