"""What is known of listeners at the moment they ask for a list: many at once, as columns.

A history is what was heard, oldest first. Nothing else names the listener, so that somebody new is
answered as everybody else is; `listener` only lets a model use what it already learned of somebody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError

if TYPE_CHECKING:
    import scipy.sparse as sp

__all__ = ["NOBODY", "NO_ITEM", "Cases", "Feelings", "Histories"]

NOBODY = -1
"""a listener whom the model has not met"""
NO_ITEM = -1
"""fills the places before the first item"""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Feelings:
    """How n listeners are believed to feel; NaN where nothing is known.

    Attributes:
        mean: float32 (n, 3), valence, arousal, dominance in [-1, 1].
        variance: float32 (n, 3).
        expression: float32 (n, 7), the soft vector of a face (EM-2's order), or None.
    """

    mean: NDArray[np.float32]
    variance: NDArray[np.float32]
    expression: NDArray[np.float32] | None = None

    def take(self, rows: NDArray[Any]) -> "Feelings":
        """Those of some listeners."""
        faces = None if self.expression is None else self.expression[rows]
        return Feelings(mean=self.mean[rows], variance=self.variance[rows], expression=faces)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Histories:
    """n histories; history i is the rows from starts[i] up to starts[i + 1].

    Attributes:
        starts: int64 (n + 1,).
        item: int32 (m,), rows of the item vocabulary, oldest first.
        weight: float32 (m,), plays or rating.
        listener: int32 (n,), rows of the listener vocabulary that a model was fitted on; -1 =
            somebody new.
        feelings: what was sensed; None where nothing was.
        context: float32 (n, n_features), such as hour and weather; None where there is none.
    """

    starts: NDArray[np.int64]
    item: NDArray[np.int32]
    weight: NDArray[np.float32]
    listener: NDArray[np.int32]
    feelings: Feelings | None = None
    context: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def of(
        cls,
        items: Sequence[Sequence[int]],
        *,
        weights: Sequence[Sequence[float]] | None = None,
        listener: Sequence[int] | None = None,
        feelings: Feelings | None = None,
        context: NDArray[np.float32] | None = None,
    ) -> "Histories":
        """From lists of item rows.

        Raises:
            InputError: weights or listeners that do not fit the items.

        >>> Histories.of([[3, 1], []]).starts.tolist()
        [0, 2, 2]
        """
        lengths = [len(row) for row in items]
        plays = [[1.0] * n for n in lengths] if weights is None else weights
        who = [NOBODY] * len(items) if listener is None else listener
        if [len(row) for row in plays] != lengths or len(who) != len(items):
            msg = "weights or listeners do not fit the items; give one of each for each"
            raise InputError(msg)
        return cls(
            starts=np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]),
            item=np.array([item for row in items for item in row], dtype=np.int32),
            weight=np.array([weight for row in plays for weight in row], dtype=np.float32),
            listener=np.array(who, dtype=np.int32),
            feelings=feelings,
            context=context,
        )

    def lengths(self) -> NDArray[np.int64]:
        """int64 (n,), items in each history."""
        return np.diff(self.starts)

    def rows(self) -> NDArray[np.int64]:
        """int64 (m,), the history that each item belongs to."""
        return np.repeat(np.arange(len(self)), self.lengths())

    def take(self, chosen: NDArray[Any] | slice) -> "Histories":
        """Some histories, in the order of `chosen` (a mask, their numbers, or a slice)."""
        which = np.arange(len(self))[chosen]
        lengths = self.lengths()[which]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        kept = np.arange(starts[-1]) + np.repeat(self.starts[which] - starts[:-1], lengths)
        return replace(
            self,
            starts=starts,
            item=self.item[kept],
            weight=self.weight[kept],
            listener=self.listener[which],
            feelings=None if self.feelings is None else self.feelings.take(which),
            context=None if self.context is None else self.context[which],
        )

    def matrix(self, n_items: int) -> "sp.csr_array":
        """float32 (n, n_items), sums of weights; columns ascend within a row."""
        import scipy.sparse as sp  # noqa: PLC0415 - keeps `import moodarc.catalog` light

        places = (self.rows(), self.item)
        return sp.coo_array((self.weight, places), shape=(len(self), n_items)).tocsr()

    def latest(self, n: int) -> NDArray[np.int32]:
        """int32 (len, n): the last n items of each, at the right; -1 before the first.

        >>> Histories.of([[3, 1], [5, 6, 7, 8]]).latest(3).tolist()
        [[-1, 3, 1], [6, 7, 8]]
        """
        place = self.starts[1:, None] + np.arange(-n, 0)
        inside = place >= self.starts[:-1, None]
        if not len(self.item):
            return np.full(place.shape, NO_ITEM, dtype=np.int32)
        return np.where(inside, self.item[np.where(inside, place, 0)], NO_ITEM).astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Histories, and the one item that came next in each.

    Attributes:
        histories: n of them.
        target: int32 (n,), rows of the item vocabulary.
    """

    histories: Histories
    target: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.target)

    def take(self, chosen: NDArray[Any] | slice) -> "Cases":
        """Some cases (a mask, or their numbers)."""
        return Cases(self.histories.take(chosen), self.target[chosen])
