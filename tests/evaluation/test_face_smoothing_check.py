import av
import cv2
import numpy as np
import pytest
from tests.drawn_pictures import drawn_face
from tests.dummy_expression import DummyClassifier, smiling

from moodarc.errors import DatasetError
from moodarc.evaluation.face_sequences import (
    FRAMES_PER_S,
    FaceSequence,
    _stretch,
    join_shots,
    load_shots,
)
from moodarc.evaluation.face_smoothing_check import (
    bench_face_smoothing,
    course_of,
    smoothing_rows,
)
from moodarc.sensing.face import FaceDetector, FrameSmoother, TimeSmoother

HAPPY, SAD = np.eye(7, dtype=np.float32)[[3, 4]]
START = 10 * FRAMES_PER_S


@pytest.fixture
def faces(tmp_path):
    """A folder with one plain and one smiling photograph, and other things."""
    place = tmp_path / "faces" / "photos"
    place.mkdir(parents=True)
    for name, image in (("plain", drawn_face()), ("smile", smiling(drawn_face()))):
        cv2.imwrite(str(place / f"{name}.png"), image[:, :, ::-1])
    cv2.imwrite(str(place / "wall.png"), np.full((200, 200, 3), 90, dtype=np.uint8))
    (place / "list.csv").write_text("file,face\n")
    return tmp_path / "faces"


def flickering(rng, *, share=0.2):
    """Ten seconds happy, ten sad; some frames say the other."""
    shown = np.array([HAPPY] * START + [SAD] * START)
    odd = rng.random(len(shown)) < share
    shown[odd] = shown[odd][:, [0, 1, 2, 4, 3, 5, 6]]
    return FaceSequence(shown, np.array([0, START]))


def test_of_a_change_the_delay_is_measured_from_its_join():
    sequence = FaceSequence(np.array([HAPPY] * START + [SAD] * START), np.array([0, START]))
    paper = course_of(sequence, FrameSmoother())
    assert paper.changes == paper.framewise_changes == 1
    assert paper.delays_s == pytest.approx([49 / 30])
    assert paper.wrong_time == pytest.approx(49 / (2 * START))
    assert course_of(sequence, TimeSmoother()).delays_s[0] < 0.6


def test_a_label_that_never_follows_is_missed():
    sequence = FaceSequence(np.array([HAPPY] * START + [SAD] * 120), np.array([0, START]))
    course = course_of(sequence, FrameSmoother(), every=6)
    assert course.followed.tolist() == [False]
    assert course.delays_s.tolist() == [4.0]  # at least: the stretch's length


def test_a_change_to_what_the_label_says_already_is_none():
    shown = np.array([HAPPY] * START + [SAD] * 120 + [HAPPY] * START)
    sequence = FaceSequence(shown, np.array([0, START, START + 120]))
    course = course_of(sequence, FrameSmoother(), every=6)  # still happy when happy comes back
    assert course.changes == 0
    assert course.followed.tolist() == [False]
    assert course_of(sequence, FrameSmoother()).followed.tolist() == [True, True]


def test_a_last_stretch_that_is_cut_short_is_not_judged():
    sequence = FaceSequence(np.array([HAPPY] * START + [SAD] * 80), np.array([0, START]))
    assert course_of(sequence, FrameSmoother()).delays_s.size == 0


def test_a_form_that_misses_most_changes_is_not_called_quick():
    shown = np.array([HAPPY, SAD, HAPPY, SAD]).repeat(120, axis=0)
    sequences = [FaceSequence(shown, np.arange(0, 480, 120)) for _ in range(3)]
    rows = {row.name: row.value for row in smoothing_rows({"photos": sequences}, seed=0)}
    name = "face_smoothing.photos.paper_5fps"
    assert rows[f"{name}.missed"] == 1.0
    assert rows[f"{name}.delay_s"] == 4.0


def test_smoothing_takes_the_flicker_and_leaves_the_change():
    sequence = flickering(np.random.default_rng(0))
    for smoother in (FrameSmoother(), TimeSmoother()):
        course = course_of(sequence, smoother)
        assert course.framewise_changes > 100
        assert course.changes == 1


