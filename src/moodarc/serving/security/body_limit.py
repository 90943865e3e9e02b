"""How large and how slow a body may be, whatever its headers promise.

A body without `Content-Length` (chunked) is counted as it comes. What comes too slowly is given up:
a thousand half-sent bodies would hold a thousand tasks.
"""

from typing import Final

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moodarc.serving.problems import Refusal, problem_of, problem_response

__all__ = ["BodyLimit"]

_JSON_BYTES: Final = 1_000_000
_UPLOAD_BYTES: Final = 50_000_000
_PATIENCE_S: Final = 30.0


class BodyLimit:
    """Refuses bodies that are too large (413) or too slow (408).

    Args:
        app: what is guarded.
        most: bytes of a body.
        most_uploaded: bytes of a multipart body, that is a file.
        patience_s: between two pieces of a body.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        most: int = _JSON_BYTES,
        most_uploaded: int = _UPLOAD_BYTES,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        self._app = app
        self._most, self._most_uploaded, self._patience_s = most, most_uploaded, patience_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on with a `receive` that counts."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_upload = headers.get("content-type", "").lower().startswith("multipart/form-data")
        most = self._most_uploaded if is_upload else self._most
        promised = headers.get("content-length", "0")
        if not promised.isdecimal() or int(promised) > most:
            await problem_response(problem_of(_too_large(most)))(scope, receive, send)
            return
        counted = _Counted(receive, most, self._patience_s)
        answer = _Answer(send, counted)
        try:
            await self._app(scope, counted, answer)
        except _Refused:
            if answer.began:
                raise
        if counted.refusal is not None and not answer.began:
            response = problem_response(problem_of(counted.refusal), {"Connection": "close"})
            await response(scope, receive, send)


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """The body is not read on."""


class _Counted:
    """A `receive` that counts the body's bytes and waits only so long for the next.

    Attributes:
        refusal: why the body is not read on; None as long as it is.
    """

    def __init__(self, receive: Receive, most: int, patience_s: float) -> None:
        self.refusal: Refusal | None = None
        self._receive, self._left, self._most = receive, most, most
        self._patience_s, self._is_whole = patience_s, False

    async def __call__(self) -> Message:
        if self._is_whole:  # what comes now is only that the client left, whenever that is
            return await self._receive()
        try:
            with anyio.fail_after(self._patience_s):
                message = await self._receive()
        except TimeoutError:
            told = f"no more of the body came for {self._patience_s:g} s; send it faster"
            self.refusal = Refusal(408, "too-slow", told)
            raise _Refused from None
        self._is_whole = not message.get("more_body", False)
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.refusal = _too_large(self._most)
            raise _Refused
        return message


class _Answer:
    """A `send` that holds back what the application makes of a body that was refused."""

    def __init__(self, send: Send, counted: _Counted) -> None:
        self._send, self._counted, self.began = send, counted, False

    async def __call__(self, message: Message) -> None:
        if self.began or self._counted.refusal is None:
            self.began = True
            await self._send(message)


def _too_large(most: int) -> Refusal:
    return Refusal(413, "too-large", f"the body has more than {most} bytes; send a smaller one")
