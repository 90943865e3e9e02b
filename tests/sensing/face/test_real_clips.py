"""What a person would say of the three clips (issue 4, "Done when")."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.shared import shared_data

from moodarc.affect import Expression
from moodarc.errors import ArtifactError
from moodarc.sensing.face import NO_FACE, FaceRecognizer, video_frames

START = datetime(2026, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module")
def recognizer():
    try:
        return FaceRecognizer.shipped()
    except ArtifactError:
        return pytest.skip("no expression network is shipped yet")


def course(recognizer, clip, *, every=1):
    """Readings and steady labels of a clip of which every so many frames are seen."""
    recognizer.reset()
    frames = list(video_frames(shared_data("faces", "clips", clip)))[::every]
    readings = []
    for frame in frames:
        reading = recognizer.observe(frame.image, START + timedelta(seconds=frame.at_s))
        readings.append((reading, recognizer.label))
    return readings


def test_a_room_without_a_face_gives_no_reading(recognizer):
    readings = course(recognizer, "no_face.mp4", every=3)
    assert {reading.validity for reading, _ in readings} == {NO_FACE}
    assert recognizer.summary().validity == NO_FACE


def test_a_face_that_begins_to_laugh_goes_from_neutral_to_happy(recognizer):
    readings = course(recognizer, "single_face.mp4")
    assert all(reading.is_valid for reading, _ in readings)
    labels = list(dict.fromkeys(label for _, label in readings))
    assert labels == [Expression.NEUTRAL, Expression.HAPPY]


def test_from_crying_to_laughing_valence_rises(recognizer):
    readings = course(recognizer, "WolfgangLanger_Pexels.mp4", every=4)
    valence = np.array([reading.state.valence for reading, _ in readings if reading.is_valid])
    assert len(valence) > 0.9 * len(readings)
    third = len(valence) // 3
    assert valence[:third].mean() < -0.2
    assert valence[-third:].mean() > 0.5
