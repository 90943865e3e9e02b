"""A socket that was opened with a token lives no longer than the token."""

from datetime import UTC, datetime

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from moodarc.serving.routes import live
from moodarc.serving.security.tokens import mint_token
from moodarc.storage import Scope, open_store
from served import API, service


@pytest.fixture
def guarded(settings, written, monkeypatch):
    assert written  # the library is there
    monkeypatch.setattr(live, "_LOOKED_AGAIN_S", 0.1)
    with service(settings, needs_token=True) as client:
        yield client


def opened(client, token):
    url = str(client.base_url).replace("http:", "ws:").rstrip("/") + f"{API}/live"
    return connect(url, additional_headers={"Authorization": f"Bearer {token}"})


def heard(socket, words):
    """Listen until some words are said."""
    while words not in socket.recv(timeout=30):
        pass


def test_a_socket_without_a_token_is_refused_and_nothing_is_logged_as_a_fault(guarded, caplog):
    with pytest.raises(InvalidStatus) as caught:
        opened(guarded, "moodarc_1_" + "A" * 43)
    assert caught.value.response.status_code == 403
    assert "handshake" not in caplog.text


def test_a_revoked_token_closes_its_socket_and_no_other(settings, guarded):
    with open_store(settings.db) as store:
        store.listeners.ensure("ann")
        first, second = (
            mint_token(store, "ann's", listener="ann", scopes={Scope.LISTEN}) for _ in range(2)
        )
        with opened(guarded, first.presented) as lost, opened(guarded, second.presented) as kept:
            store.tokens.revoke(first.stored.token_id, datetime.now(UTC))
            with pytest.raises(ConnectionClosed) as caught:
                heard(lost, "nothing that is ever said")
            assert caught.value.rcvd.code == 1008
            kept.send('{"type": "ping", "n": 7}')
            heard(kept, '"pong"')
