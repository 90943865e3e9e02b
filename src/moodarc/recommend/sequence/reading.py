"""Histories and windows as an encoder reads them, alike in training and in service."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Feelings, Histories, ItemContent
from moodarc.recommend.sequence.config import EmotionLevel
from moodarc.recommend.sequence.emotion_signal import emotion_signal, felt_before

__all__ = ["Reader"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Reader:
    """What turns item rows into the inputs of an encoder.

    Attributes:
        n: items that are read, the latest.
        n_items: of the vocabulary; that number stands where no item is.
        emotion: what is told of the listener's emotion.
        half_life: in tracks, of the affect of what was heard.
        content: the affect of the items; None = unknown.
    """

    n: int
    n_items: int
    emotion: EmotionLevel = "none"
    half_life: float = 5.0
    content: ItemContent | None = None

    def read(self, histories: Histories) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Items (n, length) int64 at the left, and the emotion at each step (n, length, k).

        What was sensed stands at the last step: it is of now.
        """
        lengths = np.minimum(histories.lengths(), self.n)
        longest = max(int(lengths.max(initial=1)), 1)
        place = np.arange(longest)
        inside = place < lengths[:, None]
        rows = histories.starts[1:, None] - lengths[:, None] + place
        items = np.full(inside.shape, self.n_items, dtype=np.int64)
        items[inside] = histories.item[rows[inside]]
        known = lengths > 0
        now = (place == lengths[:, None] - 1) & known[:, None]
        sensed = None if histories.feelings is None else histories.feelings.take(known)
        return items, self.signal(items, sensed, now)

    def signal(
        self, items: NDArray[np.int64], sensed: Feelings | None, where: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """The emotion at each step (n, length, k).

        Args:
            items: (n, length).
            sensed: one for each True of `where`, row by row.
            where: (n, length), the steps that something was sensed at.
        """
        if self.emotion == "none":
            return np.zeros((*items.shape, 0), dtype=np.float32)
        heard = felt_before(items, self.content, self.half_life)
        return emotion_signal(heard if sensed is None else heard.told(sensed, where), self.emotion)
