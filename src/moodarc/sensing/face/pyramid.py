"""The image pyramid: one window of 12 pixels meets faces of every size in smaller copies.

Level k is the picture at 12 / min_face * factor^k of its size, for as long as a window fits in. A
level is made from the one before it, halved as often as it can be and read bilinearly after that,
not from the picture, whose many pixels would be read again for each.
"""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["CELL_PX", "halved", "level_shapes", "levels"]

CELL_PX: Final = 12
"""Side of P-Net's window."""


def level_shapes(
    shape: tuple[int, int], min_face_px: float, factor: float
) -> tuple[tuple[int, int], ...]:
    """Height and width of each level in pixels, largest first.

    Args:
        shape: height and width of the picture.
        min_face_px: side of the smallest face to be found.
        factor: between levels, (0, 1); MTCNN's own is 0.709, about half the area.

    >>> level_shapes((60, 80), 40, 0.5)
    ((18, 24),)
    """
    face_px, found = min_face_px, []
    while face_px <= min(shape):
        found.append((round(shape[0] * CELL_PX / face_px), round(shape[1] * CELL_PX / face_px)))
        face_px /= factor
    return tuple(found)


def levels(
    image: NDArray[np.uint8], shapes: tuple[tuple[int, int], ...]
) -> Iterator[NDArray[np.uint8]]:
    """The picture at each shape, uint8 `(height, width, 3)`."""
    level = image
    for height, width in shapes:
        while level.shape[0] >= 2 * height and level.shape[1] >= 2 * width:
            level = halved(level)
        if (height, width) != level.shape[:2]:
            level = np.asarray(cv2.resize(level, (width, height)), dtype=np.uint8)
        yield level


def halved(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture at half its size, 2x2 pixels averaged; two pixels a side are needed."""
    # an odd last row or column is left out: the scale stays exact, and OpenCV several times quicker
    height, width = (side // 2 for side in image.shape[:2])
    even = image[: 2 * height, : 2 * width]
    half = cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(half, dtype=np.uint8)
