import csv
from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.drawn_pictures import drawn_face, drawn_landscape
from tests.shared import shared_data

from moodarc.errors import InputError
from moodarc.sensing.face import DetectorConfig, Face, FaceDetector, choose_face
from moodarc.sensing.face.boxes import boxes_of, overlaps

NOWHERE = np.zeros((5, 2), dtype=np.float32)


@pytest.fixture(scope="module")
def detector():
    return FaceDetector.shipped()


def face(*box):
    return Face(*box, 1.0, NOWHERE)


@pytest.mark.parametrize("width", [40, 90, 150])
def test_a_drawn_face_is_found_where_it_is_drawn(detector, width):
    (found,) = detector.detect(drawn_face(width=width))
    assert found.score > 0.9
    assert found.centre == pytest.approx((160, 125), abs=0.12 * width)
    assert 0.8 < found.width / width < 1.2
    assert 1.1 < found.height / found.width < 1.6


def test_landmarks_are_told_left_and_right_as_seen_in_the_picture(detector):
    (found,) = detector.detect(drawn_face())
    assert found.landmarks.shape == (5, 2)
    assert found.landmarks.dtype == np.float32
    drawn = [(141, 112), (179, 112), (160, 138), (143, 158), (177, 158)]
    np.testing.assert_allclose(found.landmarks, drawn, atol=6)


def test_several_faces_come_largest_first(detector):
    picture = np.hstack([drawn_face(width=60), drawn_face(width=100)])
    large, small = detector.detect(picture)
    assert large.centre[0] > 320 > small.centre[0]
    assert large.area > small.area


def test_a_face_at_the_edge_has_a_box_that_leaves_the_picture(detector):
    picture = drawn_face(width=120)[:, 120:]
    (found,) = detector.detect(picture)
    assert found.left < 0


def test_faces_below_the_minimum_are_not_looked_for(detector):
    picture = drawn_face(width=40)
    large_only = FaceDetector.shipped(DetectorConfig(min_face_px=100))
    assert len(detector.detect(picture)) == 1
    assert large_only.detect(picture) == ()


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((240, 320, 3), dtype=np.uint8),
        np.full((240, 320, 3), 255, dtype=np.uint8),
        np.random.default_rng(0).integers(0, 256, (240, 320, 3), dtype=np.uint8),
        drawn_landscape(),
    ],
    ids=["black", "white", "noise", "landscape"],
)
def test_pictures_without_a_face_give_none(detector, picture):
    assert detector.detect(picture) == ()
    assert FaceDetector.shipped(DetectorConfig(min_face_px=20)).detect(picture) == ()


@pytest.mark.parametrize("shape", [(1, 1, 3), (12, 12, 3), (39, 5000, 3), (5000, 39, 3)])
def test_pictures_smaller_than_a_face_give_none(detector, shape):
    assert detector.detect(np.zeros(shape, dtype=np.uint8)) == ()


def test_gray_and_transparent_pictures_are_read(detector):
    colour = drawn_face()
    gray = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)
    opaque = np.dstack([colour, np.full(colour.shape[:2], 255, dtype=np.uint8)])
    assert len(detector.detect(gray)) == 1
    (same,), (plain,) = detector.detect(opaque), detector.detect(colour)
    assert same.box.tolist() == plain.box.tolist()


def test_views_of_a_larger_array_are_read(detector):
    mirrored = drawn_face()[:, ::-1]
    every_other = np.repeat(np.repeat(drawn_face(), 2, axis=0), 2, axis=1)[::2, ::2]
    assert len(detector.detect(mirrored)) == 1
    (plain,), (strided,) = detector.detect(drawn_face()), detector.detect(every_other)
    assert strided.box.tolist() == plain.box.tolist()


def test_the_same_picture_gives_the_same_faces_and_is_left_as_it_was(detector):
    picture = drawn_face()
    before = picture.copy()
    first, second = detector.detect(picture), FaceDetector.shipped().detect(picture)
    np.testing.assert_array_equal(boxes_of(first), boxes_of(second))
    np.testing.assert_array_equal(picture, before)


def test_a_picture_of_many_pixels_is_searched_for_larger_faces():
    few = FaceDetector.shipped(DetectorConfig(min_face_px=40, max_pixels=240 * 320 // 9))
    assert few.detect(drawn_face(width=40)) == ()
    (found,) = few.detect(drawn_face(width=150))
    assert 0.8 < found.width / 150 < 1.2


def test_proposals_can_be_bounded(detector):
    bounded = FaceDetector.shipped(DetectorConfig(max_proposals=5, thresholds=(0.0, 0.7, 0.7)))
    (found,), (usual,) = bounded.detect(drawn_face()), detector.detect(drawn_face())
    assert overlaps(found.box[None], usual.box[None]).item() > 0.7


def test_an_empty_picture_is_refused(detector):
    with pytest.raises(InputError, match="has no pixels"):
        detector.detect(np.zeros((0, 0, 3), dtype=np.uint8))


@pytest.mark.parametrize(
    "change",
    [
        {"min_face_px": 11},
        {"scale_factor": 1.0},
        {"scale_factor": 0.0},
        {"thresholds": (0.6, 1.1, 0.7)},
        {"max_pixels": 0},
        {"max_proposals": 0},
    ],
)
def test_a_configuration_that_cannot_work_is_refused(change):
    with pytest.raises(InputError, match=f"{next(iter(change))}=.*out of range; expected"):
        replace(DetectorConfig(), **change)


def test_a_box_about_a_face_is_refined_to_the_face(detector):
    picture = drawn_face()
    (found,) = detector.detect(picture)
    shifted = found.box + np.float32([8, -6, 8, -6])
    (again,) = detector.refine(picture, shifted[None])
    assert overlaps(found.box[None], again.box[None]).item() > 0.8


def test_nothing_is_made_of_boxes_without_a_face_or_without_size(detector):
    picture = drawn_face()
    beside = np.float32([[0, 0, 60, 60], [5, 5, 5, 5], [900, 900, 960, 960], [90, 90, 30, 30]])
    assert detector.refine(picture, beside) == ()
    assert detector.refine(picture, np.empty((0, 4), dtype=np.float32)) == ()


def test_boxes_that_meet_in_one_face_give_it_once(detector):
    picture = drawn_face()
    (found,) = detector.detect(picture)
    nearby = np.stack([found.box, found.box + 3, found.box - 3])
    assert len(detector.refine(picture, nearby)) == 1


def test_the_largest_central_face_is_chosen():
    central, larger_at_the_edge = face(140, 100, 40, 40), face(0, 0, 50, 50)
    assert choose_face((larger_at_the_edge, central), (240, 320)) is central
    much_larger = face(0, 0, 120, 120)
    assert choose_face((much_larger, central), (240, 320, 3)) is much_larger
    assert choose_face((), (240, 320)) is None


def test_a_face_whose_centre_lies_outside_can_still_be_chosen():
    outside = face(-100, -100, 120, 120)
    assert choose_face((outside,), (240, 320)) is outside


@pytest.mark.shared_data
def test_the_photographs_hold_as_many_faces_as_people_count(detector):
    folder = shared_data("faces", "photos")
    with (folder / "expected_faces.csv").open(encoding="utf-8") as table:
        expected = {row["file"]: int(row["human_faces"]) for row in csv.DictReader(table)}
    told = {}
    for name in expected:
        pixels = cv2.cvtColor(cv2.imread(str(folder / name)), cv2.COLOR_BGR2RGB)
        told[name] = len(detector.detect(pixels))
    assert told == expected
