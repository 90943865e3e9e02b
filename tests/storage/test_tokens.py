"""Keys of the service are kept without their secrets."""

from datetime import UTC, datetime, timedelta

import pytest

from moodarc.errors import TokenError, UnknownListenerError
from moodarc.storage import Scope, StoredToken

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def ada(store):
    store.listeners.ensure("ada")
    return store


def test_a_key_comes_back_as_it_went_in(ada):
    scopes = {Scope.LISTEN, Scope.LIBRARY}
    kept = ada.tokens.add(
        "phone", listener="ada", hashed="h", scopes=scopes, at=NOON, expires_at=NOON + DAY
    )
    assert kept == StoredToken(
        token_id=1,
        listener="ada",
        name="phone",
        hash="h",
        scopes=frozenset(scopes),
        created_at=NOON,
        expires_at=NOON + DAY,
    )
    assert ada.tokens.find(1) == kept
    assert ada.tokens.find(2) is None


def test_the_key_of_an_operator_hangs_on_no_listener(ada):
    kept = ada.tokens.add("box", listener=None, hashed="h", scopes=[Scope.ADMIN], at=NOON)
    assert kept.listener is None
    ada.erase_listener("ada")
    assert ada.tokens.all() == [kept]


def test_a_key_opens_until_it_expires_or_is_revoked(ada):
    values = {"listener": "ada", "hashed": "h", "scopes": [Scope.LISTEN], "at": NOON}
    short = ada.tokens.add("short", expires_at=NOON + DAY, **values)
    assert short.is_valid(NOON + DAY - timedelta(microseconds=1))
    assert not short.is_valid(NOON + DAY)
    long = ada.tokens.add("long", **values)
    assert long.is_valid(NOON + 9999 * DAY)
    revoked = ada.tokens.revoke(long.token_id, NOON + DAY)
    assert not revoked.is_valid(NOON)
    assert ada.tokens.revoke(long.token_id, NOON + 2 * DAY).revoked_at == NOON + DAY
    assert ada.tokens.all() == [short, revoked]


def test_the_number_of_a_key_that_is_gone_is_not_used_again(ada):
    values = {"hashed": "h", "scopes": [Scope.LISTEN], "at": NOON}
    first = ada.tokens.add("a", listener="ada", **values)
    ada.erase_listener("ada")
    assert ada.tokens.find(first.token_id) is None
    assert ada.tokens.add("b", listener=None, **values).token_id > first.token_id


def test_a_use_is_noted_where_the_key_is_still_there(ada):
    values = {"listener": "ada", "hashed": "h", "scopes": [Scope.LISTEN], "at": NOON}
    ada.tokens.add("a", **values)
    ada.tokens.note_use(1, NOON + DAY)
    ada.tokens.note_use(2, NOON + DAY)
    assert [kept.last_used_at for kept in ada.tokens.all()] == [NOON + DAY]


@pytest.mark.parametrize("name", ["", " ", "x" * 65, "a\nb"])
def test_a_name_that_nobody_can_read_is_refused(ada, name):
    with pytest.raises(TokenError, match="token name"):
        ada.tokens.add(name, listener="ada", hashed="h", scopes=[Scope.LISTEN], at=NOON)


def test_a_key_for_nothing_or_for_nobody_is_refused(ada):
    with pytest.raises(TokenError, match="give one of listen, library, manage, admin"):
        ada.tokens.add("a", listener="ada", hashed="h", scopes=[], at=NOON)
    with pytest.raises(UnknownListenerError, match="eve"):
        ada.tokens.add("a", listener="eve", hashed="h", scopes=[Scope.LISTEN], at=NOON)
    with pytest.raises(TokenError, match="no token has the number 7"):
        ada.tokens.revoke(7, NOON)
    assert ada.tokens.all() == []


def test_an_export_shows_the_keys_without_their_hashes_and_erasing_removes_them(ada):
    values = {"scopes": [Scope.LISTEN], "at": NOON}
    ada.tokens.add("phone", listener="ada", hashed="of-the-phone", **values)
    ada.tokens.add("box", listener=None, hashed="of-the-box", **values)
    out = ada.export_listener("ada")
    assert out["tokens"] == [
        {
            "id": 1,
            "name": "phone",
            "scopes": ["listen"],
            "created_at": NOON.isoformat(),
            "last_used_at": None,
            "expires_at": None,
            "revoked_at": None,
        }
    ]
    assert "of-the" not in str(out)
    assert ada.erase_listener("ada")["tokens"] == 1
    assert [kept.name for kept in ada.tokens.all()] == ["box"]
