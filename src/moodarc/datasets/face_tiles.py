"""FER-2013's faces as arrays: 48 x 48 gray tiles with their labels and, where had, FER+ votes."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["FERPLUS_CLASSES", "FERPLUS_COLUMNS", "TILE_PX", "FaceTiles"]

TILE_PX: Final = 48

FERPLUS_CLASSES: Final = (
    "angry",
    "disgust",
    "fear",
    "happy",
    "sad",
    "surprise",
    "neutral",
    "contempt",
)
"""the eight emotions of FER+: the seven of `Expression` in its order, then contempt"""

FERPLUS_COLUMNS: Final = (
    "anger",
    "disgust",
    "fear",
    "happiness",
    "sadness",
    "surprise",
    "neutral",
    "contempt",
    "unknown",
    "NF",
)
"""columns of votes as published, the eight emotions in the order of `FERPLUS_CLASSES`"""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FaceTiles:
    """Faces of one split, with what is known of each.

    Attributes:
        pictures: uint8 (n, 48, 48), gray.
        labels: int64 (n,), the original label's place in `Expression`.
        votes: float32 (n, 10), FER+ votes in the order of `FERPLUS_COLUMNS`; all 0 where a face
            was not voted on. None without FER+.
        not_a_face: bool (n,), known to show none.
        copied: bool (n,), the same pixels stand in an earlier split.
    """

    pictures: NDArray[np.uint8]
    labels: NDArray[np.int64]
    votes: NDArray[np.float32] | None
    not_a_face: NDArray[np.bool_]
    copied: NDArray[np.bool_]

    def __len__(self) -> int:
        """Number of faces."""
        return len(self.labels)

    def vote_shares(self) -> NDArray[np.float32]:
        """Share of each of the eight emotions, `float32 (n, 8)`; 0 where nothing is left.

        As FER+ has it: a single vote is taken for a slip and dropped; votes for "unknown" and
        "no face" count for none.
        """
        if self.votes is None:
            return np.zeros((len(self), len(FERPLUS_CLASSES)), np.float32)
        counted = np.where(self.votes > 1, self.votes, 0)[:, : len(FERPLUS_CLASSES)]
        shares: NDArray[np.float32] = counted / np.maximum(counted.sum(axis=1, keepdims=True), 1)
        return shares.astype(np.float32)

    def vote_majority(self) -> NDArray[np.int64]:
        """Place in `FERPLUS_CLASSES` of the majority's emotion, `int64 (n,)`; -1 = none.

        FER+'s own rule (Barsoum et al. 2016): single votes dropped, more than half of all that is
        left, "unknown" and "no face" among it, must agree, and on an emotion.
        """
        if self.votes is None:
            return np.full(len(self), -1, np.int64)
        counted = np.where(self.votes > 1, self.votes, 0)
        most = counted.argmax(axis=1)
        agreed = counted.max(axis=1) > 0.5 * counted.sum(axis=1)
        return np.where(agreed & (most < len(FERPLUS_CLASSES)), most, -1)
