"""Affect in EmotionML 1.0, the W3C's format for emotions (Recommendation of 22 May 2014).

Each state or reading is one <emotion> in the PAD vocabulary of "Vocabularies for EmotionML":
valence is written as pleasure, and values go from [-1, 1] to the format's [0, 1]. `start` is in
milliseconds since 1970-01-01 UTC. Variances have no place in the format and travel in <info>, in
a namespace of their own. Left out: readings that must not be used, and the listener's words.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final
from xml.etree import ElementTree as ET

from moodarc.affect.reading import AffectReading
from moodarc.affect.scales import to_unit_interval
from moodarc.affect.state import AffectState
from moodarc.errors import InputError

__all__ = ["EMOTIONML_NAMESPACE", "PAD_VOCABULARY", "VARIANCE_NAMESPACE", "to_emotionml"]

EMOTIONML_NAMESPACE = "http://www.w3.org/2009/10/emotionml"
PAD_VOCABULARY = "http://www.w3.org/TR/emotion-voc/xml#pad-dimensions"
VARIANCE_NAMESPACE = "urn:moodarc:variance"
"""Of <variance dimension="pleasure" value="..."/>, in the square of the [0, 1] unit."""

_DIMENSIONS = (("pleasure", "valence"), ("arousal", "arousal"), ("dominance", "dominance"))
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def to_emotionml(affects: Iterable[AffectState | AffectReading]) -> str:
    """A standalone EmotionML document, media type application/emotionml+xml.

    Args:
        affects: states and readings; a reading also gives `expressed-through` (its modality) and
            the confidence of each dimension.

    Raises:
        InputError: a time before 1970 or a modality with spaces, which the format cannot hold.

    >>> at = datetime(2026, 1, 1, tzinfo=UTC)
    >>> 'name="pleasure" value="0.75"' in to_emotionml(
    ...     [AffectState(valence=0.5, arousal=0, at=at)]
    ... )
    True
    """
    root = ET.Element(
        "emotionml",
        {
            "version": "1.0",
            "xmlns": EMOTIONML_NAMESPACE,
            "xmlns:moodarc": VARIANCE_NAMESPACE,
            "dimension-set": PAD_VOCABULARY,
        },
    )
    for affect in affects:
        if isinstance(affect, AffectState):
            root.append(_emotion(affect))
        elif affect.is_valid:
            root.append(_emotion_of_reading(affect))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _emotion_of_reading(reading: AffectReading) -> ET.Element:
    emotion = _emotion(reading.state)
    emotion.set("expressed-through", _name_token(reading.modality))
    for dimension in emotion.iterfind("dimension"):
        dimension.set("confidence", _decimal(reading.confidence))
    return emotion


def _emotion(state: AffectState) -> ET.Element:
    emotion = ET.Element("emotion", {"start": str(_epoch_ms(state.at))})
    info = ET.Element("info")
    for name, attribute in _DIMENSIONS:
        value, variance = getattr(state, attribute), getattr(state.variance, attribute)
        if value is None:
            continue
        scaled = _decimal(float(to_unit_interval(value)))
        ET.SubElement(emotion, "dimension", {"name": name, "value": scaled})
        if variance is not None:
            ET.SubElement(
                info,
                "moodarc:variance",
                {"dimension": name, "value": _decimal(variance / 4.0)},
            )
    emotion.append(info)
    return emotion


def _name_token(modality: str) -> str:
    # The values are open; their type is xsd:NMTOKENS.
    if not re.fullmatch(r"[\w.:-]+", modality):
        msg = f"modality {modality!r} is no name token; EmotionML takes letters, digits and . : _ -"
        raise InputError(msg)
    return modality


def _epoch_ms(at: datetime) -> int:
    milliseconds = (at - _EPOCH) // timedelta(milliseconds=1)
    if milliseconds < 0:
        msg = f"time {at.isoformat()} is before 1970; EmotionML counts from there, leave it out"
        raise InputError(msg)
    return milliseconds


def _decimal(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
