"""One message of a wearable: JSON to and from a `WearableSample` with an id (docs/wearables.md).

Strict: whatever is not understood is refused with one reason, as a misspelt key would otherwise be
a sensor that is never heard. Who wants to add keys begins them with `x_`.
"""

import difflib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NoReturn

from moodarc.errors import MessageError
from moodarc.sensing.physiology import Activity, WearableSample
from moodarc.sensing.wearables.measures import (
    LONGEST_DEVICE,
    LONGEST_MESSAGE_BYTES,
    LONGEST_RR,
    MESSAGE_ID,
    NUMBERS,
    OWN_KEYS,
    RR_INTERVALS,
    TIME,
    Measure,
)

__all__ = [
    "KEYS",
    "Kept",
    "MessageLimits",
    "WearableMessage",
    "check_device",
    "encode_message",
    "parse_message",
]

KEYS = ("id", "at", *NUMBERS, "rr_intervals_ms", "activity", "worn")
"""All keys of a message, in their order."""

_MEASURING = KEYS[2:]


class Kept(StrEnum):
    """What became of a message that could be read."""

    NEW = "stored"
    REPEATED = "repeated"
    CONTRADICTED = "id used before"


@dataclass(frozen=True, slots=True, kw_only=True)
class WearableMessage:
    """A sample with the id that makes it one of a kind.

    Attributes:
        message_id: one of a kind among those of the device.
        sample: what was measured; its `device` is set.
    """

    message_id: str
    sample: WearableSample


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLimits:
    """Times that are believed.

    Attributes:
        max_age: before now; as long as samples are kept, so that none is stored a second time
            after its first copy went.
        max_ahead: after now; clocks differ.
    """

    max_age: timedelta = timedelta(days=30)
    max_ahead: timedelta = timedelta(minutes=5)


def parse_message(
    payload: bytes, *, device: str, now: datetime, limits: MessageLimits | None = None
) -> WearableMessage:
    """The message in a payload.

    Args:
        payload: UTF-8 JSON, at most 8,192 bytes.
        device: that sent it, by the topic.
        now: aware time.
        limits: of its time.

    Raises:
        MessageError: it cannot be used; the first reason is given.
    """
    values = _object(payload)
    _check_keys(values)
    message_id = _message_id(values)
    sample = WearableSample(
        at=_time(values, now, limits or MessageLimits()),
        **{key: _number(key, values.get(key), measure) for key, measure in NUMBERS.items()},
        rr_intervals_ms=_rr_intervals(values.get("rr_intervals_ms")),
        activity=_activity(values.get("activity")),
        worn=_worn(values.get("worn")),
        device=check_device(device),
    )
    if all(values.get(key) in (None, []) for key in _MEASURING):
        _refuse(f"nothing is measured; expected one of {', '.join(_MEASURING)}")
    return WearableMessage(message_id=message_id, sample=sample)


def encode_message(message: WearableMessage) -> bytes:
    """The payload of a message, without the keys that it has no value for.

    >>> at = datetime(2026, 1, 1, tzinfo=UTC)
    >>> sample = WearableSample(at=at, heart_rate_bpm=72.0)
    >>> encode_message(WearableMessage(message_id="a-1", sample=sample))
    b'{"id":"a-1","at":"2026-01-01T00:00:00Z","heart_rate_bpm":72.0}'
    """
    sample = message.sample
    at = sample.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    values: dict[str, Any] = {"id": message.message_id, "at": at}
    for key in _MEASURING:
        value = getattr(sample, key)
        if value is not None and value != ():
            values[key] = value
    return json.dumps(values, separators=(",", ":"), allow_nan=False).encode("ascii")


def check_device(device: str) -> str:
    """The name of a device as it is.

    Raises:
        MessageError: it is empty, over-long or not printable.
    """
    if not device.strip() or len(device) > LONGEST_DEVICE or not device.isprintable():
        _refuse(
            f"device name {device[:80]!r} cannot be used; "
            f"expected 1 to {LONGEST_DEVICE} printable characters"
        )
    return device


