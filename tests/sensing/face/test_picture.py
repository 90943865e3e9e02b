import numpy as np
import pytest

from moodarc.errors import InputError
from moodarc.sensing.face.picture import as_rgb


def test_rgb_is_handed_through_without_a_copy():
    image = np.zeros((4, 5, 3), dtype=np.uint8)
    assert np.shares_memory(as_rgb(image), image)


@pytest.mark.parametrize("shape", [(4, 5), (4, 5, 1)])
def test_gray_becomes_three_equal_channels(shape):
    gray = np.arange(20, dtype=np.uint8).reshape(shape)
    colour = as_rgb(gray)
    assert colour.shape == (4, 5, 3)
    assert all((colour[..., c] == gray.reshape(4, 5)).all() for c in range(3))


def test_opacity_is_dropped():
    image = np.random.default_rng(0).integers(0, 256, (4, 5, 4), dtype=np.uint8)
    np.testing.assert_array_equal(as_rgb(image), image[..., :3])


@pytest.mark.parametrize(
    ("image", "complaint"),
    [
        (np.zeros((4, 5, 3)), r"picture of float64; expected a NumPy array of uint8"),
        (np.zeros((4, 5, 3), dtype=np.uint16), r"picture of uint16"),
        (None, r"picture of NoneType; expected a NumPy array"),
        (np.zeros((0, 5, 3), dtype=np.uint8), r"shape \(0, 5, 3\) has no pixels"),
        (np.zeros(5, dtype=np.uint8), r"shape \(5,\); expected \(height, width\)"),
        (np.zeros((4, 5, 2), dtype=np.uint8), r"shape \(4, 5, 2\); expected"),
        (np.zeros((1, 4, 5, 3), dtype=np.uint8), r"shape \(1, 4, 5, 3\); expected"),
    ],
)
def test_what_is_no_picture_is_refused_with_what_was_met(image, complaint):
    with pytest.raises(InputError, match=complaint):
        as_rgb(image)
