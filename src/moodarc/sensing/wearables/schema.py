"""The JSON schema of a message (draft 2020-12), as published in docs/wearable_message.schema.json.

It says all that one message can say of itself. That a time is one of the calendar and near to now,
and that an id comes once, only the receiver can tell.
"""

from typing import Any

from moodarc.sensing.physiology import Activity
from moodarc.sensing.wearables.measures import (
    LONGEST_RR,
    MESSAGE_ID,
    NUMBERS,
    OWN_KEYS,
    RR_INTERVALS,
    TIME,
    Measure,
)

__all__ = ["message_schema"]


def message_schema() -> dict[str, Any]:
    """The schema as JSON values."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A sample of a wearable",
        "description": "On moodarc/<listener>/wearable/<device>; see docs/wearables.md.",
        "type": "object",
        "required": ["id", "at"],
        "additionalProperties": False,
        "patternProperties": {OWN_KEYS.pattern: {"description": "the device's own; not looked at"}},
        "properties": {
            "id": {
                "type": "string",
                "pattern": MESSAGE_ID.pattern,
                "description": "one of a kind among those of the device: boot number and count, "
                "or a UUID",
            },
            "at": {
                "type": "string",
                "pattern": TIME.pattern,
                "description": "when it was measured, RFC 3339 with zone",
            },
            **{key: _or_null(_number(measure)) for key, measure in NUMBERS.items()},
            "rr_intervals_ms": _or_null(
                {"type": "array", "maxItems": LONGEST_RR, "items": _number(RR_INTERVALS)}
            ),
            "activity": {
                "enum": [*map(str, Activity), None],
                "description": "as the device classifies it",
            },
            "worn": {"type": ["boolean", "null"], "description": "whether it touches the skin"},
        },
        "anyOf": [_measured(key) for key in (*NUMBERS, "rr_intervals_ms", "activity", "worn")],
    }


def _number(measure: Measure) -> dict[str, Any]:
    return {
        "type": "number",
        "minimum": measure.low,
        "maximum": measure.high,
        "description": measure.meaning,
    }


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "type": [schema["type"], "null"]}


def _measured(key: str) -> dict[str, Any]:
    """That a key has a value."""
    empty: dict[str, Any] = {"enum": [None, []]}
    return {"required": [key], "properties": {key: {"not": empty}}}
