import cv2
import numpy as np
import pytest

from moodarc.sensing.face.picture_size import picture_size

IMAGE = np.random.default_rng(0).integers(0, 255, (37, 300, 3), dtype=np.uint8)


@pytest.mark.parametrize("ending", [".png", ".bmp", ".jpg"])
def test_the_size_is_told_from_the_first_bytes(ending):
    _, encoded = cv2.imencode(ending, IMAGE)
    assert picture_size(encoded.tobytes()[:2000]) == (300, 37)


def test_a_progressive_jpeg_with_a_long_remark_is_told():
    _, encoded = cv2.imencode(".jpg", IMAGE, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])
    content = encoded.tobytes()
    remark = b"\xff\xff\xfe" + (60_002).to_bytes(2, "big") + bytes(60_000)
    assert picture_size(content[:2] + remark + content[2:]) == (300, 37)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"BM",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"\xff\xd8" + b"\xff" * 9,
        b"\xff\xd8\xff\xe0\0\0" * 9,
        b"RIFF",
    ],
)
def test_what_does_not_tell_is_left_open(content):
    assert picture_size(content) is None
