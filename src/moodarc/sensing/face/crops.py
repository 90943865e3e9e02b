"""Pieces of a picture at a fixed size: what R-Net and O-Net look at.

Bilinear; where a box leaves the picture, mid-gray, which is 0 for the networks. A piece of twice
the wanted side or more is taken from a copy of the picture that was halved (2x2 averaged) as often
as fits: bilinear samples of a full picture skip pixels, and boxes then tremble from frame to frame.
"""

from math import floor, log2
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from moodarc.sensing.face.pyramid import halved

__all__ = ["crops"]

_OUTSIDE: Final = (128, 128, 128)


def crops(image: NDArray[np.uint8], boxes: NDArray[np.float32], side_px: int) -> NDArray[np.uint8]:
    """The boxes' contents, uint8 `(n, side_px, side_px, 3)`.

    Args:
        image: `(height, width, 3)`.
        boxes: `(n, 4)`, squares of some size.
        side_px: of the result.
    """
    pieces = np.empty((len(boxes), side_px, side_px, 3), dtype=np.uint8)
    copies = [image]
    for piece, box in zip(pieces, boxes, strict=True):
        halvings = max(0, floor(log2(float(box[2] - box[0]) / side_px)))
        while len(copies) <= halvings and min(copies[-1].shape[:2]) > 1:
            copies.append(halved(copies[-1]))
        halvings = min(halvings, len(copies) - 1)
        _crop_into(piece, copies[halvings], box / np.float32(2**halvings))
    return pieces


def _crop_into(
    piece: NDArray[np.uint8], image: NDArray[np.uint8], box: NDArray[np.float32]
) -> None:
    side = piece.shape[0]
    left, top, right, bottom = (float(edge) for edge in box)
    across, down = (right - left) / side, (bottom - top) / side
    # the centre of target pixel k lies at left + (k + 1/2) across; cv2 counts from pixels' centres
    matrix = np.array(
        [[across, 0, left + across / 2 - 0.5], [0, down, top + down / 2 - 0.5]], dtype=np.float64
    )
    cv2.warpAffine(
        image,
        matrix,
        (side, side),
        dst=piece,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=_OUTSIDE,
    )
