"""What counts as a picture: uint8 pixels, RGB, with something in it.

Gray pictures, `(height, width)` or `(height, width, 1)`, are taken as RGB of three equal channels;
of RGBA the opacity is dropped. Nothing else is guessed: pixels in [0, 1] or of 16 bits are refused,
since a scale that is guessed wrong gives a plausible wrong answer.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError

__all__ = ["as_rgb"]


def as_rgb(image: NDArray[Any]) -> NDArray[np.uint8]:
    """The picture as uint8 `(height, width, 3)`; RGB comes back as it is, not copied.

    Raises:
        InputError: no array, another type of pixel, another shape, or no pixel at all.

    >>> as_rgb(np.zeros((20, 30), dtype=np.uint8)).shape
    (20, 30, 3)
    """
    if getattr(image, "dtype", None) != np.uint8:  # None where a file could not be read
        found = getattr(image, "dtype", type(image).__name__)
        msg = f"a picture of {found}; expected a NumPy array of uint8 in [0, 255]"
        raise InputError(msg)
    gray = image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 1)
    if not gray and (image.ndim != 3 or image.shape[2] not in {3, 4}):
        msg = f"a picture of shape {image.shape}; expected (height, width) or (height, width, 3)"
        raise InputError(msg)
    if image.size == 0:
        msg = f"a picture of shape {image.shape} has no pixels; was the file or the camera read?"
        raise InputError(msg)
    if gray:
        return np.repeat(image.reshape(*image.shape[:2], 1), 3, axis=2)
    return image[:, :, :3]
