"""Whether a face can be read at all; where not, why and what would help.

A classifier answers with seven probabilities whatever it is shown. What it was never trained on is
therefore kept from it: a reading with a reason is worth more than a sure mistake.

Light is judged by the brightest and darkest twentieth of the face's pixels, not by their mean: a
dark skin in good light has highlights, and must not be refused as too dark. Blur is judged on the
48x48 pixels that the network gets, as the Laplacian's deviation in units of the picture's own, so
that contrast does not enter. Turning comes from the five landmarks.
"""

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from moodarc.affect import VALID
from moodarc.sensing.face.boxes import Face

__all__ = [
    "CUT_OFF",
    "NO_FACE",
    "REMEDIES",
    "TILTED",
    "TOO_BLURRED",
    "TOO_BRIGHT",
    "TOO_DARK",
    "TOO_SMALL",
    "TURNED_AWAY",
    "ValidityConfig",
    "sharpness",
    "tilt_deg",
    "validity_of",
    "yaw_deg",
]

NO_FACE: Final = "no face"
TOO_SMALL: Final = "the face is too small"
CUT_OFF: Final = "the face is cut off"
TURNED_AWAY: Final = "the face is turned away"
TILTED: Final = "the head is tilted"
TOO_DARK: Final = "the face is too dark"
TOO_BRIGHT: Final = "the face is too bright"
TOO_BLURRED: Final = "the face is blurred"

REMEDIES: Final = {
    NO_FACE: "look into the camera, alone, in good light, an arm's length away",
    TOO_SMALL: "come closer",
    CUT_OFF: "move into the middle of the picture",
    TURNED_AWAY: "look into the camera",
    TILTED: "hold the head upright",
    TOO_DARK: "turn to a window or a lamp",
    TOO_BRIGHT: "turn away from the lamp or the sun",
    TOO_BLURRED: "hold still, and wipe the lens",
}
"""What would help, by the `validity` of a reading."""

_SIDE_PX: Final = 48
_NOSE_DEPTH: Final = 0.5
"""of the nose's tip before the eyes, in distances between the eyes; a rough average of heads"""
_LEAST_DEVIATION: Final = 1.0
_LEAST_EYES_PX: Final = 1e-3


@dataclass(frozen=True, slots=True)
class ValidityConfig:
    """Where a face stops being readable.

    Attributes:
        min_face_px: shorter side of the box; grown by 10 % on each side (EM-1) it then fills 48x48
            without being enlarged.
        min_inside: share of the box that lies in the picture, in [0, 1].
        max_yaw_deg: turn to the side, by `yaw_deg`.
        max_tilt_deg: lean of the line between the eyes; the network was trained to 15 and bears
            some more.
        min_highlight: gray value in [0, 255] that a twentieth of the pixels must reach.
        max_shadow: gray value that a twentieth of the pixels must not pass.
        min_sharpness: by `sharpness`; of FER-2013's training faces 99.9 % have more than .34.

    The last three were set where faces of FER-2013, darkened, bleached and blurred, are told much
    worse, while the network stays as sure as before: right by the majority of FER+ are 82 % as they
    are, 70 % at a tenth of the light, 69 % at a tenth of the contrast below white, and 60 % blurred
    by 1.5 of their 48 pixels, of which about half are below the limit.
    """

    min_face_px: float = 40.0
    min_inside: float = 0.75
    max_yaw_deg: float = 40.0
    max_tilt_deg: float = 35.0
    min_highlight: float = 30.0
    max_shadow: float = 225.0
    min_sharpness: float = 0.15


def validity_of(
    image: NDArray[np.uint8], face: Face | None, config: ValidityConfig | None = None
) -> str:
    """`VALID`, or the first reason why the face must not be read.

    Args:
        image: uint8 RGB `(height, width, 3)`.
        face: that was chosen in it; None where there is none.
        config: the limits.
    """
    limits = config or ValidityConfig()
    if face is None:
        return NO_FACE
    return _of_place(face, image.shape, limits) or _of_light(image, face, limits) or VALID


def yaw_deg(face: Face) -> float:
    """How far the head is turned, in degrees; > 0 where the nose points to the picture's right.

    The nose's distance from the middle of the eyes along their line, in distances between the
    eyes, is depth x tan(yaw) for a nose that stands out by `depth`.
    """
    left, right, nose = (face.landmarks[k].astype(np.float64) for k in range(3))
    line = right - left
    between = float(np.hypot(*line))
    if between < _LEAST_EYES_PX:  # one eye before the other: a profile
        return 90.0
    aside = float((nose - (left + right) / 2) @ line) / between**2
    return math.degrees(math.atan(aside / _NOSE_DEPTH))


def tilt_deg(face: Face) -> float:
    """How far the line between the eyes leans, in degrees; > 0 where the right one is lower."""
    x, y = (float(step) for step in face.landmarks[1] - face.landmarks[0])
    return math.degrees(math.atan2(y, x))


def sharpness(gray: NDArray[np.uint8]) -> float:
    """Deviation of the Laplacian over that of the picture itself; >= 0.

    Args:
        gray: (48, 48); of another size the figure means something else.
    """
    pixels = gray.astype(np.float32)
    edges = cv2.Laplacian(pixels, cv2.CV_32F, ksize=1)[1:-1, 1:-1]
    return float(edges.std() / max(float(pixels.std()), _LEAST_DEVIATION))


def _of_place(face: Face, shape: tuple[int, ...], limits: ValidityConfig) -> str | None:
    if min(face.width, face.height) < limits.min_face_px:
        return TOO_SMALL
    if _share_inside(face, shape) < limits.min_inside:
        return CUT_OFF
    if abs(tilt_deg(face)) > limits.max_tilt_deg:
        return TILTED
    return TURNED_AWAY if abs(yaw_deg(face)) > limits.max_yaw_deg else None


def _share_inside(face: Face, shape: tuple[int, ...]) -> float:
    left, top, right, bottom = (float(edge) for edge in face.box)
    width = min(right, shape[1]) - max(left, 0.0)
    height = min(bottom, shape[0]) - max(top, 0.0)
    return max(width, 0.0) * max(height, 0.0) / face.area


def _of_light(image: NDArray[np.uint8], face: Face, limits: ValidityConfig) -> str | None:
    gray = _gray(image, face)
    shadow, highlight = np.quantile(gray, [0.05, 0.95])
    if highlight < limits.min_highlight:
        return TOO_DARK
    if shadow > limits.max_shadow:
        return TOO_BRIGHT
    return TOO_BLURRED if sharpness(gray) < limits.min_sharpness else None


def _gray(image: NDArray[np.uint8], face: Face) -> NDArray[np.uint8]:
    """What of the box lies in the picture, averaged down to 48x48."""
    left, top = max(0, round(face.left)), max(0, round(face.top))
    right, bottom = round(face.left + face.width), round(face.top + face.height)
    inside = np.ascontiguousarray(image[top:bottom, left:right])
    small = cv2.resize(inside, (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
