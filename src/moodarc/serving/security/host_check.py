"""Only requests for names of ours, from pages of ours.

A foreign page cannot read our answers, but its visitor's browser would still send requests: to a
name that it lets point here (DNS rebinding: the name in `Host` is theirs), or to our own name
from its page (the `Origin` is theirs). Both are refused, here, before anything else looks at them;
the second below `/api` whatever is asked for, elsewhere where it changes something: others may link
to the page.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from moodarc.serving.problems import Refusal, problem_of, problem_response

__all__ = ["LOOPBACK_NAMES", "HostCheck", "is_loopback"]

LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_API: Final = "/api/"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class HostCheck:
    """Refuses what is meant for others or comes from others.

    Args:
        app: what is guarded.
        names: that are ours besides those of loopback.
        any_address: whether a bare IP address is ours; it cannot be rebound, but on loopback
            nobody has reason to use another.
    """

    def __init__(
        self, app: ASGIApp, *, names: Iterable[str] = (), any_address: bool = False
    ) -> None:
        self._app = app
        self._names = LOOPBACK_NAMES | {name.lower() for name in names}
        self._any_address = any_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what is ours."""
        refusal = self._refusal(scope) if scope["type"] in {"http", "websocket"} else None
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await problem_response(problem_of(refusal))(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "not from here"})

    def _refusal(self, scope: Scope) -> Refusal | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        host = hosts[0].lower() if len(hosts) == 1 else ""
        if not self._is_ours(_name(host)):
            told = f"{host[:100]!r} is no name of this service; add it to the setting serve_names"
            return Refusal(421, "unknown-host", told)
        origin = headers.get("origin")
        if _is_guarded(scope) and not _is_same(origin, host, headers.get("sec-fetch-site")):
            there = (origin or "another site")[:100]
            told = f"a page of {there!r} may not ask for this; use the page of this service"
            return Refusal(403, "foreign-origin", told)
        return None

    def _is_ours(self, name: str) -> bool:
        if name in self._names:
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return self._any_address


def _is_guarded(scope: Scope) -> bool:
    """Whether only our own page may ask for this."""
    if scope["type"] == "websocket" or scope["method"] not in _SAFE:
        return True
    path: str = scope["path"]
    return path.startswith(_API)


def _name(host: str) -> str:
    """The host without its port; empty where it cannot be read."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_same(origin: str | None, host: str, site: str | None) -> bool:
    """Whether what sent a request is our page, or no browser at all."""
    if origin is None:
        return site in {None, "same-origin", "none"}
    scheme, _, place = origin.lower().partition("://")
    return scheme in {"http", "https"} and place == host
