"""Pieces of a picture at a fixed size: what R-Net and O-Net look at.

Bilinear; where a box leaves the picture, mid-gray, which is 0 for the networks. A piece that is
more than twice as large as wanted is taken from a copy of the picture that was averaged down first:
bilinear samples of many pixels would depend on which they hit.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["crops"]

_OUTSIDE: Final = (128, 128, 128)


def crops(image: NDArray[np.uint8], boxes: NDArray[np.float32], side_px: int) -> NDArray[np.uint8]:
    """The boxes' contents, uint8 `(n, side_px, side_px, 3)`.

    Args:
        image: `(height, width, 3)`.
        boxes: `(n, 4)`, squares of more than no size.
        side_px: of the result.
    """
    pieces = np.empty((len(boxes), side_px, side_px, 3), dtype=np.uint8)
    for piece, box in zip(pieces, boxes, strict=True):
        _crop_into(piece, image, box)
    return pieces


def _crop_into(
    piece: NDArray[np.uint8], image: NDArray[np.uint8], box: NDArray[np.float32]
) -> None:
    side = piece.shape[0]
    step = float(box[2] - box[0]) / side
    # centre of target pixel k lies at box + (k + 1/2) step; cv2 counts from pixels' centres
    offset_x, offset_y = (float(edge) + step / 2 - 0.5 for edge in box[:2])
    matrix = np.array([[step, 0, offset_x], [0, step, offset_y]])
    cv2.warpAffine(
        image,
        matrix,
        (side, side),
        dst=piece,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=_OUTSIDE,
    )
