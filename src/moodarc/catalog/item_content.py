"""What is known of items without anybody's plays: the way in for items that nobody has heard."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["ItemContent"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ItemContent:
    """Columns over the item vocabulary; NaN where nothing is known.

    Attributes:
        affect: float32 (n_items, 2), perceived valence and arousal in [-1, 1].
        variance: float32 (n_items, 2).
        descriptors: float32 (n_items, n_descriptors), each in any unit; (n_items, 0) without any.
        artist: int64 (n_items,), a number for each artist; -1 = unknown, which equals no other.
    """

    affect: NDArray[np.float32]
    variance: NDArray[np.float32]
    descriptors: NDArray[np.float32]
    artist: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.artist)

    @property
    def felt(self) -> NDArray[np.bool_]:
        """(n_items,) whether the affect is known."""
        known: NDArray[np.bool_] = np.asarray(np.isfinite(self.affect).all(axis=1))
        return known

    @classmethod
    def unknown(cls, n_items: int) -> "ItemContent":
        """Nothing is known of any."""
        nothing = np.full((n_items, 2), np.nan, dtype=np.float32)
        return cls(
            affect=nothing,
            variance=nothing,
            descriptors=np.empty((n_items, 0), dtype=np.float32),
            artist=np.full(n_items, -1, dtype=np.int64),
        )

    def take(self, rows: NDArray[Any]) -> "ItemContent":
        """Those of some items."""
        return ItemContent(
            affect=self.affect[rows],
            variance=self.variance[rows],
            descriptors=self.descriptors[rows],
            artist=self.artist[rows],
        )
