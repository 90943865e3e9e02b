"""Examples of the OpenAPI document: what a service was asked and answered, recorded.

`tools/record_examples.py` asks a real service over the built-in music and writes `examples.json`: a
request and an answer for each operation, by method and path. What is long is cut. The tests hold
each example to the schema of its operation.
"""

import json
from importlib.resources import files
from typing import Any, Final

__all__ = ["SUMMARY", "recorded", "with_examples"]

SUMMARY: Final = "Recorded over the built-in music; what is long is cut."

_JSON: Final = "application/json"


def recorded() -> dict[str, dict[str, Any]]:
    """`request` and `response` by operation, such as "POST /api/v1/playlist"; either may lack."""
    found: dict[str, dict[str, Any]] = json.loads(
        files("moodarc.serving").joinpath("examples.json").read_text("utf-8")
    )
    return found


def with_examples(document: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document, in which the operations that were recorded have their examples."""
    for name, example in recorded().items():
        method, _, path = name.partition(" ")
        operation = document["paths"].get(path, {}).get(method.lower())
        if operation is None:
            continue
        if "request" in example:
            _add(operation["requestBody"], example["request"])
        for status, answer in operation["responses"].items():
            if "response" in example and status.startswith("2"):
                _add(answer, example["response"])
    return document


def _add(described: dict[str, Any], value: object) -> None:
    content = described.get("content", {})
    if _JSON in content:
        content[_JSON]["examples"] = {"recorded": {"summary": SUMMARY, "value": value}}
