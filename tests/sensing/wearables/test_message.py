"""What a message may hold, and the one reason for which it is refused."""

import contextlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.errors import MessageError
from moodarc.sensing.physiology import Activity, WearableSample
from moodarc.sensing.wearables import (
    KEYS,
    NUMBERS,
    MessageLimits,
    WearableMessage,
    encode_message,
    message_schema,
    parse_message,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GOOD = {"id": "a-1", "at": "2026-03-01T11:59:30Z", "heart_rate_bpm": 72}


def parse(payload, **changes):
    values = {"device": "wrist", "now": NOW, **changes}
    return parse_message(payload, **values)


def parse_json(**changes):
    return parse(json.dumps({**GOOD, **changes}).encode())


def test_every_key_comes_out_as_it_went_in():
    sample = WearableSample(
        at=NOW - timedelta(seconds=1.25),
        heart_rate_bpm=61.5,
        heart_rate_relative_bpm=-3.25,
        rr_intervals_ms=(812.0, 799.5),
        skin_conductance_us=2.5,
        skin_temperature_c=33.1,
        steps_per_min=12.0,
        movement_g=0.02,
        activity=Activity.WALKING,
        worn=True,
        device="wrist",
    )
    message = WearableMessage(message_id="boot3-17", sample=sample)
    payload = encode_message(message)
    assert set(json.loads(payload)) == set(KEYS)
    assert parse(payload) == message


def test_null_and_keys_of_the_devices_own_say_nothing():
    sample = parse_json(steps_per_min=None, x_battery={"percent": [80]}).sample
    assert sample == WearableSample(
        at=datetime(2026, 3, 1, 11, 59, 30, tzinfo=UTC), heart_rate_bpm=72.0, device="wrist"
    )


def test_a_time_in_another_zone_is_the_same_moment():
    assert parse_json(at="2026-03-01T13:59:30.5+02:00").sample.at == datetime(
        2026, 3, 1, 11, 59, 30, 500_000, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "empty; expected a JSON object"),
        (b"{" + b" " * 8192 + b"}", "8194 bytes; expected at most 8192"),
        (b'{"id": "\xff"}', "not UTF-8 at byte 8"),
        (b"no json", "not JSON"),
        (b'{"id": "a", "at": "x", "heart_rate_bpm": NaN}', "NaN is no number of JSON"),
        (b'{"id": "a", "id": "b"}', "a key is given twice"),
        (b"[" * 8000, "nested too deep"),
        (b'{"x_a": ' + b"[" * 8000, "nested too deep"),
        (b'{"id": ' + b"9" * 8000 + b"}", "not JSON"),
        (b"[1, 2]", "a list; expected a JSON object"),
        (b"72", "a number; expected"),
        (b"null", "null; expected"),
    ],
)
def test_what_is_no_object_of_json_is_refused_for_one_reason(payload, reason):
    with pytest.raises(MessageError) as caught:
        parse(payload)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": None}, "id is absent"),
        ({"id": 7}, "id is 7; expected a text"),
        ({"id": "a b"}, 'id is "a b"'),
        ({"id": "a\n"}, "id is"),
        ({"id": "x" * 65}, "1 to 64"),
        ({"at": None}, "at is absent"),
        ({"at": 1772366370}, "expected a time with its zone"),
        ({"at": "2026-03-01T11:59:30"}, "expected a time with its zone"),
        ({"at": "2026-02-30T11:59:30Z"}, "no time of the calendar"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "no time of the calendar"),
        ({"at": "2026-03-01T12:05:01Z"}, "yet to come; set the clock"),
        ({"at": "2026-01-30T11:59:59Z"}, "more than 30 days ago; set the clock"),
        ({"at": "1970-01-01T00:00:00Z"}, "more than 30 days ago"),
        ({"heart_rate_bpm": 0}, "expected 20 to 300; leave it out where there is no pulse"),
        ({"heart_rate_bpm": "72"}, 'heart_rate_bpm is "72"; expected a number'),
        ({"heart_rate_bpm": True}, "heart_rate_bpm is true; expected a number"),
        ({"movement_g": 17}, "expected 0 to 16; g, not m/s2"),
        ({"skin_conductance_us": -0.1}, "expected 0 to 100"),
        ({"skin_temperature_c": 309.9}, "expected 0 to 50"),
        ({"heart_rate_relative_bpm": [1]}, "is [1]; expected a number"),
        ({"rr_intervals_ms": 800}, "rr_intervals_ms is 800; expected a list"),
        ({"rr_intervals_ms": [800] * 257}, "at most 256"),
        ({"rr_intervals_ms": [0.8]}, "expected 200 to 3000; milliseconds"),
        ({"rr_intervals_ms": [800, None]}, "holds null"),
        ({"activity": "flying"}, "expected one of lying, still, walking, running"),
        ({"activity": ["still"]}, "activity is"),
        ({"worn": 1}, "worn is 1; expected true or false"),
        ({"heart_rate": 72}, "unknown key 'heart_rate'; did you mean 'heart_rate_bpm'?"),
        ({"zzz": 1}, "unknown key 'zzz'; keys of your own begin with 'x_'"),
        ({"heart_rate_bpm": None, "rr_intervals_ms": []}, "nothing is measured"),
    ],
)
def test_a_value_that_cannot_be_is_refused_for_one_reason(changes, reason):
    with pytest.raises(MessageError) as caught:
        parse_json(**changes)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_number_too_large_for_a_float_is_refused():
    for huge in (b"1e999", b"-1e999", b"1" + b"0" * 400):
        with pytest.raises(MessageError, match="expected 20 to 300"):
            parse(b'{"id":"a","at":"2026-03-01T11:59:30Z","heart_rate_bpm":' + huge + b"}")


