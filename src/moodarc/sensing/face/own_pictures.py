"""A listener's own pictures, as what the network says of them; the pictures are not kept (LE-5)."""

from collections import Counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import VALID, Expression
from moodarc.errors import InputError
from moodarc.sensing.face.boxes import Face
from moodarc.sensing.face.personal_fitting import Examples
from moodarc.sensing.face.preprocessing import framed_picture
from moodarc.sensing.face.recognizer import FaceRecognizer

__all__ = ["CROPPED_PX", "OwnPictures"]

CROPPED_PX: Final = 100
"""a picture of no longer side is a face already, as data sets of faces have them"""

_PLACES: Final = {expression: place for place, expression in enumerate(Expression)}


class OwnPictures:
    """Collects pictures of one listener by expression.

    Args:
        recognizer: finds the faces, and has the network; its head is not asked.

    Attributes:
        skipped: how many pictures could not be used, by reason.
    """

    def __init__(self, recognizer: FaceRecognizer) -> None:
        self._recognizer = recognizer
        self._faces: list[NDArray[np.float32]] = []
        self._shown: list[int] = []
        self.skipped: Counter[str] = Counter()

    @property
    def classifier_version(self) -> str:
        """Of the network that the examples come from."""
        return self._recognizer.classifier.version

    def add(self, expression: Expression, image: NDArray[np.uint8]) -> str:
        """Take one picture; its validity, `VALID` where it can be used.

        Args:
            expression: what it shows.
            image: uint8 RGB (height, width, 3): a cropped face where no side has more than 100
                pixels, else one with a face in it.

        Raises:
            InputError: no picture.
        """
        height, width = image.shape[:2]
        if max(height, width) <= CROPPED_PX:
            whole = Face(0.0, 0.0, width, height, 1.0, np.zeros((5, 2), np.float32))
            face: NDArray[np.float32] | None = framed_picture(image, whole)
            validity = VALID
        else:
            seen = self._recognizer.look(image)
            face, validity = seen.picture, seen.validity
        if face is None:
            self.skip(validity)
        else:
            self._faces.append(face)
            self._shown.append(_PLACES[expression])
        return validity

    def skip(self, reason: str) -> None:
        """Count a picture that could not be used."""
        self.skipped[reason] += 1

    def counts(self) -> dict[Expression, int]:
        """Usable pictures of each expression."""
        return {one: self._shown.count(place) for one, place in _PLACES.items()}

    def examples(self) -> Examples:
        """What the network says of the usable pictures, in the order they came.

        Raises:
            InputError: there are none.
        """
        if not self._faces:
            why = ", ".join(f"{reason} ({n})" for reason, n in self.skipped.most_common(3))
            msg = f"no picture can be used{f': {why}' if why else ''}; give some of one clear face"
            raise InputError(msg)
        population, features = self._recognizer.classifier.answers(np.stack(self._faces))
        return Examples(
            population=population,
            features=features,
            shown=np.array(self._shown, dtype=np.int64),
        )
