"""The rules are the W3C's; their numbers are those of its implementation report (assertions)."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import AffectReading, AffectState, Variance, to_emotionml
from moodarc.errors import InputError

NS = "{http://www.w3.org/2009/10/emotionml}"
AT = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNIT = st.floats(-1, 1)
STATES = st.builds(
    AffectState,
    valence=UNIT,
    arousal=UNIT,
    dominance=st.none() | UNIT,
    at=st.integers(0, 10**15).map(lambda micros: EPOCH + timedelta(microseconds=micros)),
)


def parse(*affects):
    return ET.fromstring(to_emotionml(affects))  # noqa: S314 - our own output


def dimensions(emotion):
    return {element.get("name"): element for element in emotion.iter(NS + "dimension")}


def reading(**changes):
    state = AffectState(valence=-0.5, arousal=0.25, at=AT, variance=Variance(0.1, 0.2))
    return AffectReading(**({"state": state, "modality": "face", "confidence": 0.75} | changes))


def test_the_document_is_emotionml_in_the_pad_vocabulary():
    root = parse()
    assert root.tag == NS + "emotionml"  # 101, 102
    assert root.get("version") == "1.0"  # 110, 111
    assert root.get("dimension-set") == "http://www.w3.org/TR/emotion-voc/xml#pad-dimensions"


@given(STATES)
def test_every_state_keeps_the_rules_and_can_be_read_back(state):
    (emotion,) = parse(state)
    found = dimensions(emotion)
    assert len(found) == len(list(emotion.iter(NS + "dimension")))  # 223: no name twice
    assert set(found) <= {"pleasure", "arousal", "dominance"}  # 222
    assert "pleasure" in found  # 156: at least one descriptor
    for element in found.values():
        assert 0 <= float(element.get("value")) <= 1  # 500
        assert not list(element)  # 224: a value, so no trace
    assert float(found["pleasure"].get("value")) * 2 - 1 == pytest.approx(state.valence, abs=2e-6)
    assert ("dominance" in found) == (state.dominance is not None)
    start = timedelta(milliseconds=int(emotion.get("start")))  # 420: a non-negative integer
    assert timedelta(0) <= state.at - (EPOCH + start) < timedelta(seconds=1e-3)


def test_a_reading_says_through_what_and_how_surely():
    (emotion,) = parse(reading())
    assert emotion.get("expressed-through") == "face"
    assert emotion.get("start") == "1767323045678"
    assert {d.get("confidence") for d in dimensions(emotion).values()} == {"0.75"}


def test_info_holds_the_variances_and_nothing_of_the_formats_namespace():
    (emotion,) = parse(reading())
    (info,) = emotion.findall(NS + "info")  # 155: at most one
    tags = {element.tag for element in info.iter() if element is not info}
    assert tags == {"{urn:moodarc:variance}variance"}  # 304
    assert [element.get("value") for element in info] == ["0.025", "0.05"]


def test_readings_that_must_not_be_used_are_left_out():
    assert list(parse(reading(validity="no face"))) == []


def test_what_the_listener_wrote_stays_out():
    assert "secret" not in to_emotionml([reading(note="my secret")])


def test_a_time_before_1970_is_refused():
    early = AffectState(valence=0, arousal=0, at=datetime(1969, 12, 31, tzinfo=UTC))
    with pytest.raises(InputError, match="before 1970"):
        to_emotionml([early])


def test_a_modality_that_is_no_name_token_is_refused():
    with pytest.raises(InputError, match="no name token"):
        to_emotionml([reading(modality='a "face"')])
