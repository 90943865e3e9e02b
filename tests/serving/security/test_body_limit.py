"""Bodies that are too large or too slow, over a bare socket."""

import contextlib
import socket
from urllib.parse import urlsplit

import anyio
import pytest
from fastapi import FastAPI, Request

from moodarc.serving.security.body_limit import BodyLimit
from served import API, problem, served

PATH = f"{API}/scans"


def talk(client, head, body=b""):
    """What is answered to some bytes."""
    where = urlsplit(str(client.base_url))
    with socket.create_connection((where.hostname, where.port), timeout=30) as wire:
        lines = [f"POST {PATH} HTTP/1.1", f"Host: {where.netloc}", *head, "", ""]
        wire.sendall("\r\n".join(lines).encode())
        with contextlib.suppress(OSError):  # refused before all was sent
            wire.sendall(body)
        answer = b""
        while b"\r\n\r\n" not in answer and (piece := wire.recv(65536)):
            answer += piece
    return answer.decode("latin-1")


def test_a_promise_of_too_much_is_refused_before_it_comes(client):
    told = talk(client, ["Content-Type: application/json", "Content-Length: 99999999999"])
    assert told.startswith("HTTP/1.1 413")
    assert "application/problem+json" in told


def test_a_body_without_a_length_is_counted_as_it_comes(client):
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    head = ["Content-Type: application/json", "Transfer-Encoding: chunked"]
    assert talk(client, head, chunk * 20).startswith("HTTP/1.1 413")


def test_a_body_at_the_limit_is_read(client):
    response = client.post(
        PATH,
        content=b'{"folders": []' + b" " * 999_000 + b', "x": 1}',
        headers={"Content-Type": "application/json"},
    )
    problem(response, 422, "invalid-request")
    response = client.post(PATH, content=b" " * 1_000_001)
    problem(response, 413, "too-large")


@pytest.fixture(scope="module")
def impatient():
    """An application that echoes bodies and waits half a second for each piece."""
    app = FastAPI()

    @app.post(PATH)
    async def echo(request: Request):
        return len(await request.body())

    app.add_middleware(BodyLimit, most=1000, most_uploaded=5000, patience_s=0.5)
    with served(app) as client:
        yield client


def test_a_body_that_comes_too_slowly_is_given_up(impatient):
    told = talk(impatient, ["Content-Length: 10"], b"12345")
    assert told.startswith("HTTP/1.1 408")
    assert talk(impatient, ["Content-Length: 5"], b"12345").startswith("HTTP/1.1 200")


def test_a_file_may_be_larger(impatient):
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    assert impatient.post(PATH, content=bytes(4000), headers=form).json() == 4000
    problem(impatient.post(PATH, content=bytes(5001), headers=form), 413, "too-large")
    problem(impatient.post(PATH, content=bytes(4000)), 413, "too-large")


def test_what_ends_well_is_not_counted_against_later_messages():
    async def app(_scope, receive, _send):
        assert (await receive())["body"] == b"ab"
        with anyio.move_on_after(0.3):
            await receive()  # a stream that waits for its client to leave

    async def play():
        pieces = [{"type": "http.request", "body": b"ab", "more_body": False}]

        async def receive():
            if not pieces:
                await anyio.sleep(60.0)
            return pieces.pop()

        scope = {"type": "http", "headers": []}
        await BodyLimit(app, patience_s=0.05)(scope, receive, None)

    anyio.run(play)
