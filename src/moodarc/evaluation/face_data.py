"""Labelled faces of any set as the classifier takes them: 48 x 48, equalised, with what is known.

Tiles of FER-2013 are equalised as they are. Pictures of up to 100 px are taken for cropped faces
and only scaled; in larger ones the face is looked for, as the program does it, and where none is
found the picture is counted and left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import Expression
from moodarc.datasets import (
    FERPLUS_CLASSES,
    LabelledPicture,
    is_fer2013,
    load_fer2013,
    load_labelled_pictures,
    read_picture,
)
from moodarc.errors import DatasetError
from moodarc.sensing.face import Face, FaceDetector, as_fer, choose_face, equalised, framed_picture
from moodarc.sensing.face.examples import FaceExamples

__all__ = ["CROPPED_PX", "FaceData", "face_in", "load_face_data"]

CROPPED_PX: Final = 100
"""A picture with no longer side is taken for a cropped face."""

_ORDER: Final = tuple(Expression)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FaceData:
    """Faces of one split.

    Attributes:
        examples: equalised pictures, labels, shares of votes.
        majority: int64 (n,), place in `FERPLUS_CLASSES` that FER+'s majority gives; -1 = none.
        not_a_face: bool (n,), known to show none.
        copied: bool (n,), the same pixels stand in an earlier split.
        keys: uint64 (n,), equal where the pixels are.
        without_face: pictures left out since no face was found in them.
    """

    examples: FaceExamples
    majority: NDArray[np.int64]
    not_a_face: NDArray[np.bool_]
    copied: NDArray[np.bool_]
    keys: NDArray[np.uint64]
    without_face: int

    def __len__(self) -> int:
        """Number of faces."""
        return len(self.examples)

    @property
    def fingerprint(self) -> str:
        """A short hash of the faces, their labels and votes: other labels are other data."""
        digest = blake2b(self.keys.tobytes(), digest_size=8)
        digest.update(self.examples.labels.tobytes())
        digest.update(self.examples.votes.tobytes())
        return digest.hexdigest()


def load_face_data(folder: Path, split: str, detector: FaceDetector | None = None) -> FaceData:
    """The faces of a split, from whichever set lies in the folder.

    Args:
        folder: FER-2013, RAF-DB, AffectNet, CK+, JAFFE, or pictures by class.
        split: as the set cuts it; "" = all that it has, not for FER-2013.
        detector: for pictures that are not cropped; None = the shipped one.

    Raises:
        DatasetError: nothing of this kind is there, it is not in its published form, or no face
            of the seven expressions is left.
    """
    if is_fer2013(folder):
        return _from_tiles(folder, split)
    pictures = [p for p in load_labelled_pictures(folder, split) if p.expression is not None]
    return _from_pictures(folder, pictures, detector or FaceDetector.shipped())


def face_in(picture: NDArray[np.uint8], detector: FaceDetector) -> NDArray[np.float32] | None:
    """The equalised face of a picture, `float32 (48, 48)`, or None where none is found.

    Args:
        picture: uint8 (h, w, 3), RGB.
        detector: looks where the picture is larger than `CROPPED_PX`.
    """
    height, width = picture.shape[:2]
    if max(height, width) <= CROPPED_PX:
        whole = Face(0, 0, width, height, score=1.0, landmarks=np.zeros((5, 2), np.float32))
        return framed_picture(picture, whole)
    face = choose_face(detector.detect(picture), picture.shape)
    return None if face is None else framed_picture(picture, as_fer(face))


def _from_tiles(folder: Path, split: str) -> FaceData:
    tiles = load_fer2013(folder, split)
    pictures = np.stack([equalised(tile) for tile in tiles.pictures])
    return FaceData(
        examples=FaceExamples(pictures, tiles.labels, tiles.vote_shares()),
        majority=tiles.vote_majority(),
        not_a_face=tiles.not_a_face,
        copied=tiles.copied,
        keys=_keys(tiles.pictures),
        without_face=0,
    )


def _from_pictures(
    folder: Path, pictures: Sequence[LabelledPicture], detector: FaceDetector
) -> FaceData:
    seen = [face_in(read_picture(picture.path), detector) for picture in pictures]
    pairs = [
        (face, picture) for face, picture in zip(seen, pictures, strict=True) if face is not None
    ]
    if not pairs:
        msg = f"{folder}: no face was found in its {len(pictures)} pictures; give others"
        raise DatasetError(msg)
    faces = np.stack([face for face, _ in pairs])
    labels = [_ORDER.index(picture.expression) for _, picture in pairs if picture.expression]
    n = len(pairs)
    return FaceData(
        examples=FaceExamples(
            faces, np.array(labels, np.int64), np.zeros((n, len(FERPLUS_CLASSES)), np.float32)
        ),
        majority=np.full(n, -1, np.int64),
        not_a_face=np.zeros(n, np.bool_),
        copied=np.zeros(n, np.bool_),
        keys=_keys(faces),
        without_face=len(pictures) - n,
    )


def _keys(pictures: NDArray[np.uint8] | NDArray[np.float32]) -> NDArray[np.uint64]:
    digests = [blake2b(picture.tobytes(), digest_size=8).digest() for picture in pictures]
    return np.frombuffer(b"".join(digests), np.dtype("<u8")).astype(np.uint64)
