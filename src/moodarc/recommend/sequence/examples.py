"""What a sequence network learns from, batch by batch, as arrays: nothing loops over rows.

A batch is sliced from the plays by places (`sequence.windows`). A causal encoder learns from every
step of a window; one that looks both ways from one prefix of each, drawn anew each epoch.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Feelings
from moodarc.recommend.recommender import Known
from moodarc.recommend.sequence.config import SequenceConfig
from moodarc.recommend.sequence.emotion_signal import oracle_feelings
from moodarc.recommend.sequence.reading import Reader
from moodarc.recommend.sequence.voices import REACH, Tables, count_tables
from moodarc.recommend.sequence.windows import Windows, windows_of

__all__ = ["Examples", "SequenceBatch", "chances"]

_REDRAWN: Final = 3
"""times that a negative is drawn again where it was heard; what is left then is rare enough"""


class SequenceBatch(NamedTuple):
    """n windows of at most `length` steps, with m targets; arrays here, tensors in training."""

    items: Any
    """(n, length) int64 at the left, then the number of items"""
    emotion: Any
    """(n, length, k)"""
    where: Any
    """(m,) int64, places of the states of n * length that have a target"""
    target: Any
    """(m,) int64"""
    negatives: Any
    """(n_negatives,) int64 that all share, or (m, 1)"""
    told: Any
    """(m, 3, reach) shares of the targets in the tables; empty without voices"""
    again: Any
    """(m, n) whether the target stands so many steps back; likewise"""
    evidence: Any
    """(m, 2); likewise"""
    present: Any
    """(m,) int64, steps back that there are; likewise"""


def chances(heard: NDArray[np.integer]) -> NDArray[np.float64]:
    """float64 (n_items,), shares by the square root of plays: how negatives are drawn."""
    rooted: NDArray[np.float64] = np.sqrt(heard + 1.0)
    return rooted / float(rooted.sum())


@dataclass(frozen=True, eq=False, kw_only=True)
class Examples:
    """Batches of some plays.

    Attributes:
        known: the plays, and what the listeners felt.
        config: how they are read.
        causal: whether the encoder speaks of every step.
    """

    known: Known
    config: SequenceConfig
    causal: bool

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary; that number stands where no item is."""
        return self.known.plays.n_items

    @cached_property
    def heard(self) -> NDArray[np.int64]:
        """int64 (n_items,), plays of each item."""
        return np.bincount(self.known.plays.item, minlength=self.n_items)

    @cached_property
    def reader(self) -> Reader:
        """What reads items as the encoder does in service."""
        return Reader(
            n=self.config.n,
            n_items=self.n_items,
            emotion=self.config.emotion,
            half_life=self.config.half_life,
            content=self.known.content,
        )

    @cached_property
    def tables(self) -> Tables | None:
        """Of the voices."""
        return count_tables(self.known.plays) if self.config.voices else None

    @cached_property
    def windows(self) -> Windows:
        """Of the plays."""
        return windows_of(self.known.plays, self.config.n)

    def batches(self, rng: np.random.Generator, size: int) -> Iterator[SequenceBatch]:
        """One epoch, in batches of `size` windows on average."""
        for chosen in self.windows.batches(rng, size):
            if self.causal:
                yield self.batch(self.windows, chosen, rng)
            else:
                yield self.batch(self.windows.prefixes(chosen, rng), np.arange(len(chosen)), rng)

    def batch(
        self, windows: Windows, chosen: NDArray[np.int64], rng: np.random.Generator
    ) -> SequenceBatch:
        """Some windows; of a prefix only the last step is a target."""
        rows, inside = windows.places(chosen)
        read = inside[:, 1:]
        counted = read & windows.counts[rows[:, 1:]]
        if not self.causal:
            counted = np.arange(1, rows.shape[1]) == inside.sum(axis=1, keepdims=True) - 1
        items = self._item[np.where(read, rows[:, :-1], -1)]
        sensed = None if self._feelings is None else self._feelings.take(rows[:, 1:][read])
        targets = rows[:, 1:][counted]
        return SequenceBatch(
            items,
            self.reader.signal(items, sensed, read),
            np.flatnonzero(counted) if self.causal else np.arange(len(targets)),
            self._item[targets],
            self._negatives(targets, rng),
            *self._heard_beside(targets),
        )

    @cached_property
    def _item(self) -> NDArray[np.int64]:
        """Items of the plays, and at the end what stands where none is."""
        return np.append(self.known.plays.item.astype(np.int64), self.n_items)

    @cached_property
    def _begin(self) -> NDArray[np.int64]:
        return self.known.plays.starts()

    @cached_property
    def _feelings(self) -> Feelings | None:
        """Before each play: what was sensed, or for the oracle what the play itself expresses."""
        if self.config.oracle and self.known.content is not None:
            return oracle_feelings(self.known.content, self.known.plays.item)
        return self.known.feelings

    @cached_property
    def _ends(self) -> NDArray[np.float64]:
        return np.cumsum(chances(self.heard))

    def _negatives(self, targets: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
        if self.config.loss == "softmax":
            return np.empty(0, dtype=np.int64)
        if self.config.loss == "sampled":
            drawn = np.searchsorted(self._ends, rng.random(self.config.negatives))
            return np.minimum(drawn, self.n_items - 1).astype(np.int64)
        heard = self._back(targets, self.config.n)
        window = np.concatenate([self._item[targets][:, None], heard], axis=1)
        negatives = rng.integers(self.n_items, size=len(targets))
        for _ in range(_REDRAWN):
            met = (window == negatives[:, None]).any(axis=1)
            negatives[met] = rng.integers(self.n_items, size=int(met.sum()))
        return negatives[:, None]

    def _back(self, targets: NDArray[np.int64], n: int) -> NDArray[np.int64]:
        """(m, n) items 1, 2, ... steps before each target, of its listener; -1 = none."""
        start = self._begin[self.known.plays.listener[targets]]
        rows = targets[:, None] - np.arange(1, n + 1)
        inside = rows >= start[:, None]
        items: NDArray[np.int64] = np.where(inside, self._item[np.where(inside, rows, 0)], -1)
        return items

    def _heard_beside(self, targets: NDArray[np.int64]) -> tuple[NDArray[Any], ...]:
        """What the voices say of each target, and what the gate is told."""
        if self.tables is None:
            nothing = np.empty((0, 0), dtype=np.float32)
            return nothing[None], nothing > 0, nothing, np.empty(0, dtype=np.int64)
        back, item = self._back(targets, self.config.n), self._item[targets]
        reach = min(REACH, self.config.n)
        together = self._together(targets, reach)
        told = self.tables.told(back[:, :reach], item, together=together)
        evidence = self.tables.evidence(back[:, 0])
        return told, back == item[:, None], evidence, (back >= 0).sum(axis=1)

    def _together(self, targets: NDArray[np.int64], reach: int) -> NDArray[np.bool_]:
        """(m, reach) whether the play so many steps back is of the same sitting as the target."""
        plays, steps = self.known.plays, np.arange(1, reach + 1)
        rows = np.maximum(targets[:, None] - steps, 0)
        beside = plays.listener[rows] == plays.listener[targets, None]
        if plays.session is not None:
            beside &= plays.session[rows] == plays.session[targets, None]
        together: NDArray[np.bool_] = beside & (targets[:, None] >= steps)
        return together