def test_at_five_frames_a_second_the_delay_is_still_in_seconds():
    sequence = FaceSequence(np.array([HAPPY] * START + [SAD] * START), np.array([0, START]))
    quick, slow = (course_of(sequence, TimeSmoother(), every=n).delays_s[0] for n in (1, 6))
    assert abs(quick - slow) <= 0.2 + 1e-9
    assert course_of(sequence, FrameSmoother(), every=6).delays_s[0] > 5.0


def test_the_rows_name_each_form_with_its_interval():
    rng = np.random.default_rng(1)
    rows = {
        row.name: row
        for row in smoothing_rows({"photos": [flickering(rng) for _ in range(4)]}, seed=0)
    }
    row = rows["face_smoothing.photos.paper.change_reduction"]
    assert row.low <= row.value <= row.high
    assert row.value > 0.9
    assert rows["face_smoothing.photos.ours.missed"].value == 0.0
    paper, ours = (rows[f"face_smoothing.photos.{form}.delay_s"] for form in ("paper", "ours"))
    assert ours.high < paper.low


def test_only_pictures_with_a_readable_face_are_joined(faces):
    shots = load_shots(faces, FaceDetector.shipped())
    assert [shot.name for shot in shots] == ["plain.png", "smile.png"]


def test_of_a_long_clip_the_first_frames_are_looked_at(faces, monkeypatch):
    monkeypatch.setattr("moodarc.evaluation.face_sequences.MOST_FRAMES", 3)
    place = faces / "clips"
    place.mkdir()
    with av.open(str(place / "long.avi"), "w") as container:
        stream = container.add_stream("mjpeg", rate=30)
        stream.height, stream.width, stream.pix_fmt = 240, 320, "yuvj444p"
        for _ in range(6):
            frame = av.VideoFrame.from_ndarray(drawn_face(), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    shots = {shot.name: len(shot.frames) for shot in load_shots(faces, FaceDetector.shipped())}
    assert shots["long.avi"] == 3


def test_a_joined_sequence_shows_its_pictures_in_stretches(faces):
    shots = load_shots(faces, FaceDetector.shipped())
    sequence = join_shots(shots, DummyClassifier(), np.random.default_rng(0), length_s=12)
    assert len(sequence.probabilities) == 12 * FRAMES_PER_S
    lengths = np.diff(sequence.starts)
    assert ((lengths >= 3 * FRAMES_PER_S) & (lengths <= 8 * FRAMES_PER_S)).all()
    course = course_of(sequence, TimeSmoother())
    judged = np.diff([*sequence.starts, 12 * FRAMES_PER_S])[1:] >= 3 * FRAMES_PER_S
    assert len(course.delays_s) == judged.sum() > 0


def test_the_same_seed_joins_the_same_sequence_and_another_does_not(faces):
    shots = load_shots(faces, FaceDetector.shipped())

    def starts(seed):
        rng = np.random.default_rng(seed)
        return join_shots(shots, DummyClassifier(), rng, length_s=6).starts.tolist()

    assert starts(0) == starts(0) != starts(1)


def test_a_clip_is_played_forth_and_back(faces):
    (shot, *_) = load_shots(faces, FaceDetector.shipped())
    frames = [(np.full((2, 2, 3), n, dtype=np.uint8), shot.frames[0][1]) for n in range(4)]
    clip = type(shot)("clip", frames)
    shown = [int(image[0, 0, 0]) for image, _ in _stretch(clip, 14, np.random.default_rng(0))]
    steps = np.abs(np.diff(shown))
    assert set(shown) == {0, 1, 2, 3}
    assert (steps == 1).all()


def test_the_bench_tells_what_it_rests_on(faces):
    report = bench_face_smoothing(faces, DummyClassifier(), sequences=2, length_s=12)
    assert report["face_smoothing.shots"] == 2
    assert report["face_smoothing.photos.sequences"] == 2
    assert report["face_smoothing.photos.ours.delay_s"] < 1.0


def test_a_folder_without_faces_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="holds no readable face"):
        load_shots(tmp_path, FaceDetector.shipped())
