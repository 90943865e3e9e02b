from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.drawn_pictures import drawn_face
from tests.dummy_expression import HAPPY, NEUTRAL, DummyClassifier, smiling

from moodarc.affect import Expression
from moodarc.errors import InputError
from moodarc.sensing.face import FaceDetector, FaceTracker
from moodarc.sensing.face.boxes import overlaps
from moodarc.sensing.face.personal import PersonalHead
from moodarc.sensing.face.recognizer import FaceRecognizer, RecognizerConfig
from moodarc.sensing.face.smoothing import FrameSmoother
from moodarc.sensing.face.validity import NO_FACE

START = datetime(2026, 1, 1, tzinfo=UTC)
SIZE = (240, 480)
LEFT, RIGHT = (120, 120), (360, 120)

EMPTY = np.full((240, 320, 3), 120, dtype=np.uint8)
SMILE = smiling(drawn_face())
PLAIN = drawn_face()


@pytest.fixture(scope="module")
def detector():
    return FaceDetector.shipped()


@pytest.fixture
def recognizer(detector):
    return FaceRecognizer(detector, DummyClassifier())


def watch(recognizer, frames, *, frames_per_s=10.0, start_s=0.0):
    times = (START + timedelta(seconds=start_s + n / frames_per_s) for n in range(len(frames)))
    return [recognizer.observe(frame, at) for frame, at in zip(frames, times, strict=True)]


def two_faces():
    image = drawn_face(SIZE, LEFT, 90)
    image[:, 240:] = drawn_face(SIZE, RIGHT, 70)[:, 240:]
    return image


def test_a_still_is_read_with_what_the_face_shows(recognizer):
    reading = recognizer.read(SMILE, START)
    assert (reading.modality, reading.is_valid, reading.note) == ("face", True, None)
    np.testing.assert_allclose(reading.expression, HAPPY / HAPPY.sum(), atol=1e-6)
    assert reading.state.at == START
    assert 0.9 < reading.confidence <= 1.0


def test_a_still_without_a_face_gives_no_valid_reading(recognizer):
    reading = recognizer.read(EMPTY, START)
    assert (reading.validity, reading.confidence) == (NO_FACE, 0.0)


def test_of_several_faces_one_is_read_and_the_note_says_so(recognizer):
    reading = recognizer.read(two_faces(), START)
    assert reading.note == "2 faces; the largest central one was read"


def test_a_still_leaves_the_stream_alone(recognizer):
    watch(recognizer, [PLAIN] * 5)
    recognizer.read(SMILE, START)
    assert recognizer.label == Expression.NEUTRAL


def test_a_stream_turns_when_the_face_does(recognizer):
    readings = watch(recognizer, [PLAIN] * 20 + [SMILE] * 30)
    assert readings[19].expression == pytest.approx(tuple(NEUTRAL / NEUTRAL.sum()), abs=1e-6)
    assert readings[20].expression[3] < 0.5  # one frame does not decide
    assert readings[-1].expression[3] > 0.8
    assert recognizer.label == Expression.HAPPY


def test_frames_without_a_face_are_gaps(recognizer):
    readings = watch(recognizer, [SMILE] * 10 + [EMPTY] * 3 + [SMILE] * 2)
    assert [r.is_valid for r in readings] == [True] * 10 + [False] * 3 + [True] * 2
    assert readings[13].expression == pytest.approx(readings[9].expression, abs=1e-6)
    assert recognizer.label == Expression.HAPPY
    assert recognizer.seen.validity == "ok"


def test_the_summary_is_that_of_the_last_seconds(recognizer):
    watch(recognizer, [PLAIN] * 60 + [SMILE] * 105)
    summary = recognizer.summary()
    np.testing.assert_allclose(summary.expression, HAPPY / HAPPY.sum(), atol=1e-5)
    assert summary.state.at == START + timedelta(seconds=16.4)


def test_the_summary_of_half_the_frames_is_half_as_sure(recognizer):
    watch(recognizer, [SMILE, EMPTY] * 10)
    assert 0.4 < recognizer.summary().confidence < 0.5


def test_the_summary_of_a_stream_with_hardly_a_face_says_why(recognizer):
    watch(recognizer, [SMILE] + [EMPTY] * 9)
    assert recognizer.summary().validity == NO_FACE


def test_a_stream_without_frames_has_no_summary(recognizer):
    with pytest.raises(InputError, match="no frame was observed"):
        recognizer.summary()
    watch(recognizer, [SMILE] * 3)
    recognizer.reset()
    with pytest.raises(InputError, match="no frame was observed"):
        recognizer.summary()
    assert recognizer.label is None


def test_the_face_that_was_read_is_stayed_with(recognizer):
    alone = drawn_face(SIZE, RIGHT, 70)
    watch(recognizer, [alone] * 3 + [two_faces()] * 20)
    assert recognizer.seen.n_faces == 2
    assert recognizer.seen.face.centre[0] > 240


def test_another_face_starts_anew(recognizer):
    plain, smile = drawn_face(SIZE, LEFT), smiling(drawn_face(SIZE, RIGHT), RIGHT)
    readings = watch(recognizer, [plain] * 20 + [smile])
    assert recognizer.label == Expression.HAPPY
    assert readings[-1].expression[3] > 0.8


