"""Faces and the geometry of their boxes.

In bulk a box is a row of `float32 (n, 4)`: left, top, right, bottom in pixels, continuous (the left
edge of the first pixel is 0, its right edge 1, so width = right - left), and may leave the picture.
MTCNN's original code counts pixels from 1 and includes the last one; the difference is below one
pixel and is not imitated.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "NO_BOXES",
    "Face",
    "boxes_of",
    "distinct",
    "grown_boxes",
    "overlaps",
    "overlaps_of_smaller",
    "regressed",
    "squared",
]

Boxes = NDArray[np.float32]

NO_BOXES: Final[Boxes] = np.empty((0, 4), dtype=np.float32)
"""Of a picture in which nothing was found."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A face that was found.

    Attributes:
        left: of its box, in pixels of the picture; so `top`, `width`, `height`. The box may leave
            the picture.
        score: that it is a face, (0, 1].
        landmarks: float32 (5, 2), x and y in pixels: left eye, right eye, nose, left and right
            corner of the mouth, left and right as seen in the picture.
    """

    left: float
    top: float
    width: float
    height: float
    score: float
    landmarks: NDArray[np.float32]

    @property
    def area(self) -> float:
        """In square pixels."""
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box, x and y in pixels."""
        return self.left + self.width / 2, self.top + self.height / 2

    @property
    def box(self) -> Boxes:
        """Left, top, right, bottom, `float32 (4,)`."""
        right, bottom = self.left + self.width, self.top + self.height
        return np.array([self.left, self.top, right, bottom], dtype=np.float32)


def boxes_of(faces: tuple[Face, ...]) -> Boxes:
    """The boxes of faces, `(n, 4)`."""
    return np.stack([face.box for face in faces]) if faces else NO_BOXES


def overlaps(boxes: Boxes, others: Boxes) -> NDArray[np.float32]:
    """Intersection over union of each box with each other one, `(n, m)` in [0, 1].

    >>> overlaps(np.float32([[0, 0, 2, 2]]), np.float32([[1, 0, 3, 2], [5, 5, 6, 6]])).round(3)
    array([[0.333, 0.   ]], dtype=float32)
    """
    shared = _shared(boxes, others)
    union = _areas(boxes)[:, None] + _areas(others)[None, :] - shared
    return _quotient(shared, union)


def overlaps_of_smaller(boxes: Boxes, others: Boxes) -> NDArray[np.float32]:
    """Intersection over the smaller of the two areas, `(n, m)` in [0, 1]: 1 for a box inside."""
    smaller = np.minimum(_areas(boxes)[:, None], _areas(others)[None, :])
    return _quotient(_shared(boxes, others), smaller)


def distinct(
    boxes: Boxes, scores: NDArray[np.float32], overlap: float, *, of_smaller: bool = False
) -> NDArray[np.intp]:
    """Greedy non-maximum suppression: which boxes stay, best first.

    A box goes if it overlaps a better one that stays by more than `overlap`. All pairs are compared
    at once, so memory is 4 n^2 bytes: keep n to some thousands.

    Args:
        boxes: `(n, 4)`.
        scores: `(n,)`; of equal ones the first in order counts as better.
        overlap: [0, 1].
        of_smaller: measured by `overlaps_of_smaller` instead of `overlaps`.
    """
    order = np.argsort(-scores, kind="stable")
    ranked = boxes[order]
    measure = overlaps_of_smaller if of_smaller else overlaps
    clash = measure(ranked, ranked) > overlap
    stays = np.ones(len(order), dtype=bool)
    for k in range(len(order)):
        if stays[k]:
            stays[k + 1 :] &= ~clash[k, k + 1 :]
    return order[stays]


def regressed(boxes: Boxes, offsets: NDArray[np.float32]) -> Boxes:
    """Each edge moved by its offset, in widths and heights of its box."""
    sizes = boxes[:, 2:] - boxes[:, :2]
    return boxes + offsets * np.tile(sizes, 2)


def squared(boxes: Boxes) -> Boxes:
    """Squares about the same centres, as long as the longer side."""
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, keepdims=True, initial=0) / 2
    return np.hstack([centres - half, centres + half])


def grown_boxes(boxes: Boxes, share: float) -> Boxes:
    """Boxes with `share` of their width and height added on each side."""
    margin = np.tile(boxes[:, 2:] - boxes[:, :2], 2) * np.float32(share)
    margin[:, :2] *= -1
    return boxes + margin


def _shared(boxes: Boxes, others: Boxes) -> NDArray[np.float32]:
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    sides = np.maximum(high - low, 0)
    area: NDArray[np.float32] = sides[..., 0] * sides[..., 1]
    return area


def _areas(boxes: Boxes) -> NDArray[np.float32]:
    sides = np.maximum(boxes[:, 2:] - boxes[:, :2], 0)
    area: NDArray[np.float32] = sides[:, 0] * sides[:, 1]
    return area


def _quotient(shared: NDArray[np.float32], whole: NDArray[np.float32]) -> NDArray[np.float32]:
    # a box without area overlaps nothing
    return np.divide(shared, whole, out=np.zeros_like(shared), where=whole > 0)
