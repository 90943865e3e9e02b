import numpy as np
import pytest

from moodarc.sensing.face.crops import crops


@pytest.fixture
def image():
    return np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8)


def box(left, top, side):
    return np.float32([[left, top, left + side, top + side]])


def test_a_box_of_the_wanted_size_is_cut_out_as_it_is(image):
    (piece,) = crops(image, box(10, 20, 24), 24)
    np.testing.assert_array_equal(piece, image[20:44, 10:34])


def test_outside_the_picture_all_is_mid_gray(image):
    (piece,) = crops(image, box(-12, -12, 24), 24)
    assert (piece[:12] == 128).all()
    assert (piece[:, :12] == 128).all()
    np.testing.assert_array_equal(piece[12:, 12:], image[:12, :12])


def test_a_box_beside_the_picture_is_gray(image):
    assert (crops(image, box(500, 500, 48), 24) == 128).all()


def test_a_box_of_twice_the_size_is_averaged(image):
    (piece,) = crops(image, box(4, 6, 48), 24)
    blocks = image[6:54, 4:52].reshape(24, 2, 24, 2, 3).mean(axis=(1, 3))
    assert np.abs(piece - blocks).max() <= 1


def test_a_plain_ramp_is_sampled_at_the_centres_of_its_cells():
    ramp = np.repeat(np.arange(100, dtype=np.uint8)[None, :, None], 100, axis=0).repeat(3, axis=2)
    (piece,) = crops(ramp, box(20, 20, 36), 24)
    centres = 20 + (np.arange(24) + 0.5) * 1.5 - 0.5
    assert np.abs(piece[12, :, 0] - centres).max() <= 0.51


def test_the_picture_is_left_as_it_was_even_where_it_is_tiny():
    tiny = np.full((1, 1, 3), 7, dtype=np.uint8)
    pieces = crops(tiny, box(-100, -100, 200), 24)
    assert pieces.shape == (1, 24, 24, 3)
    assert (tiny == 7).all()
    assert crops(tiny, np.empty((0, 4), dtype=np.float32), 24).shape == (0, 24, 24, 3)
