"""Who asks, and what they may: dependencies of routes, for requests and sockets alike.

On loopback nobody needs a key, and the listener is the one of the settings or of
`X-Moodarc-Listener`. Elsewhere a key is needed, as `Authorization: Bearer ...` or, from the page,
as the cookie that `POST /auth` sets. A browser sends cookies along whoever made it ask, so what
changes something by a cookie must bring `X-Moodarc`, which no other site can make it send.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import unquote

from fastapi import Depends
from starlette.requests import HTTPConnection

from moodarc.serving.problems import Refusal
from moodarc.serving.security.proxied import is_proxied
from moodarc.serving.security.tokens import Grant
from moodarc.serving.worker import Worker, worker_of
from moodarc.storage import Scope

__all__ = ["COOKIE", "SAFE_METHODS", "Caller", "caller_of", "checked_grant", "needs"]

COOKIE: Final = "moodarc_token"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST_NAME: Final = 64
_MISSING: Final = "this service needs a token; make one by `moodarc token create`"
_WRONG: Final = "the token is not known, or not valid any more; make another one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks.

    Attributes:
        listener: whose data is meant.
        scopes: what they may do.
        token_id: of their key; None where none is needed.
    """

    listener: str
    scopes: frozenset[Scope]
    token_id: int | None = None


async def caller_of(
    connection: HTTPConnection, worker: Annotated[Worker, Depends(worker_of)]
) -> Caller:
    """Who asks, within the limits of how often.

    Raises:
        Refusal: a key is missing or wrong, or they ask too often.
    """
    presented, by_cookie = _presented(connection)
    if presented is None:
        if _is_guarded(worker, connection):
            raise _no_token(_MISSING)
        _admit(worker, connection, token_id=None)
        return Caller(listener=_named(connection, worker), scopes=frozenset(Scope))
    grant = await checked_grant(connection, worker, presented)
    _admit(worker, connection, token_id=grant.token_id)
    if by_cookie:
        _check_forgery(connection)
    listener = grant.listener or worker.settings.listener
    return Caller(listener=listener, scopes=grant.scopes, token_id=grant.token_id)


def needs(scope: Scope) -> Callable[..., Awaitable[Caller]]:
    """A dependency that gives the caller, where they may do what needs a scope."""

    async def allowed(caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
        if scope not in caller.scopes:
            has = ", ".join(sorted(caller.scopes)) or "nothing"
            detail = (
                f"this needs the scope {scope}, and the token opens {has}; ask for another token"
            )
            raise Refusal(403, "scope-needed", detail)
        return caller

    return allowed


async def checked_grant(connection: HTTPConnection, worker: Worker, presented: str) -> Grant:
    """What a presented key opens.

    Raises:
        Refusal: nothing, or too many wrong ones came from there.
    """
    known = await worker.do(worker.tokens.recall, worker.store, presented)
    if known is not None:
        return known
    address = _address(connection)
    _wait(worker.limits.admit_attempt(address))
    grant = await worker.do(worker.tokens.verify, worker.store, presented)
    if grant is None:
        raise _no_token(_WRONG)
    worker.limits.forgive(address)
    return grant


def _is_guarded(worker: Worker, connection: HTTPConnection) -> bool:
    """Whether others than the owner of this machine may be asking."""
    return worker.needs_token or is_proxied(connection.headers)


def _presented(connection: HTTPConnection) -> tuple[str | None, bool]:
    """The key that came along, and whether as a cookie."""
    scheme, _, value = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip(), False
    cookie = connection.cookies.get(COOKIE)
    return cookie or None, bool(cookie)


def _named(connection: HTTPConnection, worker: Worker) -> str:
    """The listener that is asked for where anybody may be."""
    header = connection.headers.get("x-moodarc-listener")
    asked = None if header is None else unquote(header)
    if asked is None and connection.scope["type"] == "websocket":
        asked = connection.query_params.get("listener")  # decoded already
    if asked is None:
        return worker.settings.listener
    name = asked.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        detail = f"{name[:80]!r} is no listener's name; give 1 to {_LONGEST_NAME} printable letters"
        raise Refusal(422, "invalid-request", detail)
    return name


def _check_forgery(connection: HTTPConnection) -> None:
    if connection.scope["type"] == "websocket" or connection.scope["method"] in SAFE_METHODS:
        return
    if "x-moodarc" not in connection.headers:
        detail = (
            "a change that is asked for by cookie needs the header X-Moodarc; send X-Moodarc: 1"
        )
        raise Refusal(403, "header-needed", detail)


def _admit(worker: Worker, connection: HTTPConnection, *, token_id: int | None) -> None:
    if _is_guarded(worker, connection):  # else whoever asks owns the machine
        _wait(worker.limits.admit(token_id=token_id, address=_address(connection)))


def _wait(seconds: int) -> None:
    if seconds:
        detail = f"too many requests; try again in {seconds} s"
        raise Refusal(429, "too-many-requests", detail, headers={"Retry-After": str(seconds)})


def _no_token(detail: str) -> Refusal:
    return Refusal(401, "token-needed", detail, headers={"WWW-Authenticate": "Bearer"})


def _address(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""
