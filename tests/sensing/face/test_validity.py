from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.drawn_pictures import drawn_face

from moodarc.affect import VALID
from moodarc.sensing.face import Face
from moodarc.sensing.face.validity import (
    CUT_OFF,
    NO_FACE,
    REMEDIES,
    TILTED,
    TOO_BLURRED,
    TOO_BRIGHT,
    TOO_DARK,
    TOO_SMALL,
    TURNED_AWAY,
    ValidityConfig,
    sharpness,
    tilt_deg,
    validity_of,
    yaw_deg,
)

EYES_APART = 40.0


def landmarks(*, yaw=0.0, tilt=0.0):
    """Five points of a head that is turned and tilted, about (160, 120), in degrees."""
    turn, lean = np.deg2rad([yaw, tilt])
    half, depth = EYES_APART / 2 * np.cos(turn), EYES_APART / 2 * np.sin(turn)
    flat = np.array([[-half, 0], [half, 0], [depth, 20], [-half / 2, 40], [half / 2, 40]])
    rotation = np.array([[np.cos(lean), np.sin(lean)], [-np.sin(lean), np.cos(lean)]])
    return (flat @ rotation + [160, 120]).astype(np.float32)


@pytest.fixture
def image():
    return drawn_face()


@pytest.fixture
def face():
    return Face(115.0, 60.0, 90.0, 120.0, 0.99, landmarks())


def test_an_upright_face_in_good_light_can_be_read(image, face):
    assert validity_of(image, face) == VALID


def test_where_there_is_no_face_that_is_said(image):
    assert validity_of(image, None) == NO_FACE


def test_a_small_face_is_told_before_all_else(image, face):
    small = replace(face, width=30.0)
    assert validity_of(image, small) == TOO_SMALL
    assert validity_of(image, small, ValidityConfig(min_face_px=20)) == VALID


def test_a_face_at_the_edge_is_cut_off(image, face):
    assert validity_of(image, replace(face, left=-40.0)) == CUT_OFF
    assert validity_of(image, replace(face, left=300.0)) == CUT_OFF


@pytest.mark.parametrize("angle", [-60, -30, 0, 20, 60])
def test_turn_and_tilt_are_those_of_the_head(face, angle):
    turned, tilted = replace(face, landmarks=landmarks(yaw=angle)), landmarks(tilt=angle)
    assert yaw_deg(turned) == pytest.approx(angle, abs=1e-3)
    assert tilt_deg(replace(face, landmarks=tilted)) == pytest.approx(angle, abs=1e-3)
    both = landmarks(yaw=angle, tilt=15)
    assert yaw_deg(replace(face, landmarks=both)) == pytest.approx(angle, abs=1e-3)


@pytest.mark.parametrize("yaw", [-50, 50])
def test_a_face_that_is_turned_away_is_not_read(image, face, yaw):
    assert validity_of(image, replace(face, landmarks=landmarks(yaw=yaw))) == TURNED_AWAY


def test_a_tilted_head_is_not_read(image, face):
    assert validity_of(image, replace(face, landmarks=landmarks(tilt=40))) == TILTED


def test_eyes_in_one_point_are_a_head_turned_away(image, face):
    points = landmarks()
    points[1] = points[0]
    assert validity_of(image, replace(face, landmarks=points)) == TURNED_AWAY


def test_too_little_and_too_much_light_are_told(image, face):
    dark = (image * 0.1).astype(np.uint8)
    bright = (255 - (255 - image) * 0.1).astype(np.uint8)
    assert validity_of(dark, face) == TOO_DARK
    assert validity_of(bright, face) == TOO_BRIGHT


def test_a_dark_skin_in_good_light_is_read(image, face):
    box = np.zeros(image.shape[:2], dtype=bool)
    box[60:180, 115:205] = True
    dark = np.where(box[:, :, None], image * 0.3, image).astype(np.uint8)
    dark[100:110, 130:190] = 160  # light on brow and nose
    assert dark[box].mean() < 60
    assert validity_of(dark, face) == VALID


def test_a_blurred_face_is_told_and_noise_does_not_hide_it(image, face):
    blurred = cv2.GaussianBlur(image, (0, 0), 8)
    assert validity_of(blurred, face) == TOO_BLURRED
    noise = np.random.default_rng(0).normal(0, 2, image.shape)
    noisy = np.clip(blurred + noise, 0, 255).astype(np.uint8)
    assert validity_of(noisy, face) == TOO_BLURRED


def test_sharpness_does_not_depend_on_contrast():
    gray = np.random.default_rng(0).integers(80, 180, (48, 48)).astype(np.uint8)
    faint = (gray // 2 + 40).astype(np.uint8)
    assert sharpness(faint) == pytest.approx(sharpness(gray), rel=0.02)
    assert sharpness(np.full((48, 48), 90, dtype=np.uint8)) == 0.0


def test_each_reason_has_a_remedy():
    reasons = {
        NO_FACE,
        TOO_SMALL,
        CUT_OFF,
        TURNED_AWAY,
        TILTED,
        TOO_DARK,
        TOO_BRIGHT,
        TOO_BLURRED,
    }
    assert set(REMEDIES) == reasons
