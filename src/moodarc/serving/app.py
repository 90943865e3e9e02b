"""The application: routes, guards and the page over one worker.

A request goes through, from the outside in:

    counted - headers of safety - host and origin - size and time of the body - packed - route

`create_app` only builds; the database is opened when the application starts, and closed when it
ends.
"""

import socket
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from moodarc import __version__
from moodarc.serving.examples import with_examples
from moodarc.serving.measured import API, Measured
from moodarc.serving.metrics import Metrics
from moodarc.serving.music_source import MusicSource
from moodarc.serving.page import Page
from moodarc.serving.problems import handle_problems
from moodarc.serving.routes import ROUTERS
from moodarc.serving.routes.health import metrics_router
from moodarc.serving.security.body_limit import BodyLimit
from moodarc.serving.security.headers import SecurityHeaders
from moodarc.serving.security.host_check import HostCheck, is_loopback
from moodarc.serving.wire.problem import PROBLEM_RESPONSES, Problem
from moodarc.serving.worker import Worker
from moodarc.settings import Settings

__all__ = ["API", "create_app"]

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]

_ABOUT = """Music that fits how you feel, or takes you where you want to feel.

On loopback no token is needed. Elsewhere send `Authorization: Bearer moodarc_...`; `moodarc token
create` makes one. Failures are problem details (RFC 9457).
"""


def create_app(
    settings: Settings,
    *,
    needs_token: bool | None = None,
    music: MusicSource | None = None,
    page: Page | None = None,
) -> FastAPI:
    """The application.

    Args:
        settings: of the program.
        needs_token: whether every request must bring a token; None = where others than this
            machine reach the address of the settings, or may come through a proxy.
        music: scanned in the background as soon as the application runs.
        page: None = the one that was built into the package.
    """
    if needs_token is None:
        needs_token = not is_loopback(settings.serve_host)
    # a name besides this machine's own is that of a proxy, which lets in others
    is_named = bool(settings.serve_names)
    app = _Service(
        title="moodarc",
        version=__version__,
        description=_ABOUT,
        lifespan=_lifespan(settings, needs_token=needs_token or is_named, music=music),
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=PROBLEM_RESPONSES,
    )
    handle_problems(app)
    app.include_router(metrics_router)
    for router in ROUTERS:
        app.include_router(router, prefix=API)
    _guard(app, needs_token=needs_token, names=_names(settings, needs_token=needs_token))
    app.add_route("/{path:path}", (page or Page()).answer, methods=["GET"], include_in_schema=False)
    return app


def _names(settings: Settings, *, needs_token: bool) -> list[str]:
    """Of this service in URLs; that of the machine only where it is asked for from outside."""
    own = [socket.gethostname(), settings.serve_host] if needs_token else [settings.serve_host]
    return [*settings.serve_names, *own]


def _lifespan(settings: Settings, *, needs_token: bool, music: MusicSource | None) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        worker = await Worker.open(settings, needs_token=needs_token)
        app.state.worker = worker
        try:
            worker.libraries.begin()
            if music is not None:
                await worker.do(worker.jobs.start, music)
            yield
        finally:
            await worker.close()

    return lifespan


def _guard(app: FastAPI, *, needs_token: bool, names: Iterable[str]) -> None:
    """From the inside out, as Starlette wants it."""

    def metrics() -> Metrics | None:
        worker: Worker | None = getattr(app.state, "worker", None)
        return None if worker is None else worker.metrics

    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(BodyLimit)
    app.add_middleware(HostCheck, names=names, any_address=needs_token)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Measured, metrics=metrics)


class _Service(FastAPI):
    """FastAPI whose document has examples, and the schema of problems, which no route returns."""

    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        if "Problem" not in schemas:
            schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= schema.pop("$defs", {}) | {"Problem": schema}
            with_examples(document)
        return document
