"""The image pyramid: one window of 12 pixels meets faces of every size in smaller copies.

Level k is the picture at 12 / min_face * factor^k of its size, for as long as a window fits in. A
level is averaged down from the one before it, not from the picture, whose many pixels would be read
again for each.
"""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["CELL_PX", "level_shapes", "levels"]

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
        how = cv2.INTER_AREA if height < level.shape[0] else cv2.INTER_LINEAR
        if (height, width) != level.shape[:2]:
            level = np.asarray(cv2.resize(level, (width, height), interpolation=how), np.uint8)
        yield level
