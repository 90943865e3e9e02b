"""Whether a proxy stands before us: whoever comes through it only seems to come from this machine.

The address of the connection is the proxy's then, which on the same machine is loopback, where
nobody is asked for a token. A proxy tells that it is one: Caddy, Traefik and most others by
themselves, nginx where it is told to (`docs/deploy.md`). Whoever sends these headers without one
gets less than before, never more.
"""

from collections.abc import Mapping
from typing import Final

__all__ = ["is_proxied"]

_OF_PROXIES: Final = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""RFC 7239, RFC 9110 section 7.6.3, and the three that came before them."""


def is_proxied(headers: Mapping[str, str]) -> bool:
    """Whether a request was handed on.

    Args:
        headers: looked up in lower case.

    >>> is_proxied({"host": "localhost"}), is_proxied({"x-forwarded-for": "192.0.2.7"})
    (False, True)
    """
    return any(name in headers for name in _OF_PROXIES)
