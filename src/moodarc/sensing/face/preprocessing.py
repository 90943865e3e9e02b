"""From a face in a picture to the network's input (EM-1), the same numbers here and in the page.

1. The box grows by 10 % of its width and height on each side (`grown`).
2. 48x48 points, the centres of as many equal cells of that box, are read bilinearly from
   gray = 0.299 R + 0.587 G + 0.114 B; beyond the picture its edge pixels go on (replicated), so
   that a face at the edge keeps its proportions. In double precision, rounded once, half up.
3. CLAHE, clip limit 2.0, 8x8 tiles, as OpenCV has it: tiles of 6x6 pixels hold so few that the
   limit comes to one pixel a gray level. Divided by 255.

`tests/sensing/face/golden_face_picture.json` holds a picture, a box and the result, for any port.

Framing: MTCNN's boxes are 1.3 times as tall as wide, and the paper's 48x48 stretches them to a
square. The tiles of FER-2013, on which the networks learn, are not stretched: on 532 of its
validation tiles in which MTCNN finds the face, the tile is 1.23 widths and 0.92 heights of its box
(medians), about the same centre (`tools/measure_fer_frame.py`). `as_fer` frames a face like that.
"""

from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError
from moodarc.sensing.face.boxes import Face
from moodarc.sensing.face.picture import as_rgb

__all__ = [
    "CLAHE",
    "FER_SIDE",
    "LUMA",
    "MARGIN",
    "SIDE_PX",
    "as_fer",
    "equalised",
    "face_picture",
    "framed_picture",
    "grown",
]

SIDE_PX: Final = 48
"""Side of the network's input."""

MARGIN: Final = 0.1
"""Share of its width and height by which the box grows on each side (EM-1)."""

FER_SIDE: Final = 1.23
"""Side of a FER-2013 tile in widths of MTCNN's box, median of 532 tiles."""

LUMA: Final = np.array([0.299, 0.587, 0.114])
"""of R, G and B in gray (BT.601)"""
_CLIP_LIMIT: Final = 2.0
_TILES: Final = (8, 8)
CLAHE: Final = {"clip_limit": _CLIP_LIMIT, "tiles": _TILES}
"""of the equalising, for other programs that must do the same"""


def grown(face: Face, margin: float = MARGIN) -> Face:
    """The face with a larger box about the same centre.

    Args:
        face: its landmarks and score stay.
        margin: share of width and height added on each side.
    """
    return replace(
        face,
        left=face.left - margin * face.width,
        top=face.top - margin * face.height,
        width=face.width * (1 + 2 * margin),
        height=face.height * (1 + 2 * margin),
    )


def as_fer(face: Face) -> Face:
    """The face with the square box that FER-2013 has about its faces."""
    x, y = face.centre
    side = FER_SIDE * face.width
    return replace(face, left=x - side / 2, top=y - side / 2, width=side, height=side)


def face_picture(image: NDArray[np.uint8], face: Face) -> NDArray[np.float32]:
    """The network's input as EM-1 has it, float32 (48, 48) in [0, 1].

    Args:
        image: uint8 RGB `(height, width, 3)`; gray and RGBA are taken as `as_rgb` says.
        face: as the detector gave it, in pixels of that picture.

    Raises:
        InputError: no picture, or a box without size or beside the picture.
    """
    return framed_picture(image, grown(face))


def framed_picture(image: NDArray[np.uint8], frame: Face) -> NDArray[np.float32]:
    """The same for a box that is framed already, by `grown` or by `as_fer`.

    Raises:
        InputError: as `face_picture`.
    """
    return equalised(_gray(as_rgb(image), frame))


def equalised(gray: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Local contrast made equal (CLAHE) and scaled: float32 (48, 48) in [0, 1].

    Args:
        gray: uint8 (48, 48), such as a tile of FER-2013.

    Raises:
        InputError: another shape or type.
    """
    if gray.shape != (SIDE_PX, SIDE_PX) or gray.dtype != np.uint8:
        msg = f"a face of {gray.dtype} {gray.shape}; expected uint8 ({SIDE_PX}, {SIDE_PX})"
        raise InputError(msg)
    # made anew each time: it holds buffers, and threads may call this side by side
    equal = cv2.createCLAHE(clipLimit=_CLIP_LIMIT, tileGridSize=_TILES).apply(gray)
    return equal.astype(np.float32) / np.float32(255)


def _gray(image: NDArray[np.uint8], box: Face) -> NDArray[np.uint8]:
    """The box's content, uint8 (48, 48)."""
    height, width = image.shape[:2]
    _check_meets(box, height, width)
    rows, down = _points(box.top, box.height, height)
    columns, along = _points(box.left, box.width, width)
    gray = image[np.ix_(rows.ravel(), columns.ravel())] @ LUMA
    corners = gray.reshape(2, SIDE_PX, 2, SIDE_PX)
    across = corners[:, :, 0] * (1 - along) + corners[:, :, 1] * along
    mixed = across[0] * (1 - down[:, None]) + across[1] * down[:, None]
    rounded: NDArray[np.uint8] = np.floor(mixed + 0.5).astype(np.uint8)
    return rounded


def _points(
    start: float, length: float, limit: int
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The pixels before and after each of 48 points, `(2, 48)`, and the share of the latter."""
    # the centre of pixel k lies at k + 1/2
    points = start + (np.arange(SIDE_PX) + 0.5) * length / SIDE_PX - 0.5
    first = np.floor(points)
    pixels = np.clip(np.stack([first, first + 1]), 0, limit - 1)
    return pixels.astype(np.intp), points - first


def _check_meets(box: Face, height: int, width: int) -> None:
    right, bottom = box.left + box.width, box.top + box.height
    inside = box.left < width and right > 0 and box.top < height and bottom > 0
    if not (inside and box.width > 0 and box.height > 0):
        msg = (
            f"a box from ({box.left:g}, {box.top:g}) to ({right:g}, {bottom:g}) holds nothing of a "
            f"picture of {width}x{height}; give the picture in which the face was found"
        )
        raise InputError(msg)