def test_the_summary_speaks_of_the_last_face_alone(recognizer):
    plain, smile = drawn_face(SIZE, LEFT), smiling(drawn_face(SIZE, RIGHT), RIGHT)
    watch(recognizer, [smile] * 30 + [plain] * 30, frames_per_s=15)
    summary = recognizer.summary()
    np.testing.assert_allclose(summary.expression, NEUTRAL / NEUTRAL.sum(), atol=1e-5)
    assert summary.confidence > 0.9


def test_a_face_beside_the_last_place_that_hardly_overlaps_it_is_another(recognizer):
    step = 70  # of a width of 90: less than a fifth in common
    plain = drawn_face(SIZE, LEFT)
    smile = smiling(drawn_face(SIZE, (120 + step, 120)), (120 + step, 120))
    watch(recognizer, [plain] * 20)
    last = recognizer.seen.face
    readings = watch(recognizer, [smile], start_s=2.0)
    shared = overlaps(last.box[None], recognizer.seen.face.box[None]).item()
    assert 0.0 < shared < 0.2
    assert readings[-1].expression[3] > 0.8
    assert recognizer.summary().expression[3] > 0.8


def test_after_a_gap_the_same_face_goes_on(recognizer):
    nearby = smiling(drawn_face(centre=(175, 120)), (175, 120))
    watch(recognizer, [PLAIN] * 20 + [EMPTY] * 5)
    readings = watch(recognizer, [nearby] * 5, start_s=2.5)
    assert readings[0].expression[3] < 0.6  # anew it would be 0.9
    expected = (20 * NEUTRAL + 5 * HAPPY) / 25
    np.testing.assert_allclose(
        recognizer.summary().expression, expected / expected.sum(), atol=1e-5
    )
    assert recognizer.summary().confidence < 25 / 30


def test_a_face_that_moves_while_it_cannot_be_read_goes_on(recognizer):
    places = [(120 + 15 * k, 120) for k in range(10)]
    dark = [(drawn_face(SIZE, at) * 0.1).astype(np.uint8) for at in places[1:-1]]
    frames = [drawn_face(SIZE, places[0])] * 20 + dark
    told = watch(recognizer, [*frames, smiling(drawn_face(SIZE, places[-1]), places[-1])])
    assert not any(reading.is_valid for reading in told[20:-1])
    assert all(one.seen.face is not None for one in recognizer._observed)
    assert told[-1].expression[3] < 0.8  # anew it would be 0.9
    assert recognizer.summary().expression[6] > 0.8


def test_frames_whose_time_stands_still_do_not_pile_up(detector, monkeypatch):
    monkeypatch.setattr("moodarc.sensing.face.recognizer._MOST_FRAMES", 5)
    recognizer = FaceRecognizer(detector, DummyClassifier())
    for frame in [SMILE] * 5 + [PLAIN] * 5:
        recognizer.observe(frame, START)
    np.testing.assert_allclose(recognizer.summary().expression, NEUTRAL, atol=0.02)


def test_a_head_and_the_population_are_asked_in_one_run(detector):
    class Counting(DummyClassifier):
        runs = 0

        def probabilities(self, pictures):
            self.runs += 1
            return super().probabilities(pictures)

        def answers(self, pictures):
            self.runs += 1
            return DummyClassifier().answers(pictures)

        features = None  # not asked for

    classifier = Counting()
    head = PersonalHead.population(16, DummyClassifier.version)
    FaceRecognizer(detector, classifier, head=head).read(SMILE, START)
    assert classifier.runs == 1


def test_the_papers_smoother_can_take_the_place_of_ours(detector):
    recognizer = FaceRecognizer(
        detector,
        DummyClassifier(),
        smoother=FrameSmoother(),
        tracker=FaceTracker(detector),
        config=RecognizerConfig(summary_s=2.0),
    )
    watch(recognizer, [PLAIN] * 10 + [SMILE] * 49)
    assert recognizer.label == Expression.NEUTRAL
    watch(recognizer, [SMILE] * 10, start_s=6.0)
    assert recognizer.label == Expression.HAPPY


def test_the_listeners_head_is_asked_where_there_is_one(detector):
    head = PersonalHead.population(16, DummyClassifier.version)
    head.bias[4] = 20.0
    recognizer = FaceRecognizer(detector, DummyClassifier(), head=head)
    assert recognizer.read(SMILE, START).expression[4] > 0.99


def test_a_head_of_another_classifier_is_refused(detector):
    head = PersonalHead.population(16, "older")
    with pytest.raises(InputError, match=r"fitted on 'older'.*calibrate"):
        FaceRecognizer(detector, DummyClassifier(), head=head)


def test_frames_out_of_order_or_without_a_zone_are_refused(recognizer):
    watch(recognizer, [SMILE])
    with pytest.raises(InputError, match="give frames in order"):
        recognizer.observe(SMILE, START - timedelta(seconds=1))
    with pytest.raises(InputError, match="no zone"):
        recognizer.observe(SMILE, START.replace(tzinfo=None))
