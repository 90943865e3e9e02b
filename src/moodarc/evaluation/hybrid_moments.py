"""Moments at which lists are asked for: what was known then, and what came of it (LIN-10)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Cases, Feelings, Histories
from moodarc.recommend import Known, Recipe
from moodarc.session.fusion import Situation

__all__ = ["Contest", "Moments"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Moments:
    """n moments, and m items of which we know how they were taken.

    Attributes:
        histories: what was heard and liked before, with feelings and context where there are any.
        left_out: (n, n_items), no candidates.
        item: int32 (m,), what was heard afterwards.
        row: int64 (m,), the moment of each, ascending.
        liked: (m,), whether the item should be on the list.
        value: float64 (m,), its rating or the logarithm of its plays.
        usual: float64 (n,), the listener's mean value before.
        wanted: float64 (n, 2), the affect that lists are compared with.
        home: float64 (n, 2), the listener's mean affect before; None where `wanted` is that mean.
        situations: n of them, what the hybrid's weights depend on.
        listener: int64 (n,), drawn together by the bootstrap.
        at_s: int64 (n,); None where there are no times.
    """

    histories: Histories
    left_out: NDArray[np.bool_]
    item: NDArray[np.int32]
    row: NDArray[np.int64]
    liked: NDArray[np.bool_]
    value: NDArray[np.float64]
    usual: NDArray[np.float64]
    wanted: NDArray[np.float64]
    situations: Sequence[Situation]
    listener: NDArray[np.int64]
    home: NDArray[np.float64] | None = None
    at_s: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.histories)

    def take(self, chosen: NDArray[Any] | slice) -> "Moments":
        """Some moments, ascending (a mask, their numbers, or a slice)."""
        which = np.arange(len(self))[chosen]
        kept = np.isin(self.row, which)
        return replace(
            self,
            histories=self.histories.take(which),
            left_out=self.left_out[which],
            item=self.item[kept],
            row=np.searchsorted(which, self.row[kept]),
            liked=self.liked[kept],
            value=self.value[kept],
            usual=self.usual[which],
            wanted=self.wanted[which],
            situations=[self.situations[row] for row in which],
            listener=self.listener[which],
            home=None if self.home is None else self.home[which],
            at_s=None if self.at_s is None else self.at_s[which],
        )

    def at_home(self) -> "Moments":
        """As they look to whoever knows only how the listener feels in the long run."""
        felt, home = self.histories.feelings, self.home
        if felt is None or home is None:
            return self
        mean = np.column_stack([home, felt.mean[:, 2]]).astype(np.float32)
        still = [replace(one, distance=0.0, change=0.0) for one in self.situations]
        feelings = Feelings(mean=mean, variance=felt.variance)
        return replace(self, histories=replace(self.histories, feelings=feelings), situations=still)

    def cases(self) -> Cases:
        """What was liked, each with the history of its moment."""
        return Cases(self.histories.take(self.row[self.liked]), self.item[self.liked])


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Contest:
    """All that one table of LIN-10 is made from.

    Attributes:
        data: name of the set, as in row names.
        fingerprint: of its files.
        known: what recipes may look at; the seed is set for each training.
        recipes: by name, in the order of the table; without the hybrid.
        validation: moments by which is chosen and calibrated.
        test: moments asked once.
    """

    data: str
    fingerprint: str
    known: Known
    recipes: dict[str, Recipe]
    validation: Moments
    test: Moments
