import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.drawn_faces import drawn_face

from moodarc.randomness import derive_rng
from moodarc.sensing.face.augmentation import Augmentation, augmented

STILL = Augmentation(flip=0.0, rotation_deg=0.0, zoom=(1.0, 1.0), brightness=0.0)


@pytest.fixture
def pictures():
    rng = np.random.default_rng(5)
    faces = [drawn_face(name, rng) for name in ("happy", "sad", "neutral")]
    return np.stack(faces).astype(np.float32) / 255


def test_without_any_change_pictures_come_back_as_they_are(pictures):
    out = augmented(pictures, STILL, rng=derive_rng(0))
    np.testing.assert_allclose(out, pictures, atol=1e-6)


def test_a_flip_is_the_mirror_image(pictures):
    mirrored = Augmentation(flip=1.0, rotation_deg=0.0, zoom=(1.0, 1.0), brightness=0.0)
    out = augmented(pictures, mirrored, rng=derive_rng(0))
    np.testing.assert_allclose(out, pictures[:, :, ::-1], atol=1e-6)


def test_a_smaller_crop_without_shift_is_the_middle(pictures):
    middle = Augmentation(crop_px=44, flip=0.0, rotation_deg=0.0, zoom=(1.0, 1.0), brightness=0.0)
    out = augmented(pictures, middle, rng=derive_rng(0))
    np.testing.assert_allclose(out, pictures[:, 2:46, 2:46], atol=1e-6)


def test_a_larger_zoom_shows_less_of_the_picture():
    squares = np.zeros((1, 48, 48), np.float32)
    squares[0, 16:32, 16:32] = 1.0
    still = {"flip": 0.0, "rotation_deg": 0.0, "brightness": 0.0}
    larger = augmented(squares, Augmentation(zoom=(1.5, 1.5), **still), rng=derive_rng(0))
    assert larger.sum() == pytest.approx(1.5**2 * squares.sum(), rel=0.02)


def test_erasing_hides_a_rectangle_behind_mid_gray(pictures):
    how = Augmentation(flip=0.0, rotation_deg=0.0, zoom=(1.0, 1.0), brightness=0.0, erase=1.0)
    out = augmented(pictures, how, rng=derive_rng(0))
    for before, after in zip(pictures, out, strict=True):
        rows, columns = np.nonzero(np.abs(before - after) > 1e-6)
        assert (after[rows, columns] == 0.5).all()
        assert 7 <= np.ptp(rows) <= 19


@given(seed=st.integers(0, 1000))
def test_the_same_generator_gives_the_same_and_the_input_stays(seed):
    pictures = np.random.default_rng(1).random((4, 48, 48), dtype=np.float32)
    before, how = pictures.copy(), Augmentation(crop_px=44, shift_px=3, contrast=0.2, erase=0.5)
    first = augmented(pictures, how, rng=derive_rng(seed))
    np.testing.assert_array_equal(first, augmented(pictures, how, rng=derive_rng(seed)))
    np.testing.assert_array_equal(pictures, before)
    assert first.shape == (4, 44, 44)
    assert first.dtype == np.float32
    assert np.isfinite(first).all()
