"""A picture of a face with the expression that people saw in it, whichever set it is from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import Expression
from moodarc.errors import DatasetError

__all__ = ["PICTURE_SUFFIXES", "LabelledPicture", "picture_files", "read_gray", "read_picture"]

PICTURE_SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPicture:
    """One picture of a data set.

    Attributes:
        path: the file.
        expression: what is seen; None where the set's label is none of the seven.
        label: as the set has it.
        split: "train", "validation" or "test" as the set cuts it; "" where it does not.
        subject: who is seen, where the set says; "" else.
        box: (left, top, width, height) in pixels, where the set has it.
        valence: in [-1, 1], where the set has it.
        arousal: in [-1, 1], where the set has it.
    """

    path: Path
    expression: Expression | None
    label: str
    split: str = ""
    subject: str = ""
    box: tuple[float, float, float, float] | None = None
    valence: float | None = None
    arousal: float | None = None


def picture_files(folder: Path) -> list[Path]:
    """Pictures in a folder itself, by name; hidden ones are left out."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in PICTURE_SUFFIXES
        and not path.name.startswith(".")
        and path.is_file()
    )


def read_picture(path: Path) -> NDArray[np.uint8]:
    """A picture as RGB, `uint8 (h, w, 3)`.

    Raises:
        DatasetError: no such file, or no picture.
    """
    import cv2  # noqa: PLC0415 - not for those who only look at labels

    return _decoded(path, cv2.IMREAD_COLOR_RGB)


def read_gray(path: Path) -> NDArray[np.uint8]:
    """A picture as gray, `uint8 (h, w)`.

    Raises:
        DatasetError: no such file, or no picture.
    """
    import cv2  # noqa: PLC0415 - see `read_picture`

    return _decoded(path, cv2.IMREAD_GRAYSCALE)


def _decoded(path: Path, flag: int) -> NDArray[np.uint8]:
    import cv2  # noqa: PLC0415 - see `read_picture`

    try:
        content = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}); copy it again from its source"
        raise DatasetError(msg) from error
    try:
        picture = cv2.imdecode(content, flag) if len(content) else None
    except cv2.error:  # of a size beyond its limit
        picture = None
    if picture is None:
        msg = f"{path} is no picture that can be decoded; copy it again from its source"
        raise DatasetError(msg)
    return np.asarray(picture, dtype=np.uint8)
