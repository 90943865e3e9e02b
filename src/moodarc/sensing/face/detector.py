"""Faces in a picture by MTCNN (EM-1): propose in a pyramid, refine, conclude with landmarks.

P-Net slides over each level of the image pyramid; what it proposes is merged and cut out for R-Net,
and what R-Net keeps for O-Net, which also places five landmarks. After each network: threshold, box
regression, non-maximum suppression.

Source: K. Zhang, Z. Zhang, Z. Li, Y. Qiao, *Joint face detection and alignment using multitask
cascaded convolutional networks*, IEEE Signal Processing Letters 23(10), 2016. Thresholds and
overlaps are those of its published code; nothing was tuned on pictures of ours.
"""

from dataclasses import dataclass
from math import hypot, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError
from moodarc.sensing.face.boxes import NO_BOXES, Face, distinct, regressed, squared
from moodarc.sensing.face.crops import crops
from moodarc.sensing.face.mtcnn import ONET_PX, RNET_PX, MtcnnNetworks
from moodarc.sensing.face.picture import as_rgb
from moodarc.sensing.face.pyramid import CELL_PX, level_shapes, levels

__all__ = ["DetectorConfig", "FaceDetector", "choose_face"]

_STRIDE_PX: Final = 2
_SAME_LEVEL_OVERLAP: Final = 0.5
_OVERLAP: Final = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorConfig:
    """How faces are searched for.

    Attributes:
        min_face_px: side of the smallest face to be found, in pixels, >= 12. MTCNN's own is 20;
            smaller faces than 40 say little in 48x48, and to look for them takes more than
            twice as long.
        scale_factor: between levels of the pyramid, (0, 1); the paper's code.
        thresholds: probabilities above which P-, R- and O-Net let pass, [0, 1].
        max_pixels: a picture of more is searched as if shrunk to as many, so that the smallest face
            grows with it; boxes are refined on the full picture. Bounds time and memory.
        max_proposals: of one level and of all, best first; bounds time and memory on noise.
    """

    min_face_px: int = 40
    scale_factor: float = 0.709
    thresholds: tuple[float, float, float] = (0.6, 0.7, 0.7)
    max_pixels: int = 16_000_000
    max_proposals: int = 1000

    def __post_init__(self) -> None:
        """Refuse what cannot work.

        Raises:
            InputError: a value out of its range.
        """
        fits = (
            self.min_face_px >= CELL_PX
            and 0 < self.scale_factor < 1
            and all(0 <= threshold <= 1 for threshold in self.thresholds)
            and self.max_pixels >= 1
            and self.max_proposals >= 1
        )
        if not fits:
            msg = (
                f"{self} is out of range; expected min_face_px >= {CELL_PX}, "
                "scale_factor in (0, 1), three thresholds in [0, 1], the others >= 1"
            )
            raise InputError(msg)


