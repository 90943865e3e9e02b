"""How alike two emotion vectors are: the cosine of BAEK eq. 18.

The vectors hold the shares of happy, angry, sad and peaceful; all are >= 0, so that the cosine lies
in [0, 1]. A vector of zeros says that nothing is known, and matches nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.affect import EmotionVector, emotion_vectors
from moodarc.catalog import TrackTable
from moodarc.recommend.scorer import Scores

__all__ = ["EmotionMatch", "emotion_match"]


def emotion_match(vectors: ArrayLike, wanted: ArrayLike) -> NDArray[np.float64]:
    """Cosine similarity along the last axis.

    Args:
        vectors: (..., 4) shares >= 0.
        wanted: (..., 4), broadcast against `vectors`.

    Returns:
        float64 (...), in [0, 1]; 0 where either vector is all zero.

    >>> emotion_match([[1, 0, 0, 0], [0, 0, 0, 0]], [0.5, 0, 0, 0]).tolist()
    [1.0, 0.0]
    """
    a, b = _unit(vectors), _unit(wanted)
    cosine: NDArray[np.float64] = np.clip(np.sum(a * b, axis=-1), 0.0, 1.0)
    return cosine


def _unit(vectors: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(vectors, dtype=np.float64)
    length = np.linalg.norm(values, axis=-1, keepdims=True)
    unit: NDArray[np.float64] = np.zeros_like(values)
    np.divide(values, length, out=unit, where=length > 0.0)
    return unit


@dataclass(frozen=True, slots=True)
class EmotionMatch:
    """Cosine of each track's emotion vector with a wanted one."""

    wanted: EmotionVector
    name: str = "emotion_match"

    def score(self, table: TrackTable) -> Scores:
        """Cosine of each row, in [0, 1]."""
        vectors = emotion_vectors(table.affect, table.variance)
        return emotion_match(vectors, self.wanted).astype(np.float32)
