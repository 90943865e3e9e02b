"""What every `sensing.Recognizer` keeps to. To subscribe: a line with a signal and an empty one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import numpy as np
import pytest

from moodarc.affect import UNINFORMED_VARIANCE, AffectReading
from moodarc.errors import InputError
from moodarc.sensing import Recognizer, from_note, from_terms, from_word
from moodarc.sensing.face import FaceRecognizer
from moodarc.sensing.physiology import Activity, PhysiologyRecognizer, WearableSample
from moodarc.text_affect import TextEstimator

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
WINDOW = tuple(
    WearableSample(
        at=NOON - timedelta(seconds=second), heart_rate_bpm=88.0, activity=Activity.STILL
    )
    for second in range(0, 300, 10)
)


@dataclass(frozen=True)
class Case:
    modality: str
    recognizer: Recognizer[Any]
    signal: Any
    nothing: Any  # a signal of this kind that holds nothing to read; None where there is none


def face():
    return FaceRecognizer.shipped().read


CASES = [
    Case("physiology", PhysiologyRecognizer().read, WINDOW, ()),
    Case("self_report", from_word, "calm", None),
    Case("self_report", from_terms, {"happy": 3, "calm": 1}, {}),
    Case("text", partial(from_note, estimator=TextEstimator.shipped()), "what a lovely day", ""),
    Case("face", face(), np.full((96, 96, 3), 200, np.uint8), np.full((96, 96, 3), 255, np.uint8)),
]

pytestmark = pytest.mark.parametrize("case", CASES, ids=lambda case: case.modality)


def test_a_signal_becomes_one_reading_of_its_modality_at_its_time(case: Case):
    reading = case.recognizer(case.signal, NOON)
    assert isinstance(reading, AffectReading)
    assert reading.modality == case.modality
    assert reading.state.at == NOON
    assert 0.0 <= reading.confidence <= 1.0


def test_no_reading_claims_certainty_or_less_than_nothing(case: Case):
    variance = case.recognizer(case.signal, NOON).state.variance
    assert 0.0 < variance.valence <= UNINFORMED_VARIANCE
    assert 0.0 < variance.arousal <= UNINFORMED_VARIANCE


def test_reading_twice_gives_the_same(case: Case):
    assert case.recognizer(case.signal, NOON) == case.recognizer(case.signal, NOON)


def test_a_signal_with_nothing_in_it_says_why_and_knows_nothing(case: Case):
    if case.nothing is None:
        pytest.skip("a word is never empty: it is unknown, which is an error")
    reading = case.recognizer(case.nothing, NOON)
    assert not reading.is_valid
    assert reading.validity
    assert reading.state.variance.valence == pytest.approx(UNINFORMED_VARIANCE)


def test_a_time_without_a_zone_is_refused(case: Case):
    with pytest.raises(InputError, match="zone"):
        case.recognizer(case.signal, datetime(2026, 1, 1, 12))  # noqa: DTZ001 - that is the point
