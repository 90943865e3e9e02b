"""Frames of a drawn face, for timing where no video is at hand.

Ellipses with soft edges, which MTCNN takes for a face; it sways a little from frame to frame, as a
listener before a camera does. What it expresses means nothing.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.clip_frames import CLIP_SIZE

__all__ = ["drawn_frames"]

_WIDTH = 180.0
"""of the face in pixels, a third of the picture's height: someone at a desk"""
_SKIN, _HAIR, _DARK = (212, 172, 148), (52, 38, 32), (40, 30, 26)
_SHAPES = (  # centre and half axes in hundredths of the width, and colour
    (0, -13, 60, 78, _HAIR),
    (0, 9, 49, 67, _SKIN),
    *((side * 21, dy, rx, ry, colour) for side in (-1, 1) for dy, rx, ry, colour in (
        (-22, 13, 3, (70, 46, 36)),
        (-9, 12, 8, (180, 132, 112)),
        (-9, 10, 6, (234, 234, 230)),
        (-9, 4, 6, _DARK),
    )),
    (0, 9, 7, 16, (226, 186, 162)),
    (-6, 23, 3, 2, (120, 76, 66)),
    (6, 23, 3, 2, (120, 76, 66)),
    (0, 42, 19, 6, (164, 72, 72)),
    (0, 41, 18, 1, (90, 32, 36)),
)  # fmt: skip


def drawn_frames(n: int) -> list[NDArray[np.uint8]]:
    """So many frames, uint8 RGB (480, 640, 3) each."""
    return [_frame(number) for number in range(n)]


def _frame(number: int) -> NDArray[np.uint8]:
    width, height = CLIP_SIZE
    image = np.full((height, width, 3), (118, 128, 140), dtype=np.uint8)
    x, y = width / 2 + 12.0 * np.sin(number / 9.0), height / 2 + 6.0 * np.sin(number / 7.0)
    for dx, dy, rx, ry, colour in _SHAPES:
        at = round(x + dx * _WIDTH / 100.0), round(y + dy * _WIDTH / 100.0)
        axes = max(1, round(rx * _WIDTH / 100.0)), max(1, round(ry * _WIDTH / 100.0))
        cv2.ellipse(image, at, axes, 0, 0, 360, colour, -1)
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 2.4), dtype=np.uint8)
