"""Videos of known course, made of photographs and clips: what smoothing is tried on (EM-3).

A sequence is 30 s at 30 frames a second, joined of stretches of 3 to 8 s: of one photograph, or of
a clip from anywhere in its first 900 frames, played forth and back. Each frame is disturbed as a
camera and a tracker would: the box wanders, the light flickers, pixels are noisy, some frames are
blurred. All that wanders is a first-order autoregression, so that neighbouring frames are alike, as
in a video.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from moodarc.affect import VALID
from moodarc.errors import DatasetError, InputError
from moodarc.evaluation.clip_frames import MOST_FRAMES
from moodarc.sensing.face import (
    Classifier,
    Face,
    FaceDetector,
    as_fer,
    choose_face,
    framed_picture,
    is_photo,
    read_photo,
    validity_of,
    video_frames,
)

__all__ = [
    "FRAMES_PER_S",
    "LEAST_STRETCH_S",
    "LENGTH_S",
    "FaceSequence",
    "Shot",
    "join_shots",
    "load_shots",
]

FRAMES_PER_S: Final = 30
LENGTH_S: Final = 30.0
"""of a sequence (EM-3)"""
LEAST_STRETCH_S: Final = 3.0
_MOST_STRETCH_S: Final = 8.0
_FACE_PX: Final = 96
_MARGIN: Final = 0.6
"""of the box's width that is kept on each side, for the box to wander in"""
_KEPT: Final = 0.9
"""of a disturbance from frame to frame"""

_BOX: Final = 0.02
"""deviation of the box's place and size, in widths"""
_LIGHT: Final = 0.08
"""deviation of the gain"""
_NOISE: Final = 6.0
"""deviation of a pixel, in gray levels"""
_BLUR: Final = 0.012
"""deviation of the blur's width, in widths of the face"""

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One photograph, or the frames of one clip, cut to the face.

    Attributes:
        name: of the file.
        frames: pictures with the face in each; one for a photograph.
    """

    name: str
    frames: Sequence[tuple[Image, Face]]


@dataclass(frozen=True, slots=True, eq=False)
class FaceSequence:
    """What a classifier says of a joined video, frame by frame.

    Attributes:
        probabilities: float32 (n, 7).
        starts: frame at which each stretch begins, the first at 0.
    """

    probabilities: NDArray[np.float32]
    starts: NDArray[np.int64]


def load_shots(folder: Path, detector: FaceDetector) -> list[Shot]:
    """Photographs and clips of a folder (`photos`, `clips`) in which a face can be read.

    Raises:
        DatasetError: there is no such folder, or no face in it.
    """
    paths = sorted(
        path for part in ("photos", "clips") for path in (folder / part).glob("*") if path.is_file()
    )
    shots = [shot for path in paths if (shot := _shot(path, detector)) is not None]
    if not shots:
        msg = f"{folder} holds no readable face; expected photos/ and clips/ with pictures of faces"
        raise DatasetError(msg)
    return shots


def join_shots(
    shots: Sequence[Shot],
    classifier: Classifier,
    rng: np.random.Generator,
    *,
    length_s: float = LENGTH_S,
) -> FaceSequence:
    """One sequence: stretches of shots drawn in turn, disturbed and classified."""
    n = round(length_s * FRAMES_PER_S)
    frames: list[tuple[Image, Face]] = []
    starts, last = [], -1
    while len(frames) < n:
        starts.append(len(frames))
        choices = [k for k in range(len(shots)) if k != last or len(shots) == 1]
        last = int(rng.choice(choices))
        length = round(rng.uniform(LEAST_STRETCH_S, _MOST_STRETCH_S) * FRAMES_PER_S)
        frames.extend(_stretch(shots[last], length, rng))
    pictures = np.stack([*_disturbed(frames[:n], rng)])
    return FaceSequence(classifier.probabilities(pictures), np.array(starts))


def _shot(path: Path, detector: FaceDetector) -> Shot | None:
    """None where nothing can be decoded, or a face is seen in less than half of the frames."""
    try:
        cuts = [_cut(image, detector) for image in _images(path)]  # one at a time in memory
    except InputError:
        return None  # other files lie beside the pictures
    found = [cut for cut in cuts if cut is not None]
    return Shot(path.name, found) if 2 * len(found) > len(cuts) else None


def _images(path: Path) -> Iterator[Image]:
    """A photograph, or the first frames of a clip."""
    if is_photo(path):
        yield read_photo(path)
    else:
        yield from (frame.image for frame in islice(video_frames(path), MOST_FRAMES))


def _cut(image: Image, detector: FaceDetector) -> tuple[Image, Face] | None:
    """The surroundings of the face, scaled to a width of 96 pixels; None where it is unreadable."""
    faces = detector.detect(image)
    face = choose_face(faces, image.shape)
    if face is None or validity_of(image, face) != VALID:
        return None
    margin = _MARGIN * face.width
    left, top = max(0, round(face.left - margin)), max(0, round(face.top - margin))
    right, bottom = round(face.left + face.width + margin), round(face.top + face.height + margin)
    scale = min(1.0, _FACE_PX / face.width)
    piece = image[top:bottom, left:right]
    small = cv2.resize(piece, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    moved = replace(
        face,
        left=(face.left - left) * scale,
        top=(face.top - top) * scale,
        width=face.width * scale,
        height=face.height * scale,
    )
    return np.asarray(small, dtype=np.uint8), moved


def _stretch(shot: Shot, length: int, rng: np.random.Generator) -> list[tuple[Image, Face]]:
    """So many frames from anywhere in the shot, forth and back."""
    n = len(shot.frames)
    places = rng.integers(n) + np.arange(length)
    there_and_back = np.abs((places + n - 1) % max(2 * n - 2, 1) - (n - 1))
    return [shot.frames[int(place)] for place in there_and_back]


def _disturbed(
    frames: Sequence[tuple[Image, Face]], rng: np.random.Generator
) -> Iterator[NDArray[np.float32]]:
    """The network's input of each frame."""
    box, light = _wander((len(frames), 3), rng) * _BOX, _wander((len(frames), 1), rng) * _LIGHT
    for (image, face), (dx, dy, ds), (gain,) in zip(frames, box, light, strict=True):
        noisy = image * (1.0 + gain) + rng.normal(0.0, _NOISE, image.shape)
        pixels = np.clip(noisy, 0.0, 255.0).astype(np.uint8)
        width = abs(rng.normal(0.0, _BLUR)) * face.width
        if width > 0.3:
            pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), width), dtype=np.uint8)
        moved = replace(
            face,
            left=face.left + (dx - ds / 2) * face.width,
            top=face.top + dy * face.width - ds / 2 * face.height,
            width=face.width * (1.0 + ds),
            height=face.height * (1.0 + ds),
        )
        yield framed_picture(pixels, as_fer(moved))


def _wander(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float64]:
    """First-order autoregressions of deviation 1, (n, k)."""
    found = rng.normal(0.0, 1.0, shape)
    for n in range(1, len(found)):
        found[n] = _KEPT * found[n - 1] + np.sqrt(1.0 - _KEPT**2) * found[n]
    return found
