"""Faces with their labels, as training and the bench take them: arrays only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["FaceExamples"]


@dataclass(frozen=True, slots=True, eq=False)
class FaceExamples:
    """Equalised faces and what people saw in them.

    Attributes:
        pictures: float32 (n, 48, 48) in [0, 1], after the equalisation of EM-1.
        labels: int64 (n,), place in `Expression`.
        votes: float32 (n, 8), shares of the FER+ votes in the order of `FERPLUS_CLASSES`, each
            row sums to 1, or is all 0 where nobody voted.
    """

    pictures: NDArray[np.float32]
    labels: NDArray[np.int64]
    votes: NDArray[np.float32]

    def __len__(self) -> int:
        """Number of faces."""
        return len(self.labels)

    def take(self, rows: NDArray[np.intp]) -> "FaceExamples":
        """The faces of `rows`, in that order."""
        return FaceExamples(self.pictures[rows], self.labels[rows], self.votes[rows])
