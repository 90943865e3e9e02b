"""Every failure becomes problem details (RFC 9457): errors of ours, of what was sent, of routes.

A failure that is none of `MoodarcError` is a fault of ours: it is logged with its traceback, and
the client learns nothing of the inside.
"""

import logging
from collections.abc import Mapping
from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from moodarc.errors import (
    InputError,
    MissingExtraError,
    MoodarcError,
    SessionError,
    StorageError,
    UnknownListenerError,
    UnknownTrackError,
    WorkerError,
)
from moodarc.serving.security.headers import SAFE_HEADERS
from moodarc.serving.wire.problem import PROBLEM_JSON, Problem, ProblemPart

__all__ = ["Refusal", "handle_problems", "problem_of", "problem_response"]

_LOG = logging.getLogger("moodarc.serving")

_KINDS: tuple[tuple[type[MoodarcError], int], ...] = (
    (UnknownTrackError, 404),
    (SessionError, 409),
    (MissingExtraError, 501),
    (StorageError, 503),
    (WorkerError, 500),
    (InputError, 422),
    (MoodarcError, 503),
)
"""The first that fits; kinds below a kind come before it."""

_TITLES: Final = {
    400: "Not understood",
    401: "Token needed",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    408: "Too slow",
    409: "Not now",
    413: "Too large",
    415: "Wrong content type",
    416: "Range not satisfiable",
    421: "Unknown host",
    422: "Cannot be used",
    429: "Too many requests",
    500: "A fault of ours",
    501: "Not installed",
    503: "Not available now",
}
_MOST_PARTS: Final = 20
_NOBODY: Final = "nobody of this name has been here; say how you feel, or play something, to begin"
"""The error's own text names other listeners, which is for whoever owns the database."""
_LONGEST: Final = 500
"""characters of a validation message, which may repeat what was sent"""


class Refusal(HTTPException):
    """A request that is answered with a problem.

    Args:
        status: of HTTP.
        kind: kebab-case name of the kind of problem.
        detail: a sentence with value, expectation and remedy.
        headers: besides.
    """

    def __init__(
        self, status: int, kind: str, detail: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.kind = kind


def handle_problems(app: FastAPI) -> None:
    """Let an application answer every failure with problem details."""
    app.add_exception_handler(MoodarcError, _on_moodarc)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_fault)


def problem_of(error: Exception) -> Problem:
    """What a failure tells a client."""
    if isinstance(error, UnknownListenerError):
        return _problem(404, "unknown-listener", _NOBODY)
    if isinstance(error, MoodarcError):
        status = next(status for kind, status in _KINDS if isinstance(error, kind))
        return _problem(status, _kebab(type(error).__name__), str(error))
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException):
        kind = getattr(error, "kind", _slug(_title(error.status_code)))
        return _problem(error.status_code, kind, str(error.detail))
    return _problem(500, "fault", "moodarc failed at this request; its log has the reason")


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as HTTP carries it."""
    return JSONResponse(
        problem.model_dump(mode="json", exclude_none=True),
        status_code=problem.status,
        headers=None if headers is None else dict(headers),
        media_type=PROBLEM_JSON,
    )


async def _on_moodarc(_request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if problem.status >= 500:
        _LOG.error("a request failed", exc_info=error)
    return problem_response(problem)


async def _on_validation(_request: Request, error: Exception) -> Response:
    return problem_response(problem_of(error))


async def _on_http(_request: Request, error: Exception) -> Response:
    return problem_response(problem_of(error), getattr(error, "headers", None))


async def _on_fault(_request: Request, error: Exception) -> Response:
    """Answered outside of all guards, hence with the headers that they would add."""
    return problem_response(problem_of(error), SAFE_HEADERS)


def _problem(
    status: int, kind: str, detail: str, *, parts: list[ProblemPart] | None = None
) -> Problem:
    plain = detail.encode("utf-8", "replace").decode("utf-8")
    _, _, remedy = plain.rpartition("; ")
    return Problem(
        type=f"/problems/{kind}",
        title=_title(status) if status != 404 else kind.replace("-", " ").capitalize(),
        status=status,
        detail=plain,
        remedy=remedy if remedy != plain else None,
        errors=parts,
    )


def _invalid(error: RequestValidationError) -> Problem:
    found = error.errors()
    parts = [
        ProblemPart(loc=[str(place)[:100] for place in one["loc"]], msg=str(one["msg"])[:_LONGEST])
        for one in found[:_MOST_PARTS]
    ]
    where = ".".join(parts[0].loc) if parts else "the request"
    what = parts[0].msg if parts else "cannot be used"
    return _problem(422, "invalid-request", f"{where}: {what}", parts=parts)


def _title(status: int) -> str:
    return _TITLES.get(status, "Cannot be answered")


def _slug(title: str) -> str:
    return title.lower().replace(" ", "-")


def _kebab(name: str) -> str:
    """`UnknownTrackError` as `unknown-track`."""
    stem = name.removesuffix("Error")
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in stem).lstrip("-")
