"""`moodarc token create`, `list` and `revoke`: keys of the service; only hashes are kept."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moodarc.cli.extras import need
from moodarc.cli.shell import Shell
from moodarc.cli.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from moodarc.storage import Scope, StoredToken

__all__ = ["create", "list_tokens", "revoke"]

_OF_LISTENERS = ("listen", "library")
_OF_OPERATORS = ("library", "manage", "admin")


def create(
    shell: Shell,
    name: Annotated[
        str, typer.Option("--name", metavar="TEXT", help="What you call it: phone, kitchen ...")
    ],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            "--scope",
            metavar="SCOPE",
            help="listen (own feelings, lists, corrections), library (tracks, sound), manage "
            "(scans, paths of files) or admin (metrics, listeners); may "
            "repeat. Else listen and library.",
        ),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option("--days", metavar="N", min=1, max=36_500, help="Good for so long; else ever."),
    ] = None,
    operator: Annotated[
        bool,
        typer.Option(
            "--operator", help="For no listener: library, manage and admin where no scope is given."
        ),
    ] = False,
) -> None:
    """Make a token of the listener; it is shown once, and only a hash of it is kept.

    For example: `moodarc token create --name phone --listener ada --days 365`
    """
    need("serve", "argon2")
    from moodarc.serving.security.tokens import mint_token

    scopes = _scopes(scope or (_OF_OPERATORS if operator else _OF_LISTENERS))
    expires_at = None if days is None else datetime.now(UTC) + timedelta(days=days)
    listener = None if operator else shell.settings.listener
    with shell.open_store() as store:
        if listener is not None:
            store.listeners.ensure(listener)
        made = mint_token(store, name, listener=listener, scopes=scopes, expires_at=expires_at)
    if shell.as_json:
        shell.write_json({"token": made.presented, **_token_json(made.stored)})
        return
    shell.console.print(made.presented, markup=False)
    told = f"{_sentence(made.stored)}. Keep it now: it is not shown again."
    shell.notes.print(printable(told), markup=False)


def list_tokens(shell: Shell) -> None:
    """List all tokens of the database: whose, for what, when last used; never the token itself."""
    with shell.open_store() as store:
        kept = store.tokens.all()
    if shell.as_json:
        shell.write_json([_token_json(one) for one in kept])
        return
    for one in kept:
        shell.console.print(printable(_sentence(one)), markup=False)
    if not kept:
        shell.notes.print("there is no token; `moodarc token create --name phone` makes one")


list_tokens.__name__ = "list"


def revoke(
    shell: Shell,
    token_id: Annotated[
        int, typer.Argument(metavar="ID", min=1, max=2**63 - 1, help="As `token list` shows it.")
    ],
) -> None:
    """Let a token open nothing any more; a service that runs sees it within seconds."""
    with shell.open_store() as store:
        revoked = store.tokens.revoke(token_id, datetime.now(UTC))
    if shell.as_json:
        shell.write_json(_token_json(revoked))
    else:
        shell.console.print(printable(_sentence(revoked)), markup=False)


def _scopes(names: "Iterable[str]") -> "frozenset[Scope]":
    from moodarc.errors import TokenError
    from moodarc.storage import Scope

    wanted = [name.strip().lower() for name in names]
    for name in wanted:
        if name not in list(Scope):
            msg = f"no scope is called {name!r}; give one of {', '.join(Scope)}"
            raise TokenError(msg)
    return frozenset(map(Scope, wanted))


def _token_json(token: "StoredToken") -> dict[str, Any]:
    named = ("created_at", "last_used_at", "expires_at", "revoked_at")
    times: dict[str, datetime | None] = {name: getattr(token, name) for name in named}
    return {
        "token_id": token.token_id,
        "name": token.name,
        "listener": token.listener,
        "scopes": sorted(token.scopes),
        **{name: at and at.isoformat() for name, at in times.items()},
        "valid": token.is_valid(datetime.now(UTC)),
    }


def _sentence(token: "StoredToken") -> str:
    """`3  phone  ada  library, listen  made 2026-03-01, last used never, until 2027-03-01`."""
    used = f"last used {_day(token.last_used_at) or 'never'}"
    until = f"until {_day(token.expires_at)}" if token.expires_at else "without end"
    if token.revoked_at is not None:
        until = f"revoked {_day(token.revoked_at)}"
    elif not token.is_valid(datetime.now(UTC)):
        until = f"expired {_day(token.expires_at)}"
    whose = token.listener or "(operator)"
    words = (str(token.token_id), token.name, whose, ", ".join(sorted(token.scopes)))
    return "  ".join([*words, f"made {_day(token.created_at)}, {used}, {until}"])


def _day(at: datetime | None) -> str:
    return "" if at is None else at.date().isoformat()
