"""What went wrong, in the form of RFC 9457."""

from typing import Any

from pydantic import ConfigDict

from moodarc.serving.wire.schema import Answer

__all__ = ["PROBLEM_JSON", "PROBLEM_RESPONSES", "Problem", "ProblemPart"]

PROBLEM_JSON = "application/problem+json"


class ProblemPart(Answer):
    """One thing that is wrong with what was sent."""

    loc: list[str]
    """where it stands, from the outside in"""
    msg: str


class Problem(Answer):
    """Why a request was refused, and what to do."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "/problems/unknown-track",
                "title": "Unknown track",
                "status": 404,
                "detail": "no track has the number 7; `moodarc tracks` lists them",
                "remedy": "`moodarc tracks` lists them",
            }
        }
    )

    type: str
    """a path that names the kind of problem"""
    title: str
    status: int
    detail: str
    remedy: str | None = None
    errors: list[ProblemPart] | None = None


_SCHEMA: dict[str, Any] = {
    "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
}
PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "The request cannot be answered as it is.", **_SCHEMA},
    "5XX": {"description": "The service cannot answer now.", **_SCHEMA},
}
"""of every route, for the OpenAPI document"""
