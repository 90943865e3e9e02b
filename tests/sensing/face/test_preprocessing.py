"""The network's input; `golden_face_picture.json` is for ports too.

`python tests/sensing/face/test_preprocessing.py` writes it anew, from the naive formulas here.
"""

import json
import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.naive_clahe import naive_clahe

from moodarc.errors import InputError
from moodarc.sensing.face import Face, as_fer, equalised, face_picture, framed_picture, grown
from moodarc.sensing.face.preprocessing import _gray

GOLDEN = Path(__file__).with_name("golden_face_picture.json")
NOWHERE = np.zeros((5, 2), dtype=np.float32)


def face(*box):
    return Face(*box, 1.0, NOWHERE)


def golden_picture():
    """24 x 32 pixels, by formula; the box of the golden array leaves it at the right and above."""
    y, x, c = np.indices((24, 32, 3))
    return ((x * x + 3 * y * y + 5 * x * y + 40 * c) // (4 + c) % 256).astype(np.uint8)


GOLDEN_BOX = (11.3, -2.6, 18.5, 21.25)


def naive_gray(image, box):
    """The bilinear reading written out, in double precision."""
    left, top, width, height = box
    limits = (image.shape[0] - 1, image.shape[1] - 1)

    def level(row, column):
        row, column = (
            min(max(k, 0), limit) for k, limit in zip((row, column), limits, strict=True)
        )
        red, green, blue = (float(value) for value in image[row, column])
        return 0.299 * red + 0.587 * green + 0.114 * blue

    gray = np.empty((48, 48), dtype=np.uint8)
    for i, j in np.ndindex(48, 48):
        y, x = top + (i + 0.5) * height / 48 - 0.5, left + (j + 0.5) * width / 48 - 0.5
        row, column = math.floor(y), math.floor(x)
        down, along = y - row, x - column
        upper = level(row, column) * (1 - along) + level(row, column + 1) * along
        lower = level(row + 1, column) * (1 - along) + level(row + 1, column + 1) * along
        gray[i, j] = math.floor(upper * (1 - down) + lower * down + 0.5)
    return gray


def grown_box(box):
    left, top, width, height = box
    return left - 0.1 * width, top - 0.1 * height, 1.2 * width, 1.2 * height


def write_golden():
    image, gray = golden_picture(), naive_gray(golden_picture(), grown_box(GOLDEN_BOX))
    arrays = {
        "picture": image.tolist(),
        "gray": gray.tolist(),
        "equalised": naive_clahe(gray).tolist(),
    }
    rows = [
        f'  "{name}": [\n' + ",\n".join(f"    {json.dumps(r)}" for r in array) + "\n  ]"
        for name, array in arrays.items()
    ]
    about = (
        "RGB rows; box: left, top, width, height; gray: of the box grown; output: equalised / 255"
    )
    head = [f'  "about": "{about}"', f'  "box": {list(GOLDEN_BOX)}']
    GOLDEN.write_text("{\n" + ",\n".join([*head, *rows]) + "\n}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def golden():
    return json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_the_golden_picture_gives_the_golden_array(golden):
    image = np.array(golden["picture"], dtype=np.uint8)
    found = face_picture(image, face(*golden["box"]))
    assert (found.shape, found.dtype) == ((48, 48), np.float32)
    np.testing.assert_allclose(found * 255, golden["equalised"], atol=1e-4)


def test_the_golden_gray_is_read_before_contrast(golden):
    image = np.array(golden["picture"], dtype=np.uint8)
    np.testing.assert_array_equal(_gray(image, grown(face(*golden["box"]))), golden["gray"])
    gray = np.array(golden["gray"], dtype=np.uint8)
    np.testing.assert_allclose(equalised(gray) * 255, golden["equalised"], atol=1e-4)


def test_the_golden_arrays_are_those_of_the_naive_formulas(golden):
    image = golden_picture()
    assert golden["picture"] == image.tolist()
    gray = naive_gray(image, grown_box(golden["box"]))
    assert golden["gray"] == gray.tolist()
    assert golden["equalised"] == naive_clahe(gray).tolist()


@pytest.mark.parametrize("seed", range(3))
def test_contrast_is_made_equal_as_opencv_documents_it(seed):
    rng = np.random.default_rng(seed)
    noise = rng.integers(0, 256, (48, 48), dtype=np.uint8)
    gray = cv2.GaussianBlur(noise, (0, 0), 0.5 + 2 * seed)
    np.testing.assert_allclose(equalised(gray) * 255, naive_clahe(gray), atol=1e-4)


def test_a_box_on_whole_pixels_is_what_opencv_resizes():
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 256, (200, 300, 3), dtype=np.uint8)
    image = cv2.GaussianBlur(noise, (0, 0), 2)
    crop = cv2.cvtColor(image[40:160, 92:188], cv2.COLOR_RGB2GRAY)
    resized = cv2.resize(crop, (48, 48), interpolation=cv2.INTER_LINEAR).astype(int)
    assert np.abs(_gray(image, face(92, 40, 96, 120)) - resized).max() <= 1


def test_the_box_grows_by_a_tenth_on_each_side():
    larger = grown(face(10, 20, 100, 50))
    assert (larger.left, larger.top) == pytest.approx((0, 15))
    assert (larger.width, larger.height) == pytest.approx((120, 60))


def test_the_frame_of_fer_is_a_square_about_the_same_centre():
    square = as_fer(face(10, 20, 100, 130))
    assert square.width == square.height == pytest.approx(123)
    assert square.centre == pytest.approx((60, 85))


def test_a_framed_box_is_not_grown_again():
    image, found = golden_picture(), face(5, 4, 12, 15)
    np.testing.assert_array_equal(framed_picture(image, grown(found)), face_picture(image, found))
    assert (framed_picture(image, found) != face_picture(image, found)).any()


def test_beyond_the_edge_the_last_pixels_go_on():
    image = golden_picture()
    wider = np.pad(image, ((30, 30), (30, 30), (0, 0)), mode="edge")
    inside, outside = face(-8, -6, 30, 36), face(22, 24, 30, 36)
    np.testing.assert_array_equal(face_picture(image, inside), face_picture(wider, outside))


def test_a_gray_picture_gives_what_its_rgb_gives():
    gray = golden_picture()[..., 0]
    colour, box = np.stack([gray] * 3, axis=2), face(3, 2, 20, 20)
    np.testing.assert_array_equal(face_picture(gray, box), face_picture(colour, box))


def test_values_lie_in_0_to_1_and_the_picture_is_left_as_it_was():
    image = golden_picture()
    before = image.copy()
    found = face_picture(image, face(0, 0, 32, 24))
    assert 0 <= found.min() < 0.3
    assert 0.7 < found.max() <= 1
    np.testing.assert_array_equal(image, before)


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e7])
def test_tiny_and_huge_boxes_are_read_in_the_same_time_and_space(size):
    found = face_picture(golden_picture(), face(16 - size / 2, 12 - size / 2, size, size))
    assert np.isfinite(found).all()


@pytest.mark.parametrize(
    "box", [(40, 5, 10, 10), (-30, 5, 10, 10), (5, 5, 0, 10), (5, 5, 10, -3), (math.nan, 5, 9, 9)]
)
def test_a_box_that_holds_nothing_of_the_picture_is_refused(box):
    with pytest.raises(InputError, match="holds nothing of a picture of 32x24"):
        face_picture(golden_picture(), face(*box))


def test_only_uint8_of_48_by_48_is_made_equal():
    with pytest.raises(InputError, match=r"float32 \(48, 48\); expected uint8 \(48, 48\)"):
        equalised(np.zeros((48, 48), dtype=np.float32))
    with pytest.raises(InputError, match=r"uint8 \(44, 44\)"):
        equalised(np.zeros((44, 44), dtype=np.uint8))


if __name__ == "__main__":
    write_golden()