@pytest.mark.parametrize("device", ["", "  ", "x" * 65, "a\x00b", "a\udce9"])
def test_a_device_must_have_a_name_that_can_be_shown(device):
    with pytest.raises(MessageError, match="device name"):
        parse(json.dumps(GOOD).encode(), device=device)


def test_the_limits_of_time_are_those_given():
    old = json.dumps({**GOOD, "at": "2021-07-01T00:00:00Z"}).encode()
    assert parse(old, limits=MessageLimits(max_age=timedelta(days=5000))).message_id == "a-1"


@given(st.binary(max_size=300))
def test_no_bytes_at_all_do_more_than_be_refused(payload):
    with contextlib.suppress(MessageError):
        parse(payload)


# A good message with one or two keys changed: the schema does not know the present, so times are
# good or of no form at all.
_WORDS = st.text(st.sampled_from("a-1 \u00e9"), max_size=3)
_ANY = st.one_of(
    st.none(),
    st.booleans(),
    _WORDS,
    st.sampled_from([edge for m in NUMBERS.values() for edge in (m.low, m.high)]),
    st.floats(-500, 500),
    st.integers(-500, 5000),
    st.lists(st.one_of(st.none(), st.floats(150, 3100)), max_size=3),
)
_VALUES = {
    **dict.fromkeys((*KEYS, "x_own", "other"), _ANY),
    "at": st.sampled_from([GOOD["at"], "2026-03-01 11:59:30Z", "2026-03-01T11:59Z", "", 5, None]),
    "activity": st.one_of(_ANY, st.sampled_from([*map(str, Activity), "Still"])),
}
_CHANGE = st.sampled_from(sorted(_VALUES)).flatmap(
    lambda key: st.tuples(st.just(key), _VALUES[key])
)


@given(st.lists(_CHANGE, min_size=1, max_size=2), st.sampled_from(["", *KEYS]))
def test_the_schema_takes_what_the_validator_takes_and_nothing_else(changes, absent):
    values = {**GOOD, **dict(changes)}
    values.pop(absent, None)
    try:
        parse(json.dumps(values).encode())
        taken = True
    except MessageError:
        taken = False
    assert jsonschema.Draft202012Validator(message_schema()).is_valid(values) == taken


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(message_schema())


@pytest.mark.parametrize("key", NUMBERS)
def test_the_edges_of_a_measure_are_inside_it_in_both(key):
    schema = jsonschema.Draft202012Validator(message_schema())
    measure = NUMBERS[key]
    for value, taken in (
        (measure.low, True),
        (measure.high, True),
        (measure.low - 0.001, False),
        (measure.high + 0.001, False),
    ):
        message = {"id": "a-1", "at": GOOD["at"], key: value}
        assert schema.is_valid(message) == taken
        if taken:
            parse(json.dumps(message).encode())
        else:
            with pytest.raises(MessageError, match=key):
                parse(json.dumps(message).encode())


def test_the_document_names_every_key_with_its_range():
    lines = (Path(__file__).parents[3] / "docs" / "wearables.md").read_text().splitlines()
    rows = {line.split("`")[1]: line for line in lines if line.startswith("| `")}
    assert set(KEYS) <= set(rows)
    for key, measure in NUMBERS.items():
        assert f"{measure.low:g} to {measure.high:g}" in rows[key]


def test_the_example_of_the_document_is_a_message():
    text = (Path(__file__).parents[3] / "docs" / "wearables.md").read_text()
    example = text.partition("```json\n")[2].partition("\n```")[0]
    assert parse(example.encode()).sample.heart_rate_bpm == 72.0
