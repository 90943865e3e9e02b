"""Each operation of the OpenAPI document shows an example, and each example keeps its schema."""

import tempfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from moodarc.serving.app import create_app
from moodarc.serving.examples import recorded
from moodarc.settings import Settings

JSON = "application/json"
DOCUMENT = create_app(Settings()).openapi()


def described():
    """What travels as JSON: operation, whether it is asked or answered, and its description."""
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            name = f"{method.upper()} {path}"
            body = operation.get("requestBody", {}).get("content", {})
            if JSON in body:
                yield name, "request", body[JSON]
            for status, answer in operation["responses"].items():
                if status.startswith("2") and JSON in answer.get("content", {}):
                    yield name, "response", answer["content"][JSON]


TRAVELS = [pytest.param(*one, id=f"{one[0]} {one[1]}") for one in described()]


def own_examples(schema):
    """Those of the model itself."""
    if "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    found = schema.get("examples", [])
    return [*found, schema["example"]] if "example" in schema else found


@pytest.mark.parametrize(("name", "kind", "described"), TRAVELS)
def test_what_travels_has_an_example_that_keeps_its_schema(name, kind, described):
    shown = [one["value"] for one in described.get("examples", {}).values()]
    shown += own_examples(described.get("schema", {}))
    assert shown, f"record one for the {kind} of {name}: python tools/record_examples.py"
    schema = {**described.get("schema", {}), "components": DOCUMENT["components"]}
    for value in shown:
        Draft202012Validator(schema).validate(value)


def test_every_recording_is_of_an_operation_that_is_there():
    known = {
        f"{method.upper()} {path}"
        for path, operations in DOCUMENT["paths"].items()
        for method in operations
    }
    assert set(recorded()) <= known


def test_recordings_tell_of_no_machine():
    told = str(recorded())
    assert tempfile.gettempdir() not in told
    assert str(Path.home()) not in told