class FaceDetector:
    """Finds faces; the same picture always gives the same faces.

    Args:
        networks: of MTCNN.
        config: what to look for.
    """

    def __init__(self, networks: MtcnnNetworks, config: DetectorConfig | None = None) -> None:
        self.config = config or DetectorConfig()
        self._networks = networks

    @classmethod
    def shipped(cls, config: DetectorConfig | None = None, *, threads: int = 1) -> "FaceDetector":
        """With the networks that come with the program."""
        return cls(MtcnnNetworks.shipped(threads=threads), config)

    def detect(self, image: NDArray[np.uint8]) -> tuple[Face, ...]:
        """All faces, largest first; () where there is none.

        Args:
            image: uint8 RGB `(height, width, 3)`; gray and RGBA are taken as `as_rgb` says.

        Raises:
            InputError: no picture.
        """
        pixels = as_rgb(image)
        return self._concluded(pixels, self._refined(pixels, self._proposed(pixels)))

    def refine(self, image: NDArray[np.uint8], boxes: NDArray[np.float32]) -> tuple[Face, ...]:
        """The faces in and about given boxes, by R-Net and O-Net alone: for tracking.

        Args:
            image: as for `detect`.
            boxes: float32 `(n, 4)`: left, top, right, bottom; squares are made of them.

        Raises:
            InputError: no picture.
        """
        pixels = as_rgb(image)
        return self._concluded(pixels, self._refined(pixels, _solid(squared(boxes))))

    def _proposed(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Squares that P-Net takes for faces, over all levels."""
        shape = (image.shape[0], image.shape[1])
        excess = max(1.0, shape[0] * shape[1] / self.config.max_pixels)
        smallest = self.config.min_face_px * sqrt(excess)
        shapes = level_shapes(shape, smallest, self.config.scale_factor)
        found = [self._on_level(level, shape) for level in levels(image, shapes)]
        boxes = np.concatenate([NO_BOXES, *(boxes for boxes, _ in found)])
        scores = np.concatenate([NO_BOXES[:, 0], *(scores for _, scores in found)])
        best = _best(scores, self.config.max_proposals)
        boxes, scores = boxes[best], scores[best]
        return _solid(squared(boxes[distinct(boxes, scores, _OVERLAP)]))

    def _on_level(
        self, level: NDArray[np.uint8], shape: tuple[int, int]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Boxes in pixels of the picture of that shape, and their scores."""
        probability, offsets = self._networks.propose(level)
        rows, columns = np.nonzero(probability > self.config.thresholds[0])
        scores = probability[rows, columns]
        best = _best(scores, self.config.max_proposals)
        rows, columns, scores = rows[best], columns[best], scores[best]
        corners = np.stack([columns, rows], axis=1).astype(np.float32) * _STRIDE_PX
        cells = np.hstack([corners, corners + CELL_PX])
        kept = distinct(cells, scores, _SAME_LEVEL_OVERLAP)
        boxes = regressed(cells[kept], offsets[:, rows[kept], columns[kept]].T)
        scale = np.array([shape[1] / level.shape[1], shape[0] / level.shape[0]] * 2)
        return boxes * scale.astype(np.float32), scores[kept]

    def _refined(self, image: NDArray[np.uint8], boxes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Squares that R-Net keeps."""
        if not len(boxes):
            return NO_BOXES
        scores, offsets = self._networks.refine(crops(image, boxes, RNET_PX))
        passed = scores > self.config.thresholds[1]
        moved = regressed(boxes[passed], offsets[passed])
        return _solid(squared(moved[distinct(moved, scores[passed], _OVERLAP)]))

    def _concluded(self, image: NDArray[np.uint8], boxes: NDArray[np.float32]) -> tuple[Face, ...]:
        """Faces that O-Net keeps."""
        if not len(boxes):
            return ()
        scores, offsets, shares = self._networks.conclude(crops(image, boxes, ONET_PX))
        landmarks = boxes[:, None, :2] + shares * (boxes[:, 2:] - boxes[:, :2])[:, None]
        moved = regressed(boxes, offsets)
        passed = np.flatnonzero(scores > self.config.thresholds[2])
        kept = passed[distinct(moved[passed], scores[passed], _OVERLAP, of_smaller=True)]
        faces = [_face(moved[k], scores[k], landmarks[k]) for k in kept]
        return tuple(sorted(faces, key=lambda face: -face.area))


def choose_face(faces: tuple[Face, ...], image_shape: tuple[int, ...]) -> Face | None:
    """The largest central face: the one with the largest area x (1 - distance from the middle).

    The distance is that of the box's centre from the picture's, in half diagonals: 0 in the middle,
    1 in a corner. So a face in the middle wins over one up to twice as large half-way to a corner.

    Args:
        faces: of one picture.
        image_shape: height and width come first.
    """
    height, width = image_shape[:2]

    def prominence(face: Face) -> float:
        x, y = face.centre
        distance = hypot(x - width / 2, y - height / 2) / (hypot(width, height) / 2)
        return face.area * max(0.0, 1.0 - distance)

    return max(faces, key=prominence, default=None)


def _face(box: NDArray[np.float32], score: np.float32, landmarks: NDArray[np.float32]) -> Face:
    left, top, right, bottom = (float(edge) for edge in box)
    return Face(left, top, right - left, bottom - top, float(score), landmarks.copy())


def _best(scores: NDArray[np.float32], n: int) -> NDArray[np.intp]:
    """Rows of the n highest scores, in their order."""
    if len(scores) <= n:
        return np.arange(len(scores))
    return np.sort(np.argsort(-scores, kind="stable")[:n])


def _solid(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without those of less than a pixel: regression may turn a box inside out."""
    return boxes[(boxes[:, 2] - boxes[:, 0]) >= 1]
