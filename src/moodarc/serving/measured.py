"""Counts every request with the time it took; outermost, so that refusals count too."""

import time
from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moodarc.serving.metrics import Metrics

__all__ = ["API", "Measured"]

API: Final = "/api/v1"
"""where all routes but the metrics' lie"""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Measured:
    """Counts requests.

    Args:
        app: what is measured.
        metrics: gives the counters once the worker is there.
    """

    def __init__(self, app: ASGIApp, *, metrics: Callable[[], Metrics | None]) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and count at the end."""
        metrics = self._metrics() if scope["type"] == "http" else None
        if metrics is None:
            await self._app(scope, receive, send)
            return
        began_s, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            route = _route(scope)
            method = scope["method"] if scope["method"] in _METHODS else "other"
            metrics.requests.labels(route, method, str(status)).inc()
            metrics.latency.labels(route).observe(time.perf_counter() - began_s)


def _route(scope: Scope) -> str:
    """The template of the path, or that there is none.

    Whether it holds the prefix that its router was included with depends on FastAPI's version.
    """
    template: str = getattr(scope.get("route"), "path", "") or "none"
    included = scope["path"].startswith(API) and not template.startswith(API)
    return API + template if included and template.startswith("/") else template
