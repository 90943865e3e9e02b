from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from moodarc.affect import (
    AffectBelief,
    AffectReading,
    AffectState,
    EmotionVector,
    Variance,
    emotion_vector,
)

STATE = AffectState(
    valence=0.3, arousal=-0.4, at=datetime(2026, 1, 1, tzinfo=UTC), variance=Variance(0.1, 0.2)
)


def test_a_reading_is_valid_until_it_says_why_not():
    assert AffectReading(state=STATE, modality="face").is_valid
    assert not AffectReading(state=STATE, modality="face", validity="no face").is_valid


def test_a_belief_without_a_vector_derives_it_from_its_state():
    assert AffectBelief(state=STATE).emotion_vector == emotion_vector(0.3, -0.4, Variance(0.1, 0.2))


def test_a_belief_keeps_the_vector_that_was_given():
    given = EmotionVector(0.5, 0, 0.5, 0)
    assert AffectBelief(state=STATE, vector=given).emotion_vector == given


def test_records_do_not_change():
    reading = AffectReading(state=STATE, modality="face")
    with pytest.raises(FrozenInstanceError):
        reading.confidence = 0.1
