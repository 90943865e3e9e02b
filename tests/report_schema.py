"""The form of every bench's report (docs/bench.md), as JSON Schema."""

_SHARE_OR_NONE = {"type": ["number", "null"]}
_ROW = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "pattern": r"^[a-z0-9_]+(\.[a-z0-9_]+)+$"},
        "value": _SHARE_OR_NONE,
        "low": _SHARE_OR_NONE,
        "high": _SHARE_OR_NONE,
        "unit": {"type": "string"},
        "higher_is_better": {"type": ["boolean", "null"]},
    },
    "required": ["name", "value", "low", "high", "unit", "higher_is_better"],
    "additionalProperties": False,
}
REPORT = {
    "type": "object",
    "properties": {
        "bench": {
            "enum": [
                "scan",
                "music",
                "descriptors",
                "composer",
                "startup",
                "quadrants",
                "forecast",
                "forecast-lists",
                "propagation",
                "corrections",
                "descriptor-code",
                "text",
                "face-detector",
                "metadata",
                "face",
                "physiology",
                "mood-change",
                "felt-response",
                "situnes",
                "graph",
                "hybrid",
                "ratings",
                "bpr",
                "serve",
                "policies",
                "ladder",
                "forecast",
            ]
        },
        "data": {"type": "string", "minLength": 1},
        "version": {"type": "string", "pattern": r"^\d+\.\d+"},
        "rows": {"type": "array", "items": _ROW, "minItems": 1},
    },
    "required": ["bench", "data", "version", "rows"],
    "additionalProperties": False,
}
