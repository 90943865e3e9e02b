"""The service on a socket: one process, or several.

The socket is bound here before anything else, so that a port that is taken is told in one line.
"""

import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any, Final

import uvicorn
from fastapi import FastAPI

from moodarc.errors import SettingsError
from moodarc.serving.app import create_app
from moodarc.serving.jobs import ScanJobs
from moodarc.serving.music_source import MusicSource
from moodarc.settings import ENV_PREFIX, Settings, load_settings
from moodarc.storage import open_store

__all__ = [
    "SERVER_OPTIONS",
    "bound_socket",
    "in_environment",
    "run_here",
    "run_workers",
    "url_of",
    "urls_of_others",
    "worker_app",
]

_QUEUE: Final = 512
_BETWEEN_TRIES_S: Final = 0.2
SERVER_OPTIONS: Final[dict[str, Any]] = {
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,
    "timeout_graceful_shutdown": 2,  # streams are open for as long as they are let
    "ws_max_size": 1_000_000,
}


def bound_socket(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        SettingsError: the address is not ours, or the port is taken or reserved.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(address, family=family, backlog=_QUEUE)
    except OSError as error:
        msg = (
            f"cannot listen at {host} port {port}: {error.strerror}; "
            "give another one: --port 0 takes any that is free"
        )
        raise SettingsError(msg) from error


def url_of(bound: socket.socket, host: str) -> str:
    """Where a browser finds a socket.

    Args:
        bound: listens.
        host: as it was asked for.
    """
    name = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104 - told, not bound
    shown = f"[{name}]" if ":" in name else name
    return f"http://{shown}:{bound.getsockname()[1]}/"


def urls_of_others(bound: socket.socket, host: str) -> list[str]:
    """Where other machines find a socket that listens at every address of this one.

    Args:
        bound: listens.
        host: as it was asked for.
    """
    if host not in {"0.0.0.0", "::"}:  # noqa: S104 - told, not bound
        return []
    names = [socket.gethostname()]
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; it picks the address that others see
        names.append(probe.getsockname()[0])
    port = bound.getsockname()[1]
    return [f"http://{name}:{port}/" for name in dict.fromkeys(names)]


def run_here(
    settings: Settings,
    bound: socket.socket,
    *,
    music: MusicSource | None = None,
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve in this process until it is told to stop.

    Args:
        settings: of the program.
        bound: where to listen.
        music: scanned in the background.
        on_ready: called when requests are answered.
    """
    app = create_app(settings, music=music)
    _Server(uvicorn.Config(app, **SERVER_OPTIONS), on_ready).run(sockets=[bound])


def run_workers(
    settings: Settings,
    port: int,
    *,
    workers: int,
    music: MusicSource | None = None,
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve in several processes until this one is told to stop.

    The processes read their settings from the environment and the file, so what was told on the
    command line must be in the environment (`in_environment`).

    Args:
        settings: of the program.
        port: where to listen.
        workers: processes.
        music: scanned in the background, by this process.
        on_ready: called when requests are answered.
    """
    host = settings.serve_host
    Thread(target=_when_answered, args=((host, port), on_ready), daemon=True).start()
    with open_store(settings.db) as store:
        jobs = ScanJobs(settings, store)
        if music is not None:
            jobs.start(music)
        try:
            app = "moodarc.serving.listening:worker_app"
            uvicorn.run(app, factory=True, workers=workers, host=host, port=port, **SERVER_OPTIONS)
        finally:
            jobs.close()


@contextmanager
def in_environment(told: Mapping[str, Any]) -> Iterator[None]:
    """Tell processes that are started meanwhile some settings."""
    names = {f"{ENV_PREFIX}{name.upper()}": str(value) for name, value in told.items()}
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def worker_app() -> FastAPI:
    """The application of one of several processes, by environment and file."""
    return create_app(load_settings())


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._on_ready()


def _when_answered(address: tuple[str, int], on_ready: Callable[[], None]) -> None:
    """Wait until somebody takes calls there: on a machine with much to do that may be minutes."""
    while True:
        try:
            socket.create_connection(address, timeout=1.0).close()
        except OSError:
            time.sleep(_BETWEEN_TRIES_S)
        else:
            on_ready()
            return
