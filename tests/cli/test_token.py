"""token create, list, revoke."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from moodarc.serving.security.tokens import TokenVerifier
from moodarc.storage import Scope, open_store


@pytest.fixture
def here(tmp_path, monkeypatch):
    file = tmp_path / "music.db"
    monkeypatch.setenv("MOODARC_DB", str(file))
    return file


def granted(db, presented):
    with open_store(db) as store:
        return TokenVerifier().verify(store, presented)


def test_a_token_is_shown_once_and_opens_the_listeners_own(run, here):
    made = run("token", "create", "--name", "phone", "--listener", "ada")
    assert re.fullmatch(r"moodarc_1_[A-Za-z0-9_-]{43}\n", made.stdout)
    assert "it is not shown again" in made.stderr
    grant = granted(here, made.stdout.strip())
    assert (grant.listener, grant.scopes) == ("ada", {Scope.LISTEN, Scope.LIBRARY})
    secret = made.stdout.strip().split("_", 2)[2]
    for command in (("token", "list"), ("token", "list", "--json"), ("export", "--json")):
        told = run(*command, "--listener", "ada").stdout
        assert "phone" in told
        assert secret not in told
        assert "argon2" not in told


def test_a_token_is_made_for_some_scopes_and_days(run, here):
    wanted = ("--scope", "library", "--scope", "ADMIN", "--days", "30", "--json")
    made = run("token", "create", "--name", "box", *wanted).data
    assert (made["listener"], made["scopes"], made["valid"]) == ("me", ["admin", "library"], True)
    ahead = datetime.fromisoformat(made["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=29.9) < ahead < timedelta(days=30)
    assert granted(here, made["token"]).scopes == {Scope.ADMIN, Scope.LIBRARY}
    assert " me  admin, library  made 20" in run("token", "list").stdout


def test_an_operators_token_is_nobodys(run, here):
    made = run("token", "create", "--name", "prometheus", "--operator", "--json").data
    assert (made["listener"], made["scopes"]) == (None, ["admin", "library", "manage"])
    assert granted(here, made["token"]).listener is None
    assert run("listeners", "--json").data == []
    assert "(operator)" in run("token", "list").stdout


def test_a_revoked_token_opens_nothing_and_stays_listed(run, here):
    made = run("token", "create", "--name", "phone", "--json").data
    assert run("token", "revoke", 1, "--json").data["valid"] is False
    assert granted(here, made["token"]) is None
    assert "revoked 20" in run("token", "revoke", "1").stdout
    assert "revoked 20" in run("token", "list").stdout


def test_erasing_a_listener_erases_their_tokens(run, here):
    made = run("token", "create", "--name", "phone", "--json").data
    assert run("erase", "--yes", "--json").data["erased"]["tokens"] == 1
    assert granted(here, made["token"]) is None
    assert "there is no token" in run("token", "list").stderr


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("create", "--name", "x", "--scope", "all"), "no scope is called 'all'; give one of"),
        (("create", "--name", "x", "--operator", "--scope", "listen"), "name a listener"),
        (("create", "--name", " "), "token name ' ' cannot be used"),
        (("revoke", "9"), "no token has the number 9"),
    ],
)
def test_what_cannot_be_is_one_line(run, arguments, message):
    assert message in run("token", *arguments, code=2).stderr


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("arguments", [("create",), ("revoke", "0"), ("revoke", str(2**63))])
def test_what_is_missing_or_out_of_range_is_bad_usage(run, arguments):
    run("token", *arguments, code=2)