def _object(payload: bytes) -> dict[str, Any]:
    if len(payload) > LONGEST_MESSAGE_BYTES:
        _refuse(f"{len(payload)} bytes; expected at most {LONGEST_MESSAGE_BYTES}")
    if not payload:
        _refuse("empty; expected a JSON object")
    try:
        values = json.loads(
            payload.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_once
        )
    except UnicodeDecodeError as error:
        _refuse(f"not UTF-8 at byte {error.start}; expected JSON in UTF-8", error)
    except RecursionError as error:
        _refuse("nested too deep; expected one flat JSON object", error)
    except ValueError as error:
        _refuse(f"not JSON ({error}); expected a JSON object", error)
    if not isinstance(values, dict):
        _refuse(f"{_kind(values)}; expected a JSON object")
    return values


def _no_constant(name: str) -> NoReturn:
    """NaN and Infinity are no JSON, although Python reads them."""
    msg = f"{name} is no number of JSON"
    raise ValueError(msg)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        msg = "a key is given twice"
        raise ValueError(msg)
    return values


def _check_keys(values: Mapping[str, Any]) -> None:
    for key in values:
        if key in KEYS or OWN_KEYS.match(key):
            continue
        near = difflib.get_close_matches(key[:80], KEYS, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "keys of your own begin with 'x_'"
        _refuse(f"unknown key {key[:80]!r}; {hint}")


def _message_id(values: Mapping[str, Any]) -> str:
    given = values.get("id")
    if not isinstance(given, str) or not MESSAGE_ID.fullmatch(given):
        _refuse(f"id is {_shown(given)}; expected a text of 1 to 64 of A-Z a-z 0-9 . _ : -")
    return given


def _time(values: Mapping[str, Any], now: datetime, limits: MessageLimits) -> datetime:
    given = values.get("at")
    if not isinstance(given, str) or not TIME.fullmatch(given):
        _refuse(f"at is {_shown(given)}; expected a time with its zone: 2026-01-31T08:30:00.5Z")
    try:
        at = datetime.fromisoformat(given).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        _refuse(f"at is {given!r}, which is no time of the calendar", error)
    if at > now + limits.max_ahead:
        _refuse(f"at is {given}, which is yet to come; set the clock of the device")
    if at < now - limits.max_age:
        days = limits.max_age.days
        _refuse(f"at is {given}, more than {days} days ago; set the clock of the device")
    return at


def _number(key: str, given: object, measure: Measure) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float):
        _refuse(f"{key} is {_shown(given)}; expected a number ({measure.meaning})")
    if not measure.low <= given <= measure.high or not math.isfinite(given):
        remedy = f"; {measure.remedy}" if measure.remedy else ""
        _refuse(f"{key} is {_shown(given)}; expected {measure.low:g} to {measure.high:g}{remedy}")
    return float(given)


def _rr_intervals(given: object) -> tuple[float, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) > LONGEST_RR:
        _refuse(f"rr_intervals_ms is {_shown(given)}; expected a list of at most {LONGEST_RR}")
    read = [_number("rr_intervals_ms", value, RR_INTERVALS) for value in given]
    if None in read:
        _refuse("rr_intervals_ms holds null; expected numbers")
    return tuple(value for value in read if value is not None)


def _activity(given: object) -> Activity | None:
    if given is None:
        return None
    if not isinstance(given, str) or given not in set(Activity):
        _refuse(f"activity is {_shown(given)}; expected one of {', '.join(Activity)}")
    return Activity(given)


def _worn(given: object) -> bool | None:
    if given is not None and not isinstance(given, bool):
        _refuse(f"worn is {_shown(given)}; expected true or false")
    return given


def _shown(given: object) -> str:
    """A value of the message, cut to a line."""
    if given is None:
        return "absent"
    try:
        text = json.dumps(given)
    except (ValueError, RecursionError):  # an integer of thousands of digits
        return _kind(given)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _kind(given: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value"}
    return names.get(type(given), "null" if given is None else "a number")


def _refuse(reason: str, cause: Exception | None = None) -> NoReturn:
    raise MessageError(reason) from cause
