"""The service on a real socket, in a thread of the test."""

import threading
import time
from contextlib import contextmanager

import httpx
import uvicorn

from moodarc.serving.app import create_app
from moodarc.serving.listening import SERVER_OPTIONS, bound_socket

API = "/api/v1"


@contextmanager
def served(app):
    """A client of an application that answers on a free port of loopback."""
    with bound_socket("127.0.0.1", 0) as bound:
        config = uvicorn.Config(app, **SERVER_OPTIONS)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        try:
            deadline = time.monotonic() + 60
            while not server.started:
                assert thread.is_alive(), "the service did not start"
                assert time.monotonic() < deadline, "the service took too long to start"
                time.sleep(0.01)
            url = f"http://127.0.0.1:{bound.getsockname()[1]}"
            with httpx.Client(base_url=url, timeout=60) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(30)


@contextmanager
def service(settings, **options):
    """A client of the service with some settings."""
    with served(create_app(settings, **options)) as client:
        yield client


def problem(response, status, kind):
    """That an answer is a problem of a kind; the problem."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert told["type"] == f"/problems/{kind}"
    assert told["status"] == status
    assert told["title"]
    return told
