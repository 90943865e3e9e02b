"""What a recommender is tried on: plays to learn from, and what came afterwards."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Cases, Histories, Interactions

__all__ = ["Split", "Trial"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Trial:
    """Histories, and one or more items that came afterwards in each.

    Attributes:
        histories: what was known.
        target: int32 (n,), item rows; those of one history stand together.
        history: int64 (n,), the history that each target belongs to, ascending.
        group: int64 (n_histories,), who it was; drawn together by the bootstrap.
    """

    histories: Histories
    target: NDArray[np.int32]
    history: NDArray[np.int64]
    group: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.target)

    @classmethod
    def of(cls, cases: Cases, group: NDArray[np.int64]) -> "Trial":
        """One target a history."""
        rows = np.arange(len(cases), dtype=np.int64)
        return cls(histories=cases.histories, target=cases.target, history=rows, group=group)

    def take(self, chosen: NDArray[Any]) -> "Trial":
        """Some histories with all their targets (numbers ascending, or a mask)."""
        which = np.arange(len(self.histories))[chosen]
        kept = np.isin(self.history, which)
        return Trial(
            histories=self.histories.take(which),
            target=self.target[kept],
            history=np.searchsorted(which, self.history[kept]),
            group=self.group[which],
        )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Split:
    """Plays parted into what is learned from and what is asked.

    Attributes:
        train: to learn from; its vocabularies are those of all parts.
        validation: for early stopping; `train` holds none of its targets.
        test: asked once.
        repeats: whether items already heard are candidates.
        also_known: plays of the validation part; a recommender that needs no validation learns
            from them too.
    """

    train: Interactions
    validation: Cases
    test: Trial
    repeats: bool
    also_known: Interactions

    @property
    def all_known(self) -> Interactions:
        """Everything before the test: train and validation, in the order of interactions."""
        return _joined(self.train, self.also_known)


def _joined(one: Interactions, other: Interactions) -> Interactions:
    def column(name: str) -> Any:  # noqa: ANN401 - an array, or None
        parts = getattr(one, name), getattr(other, name)
        return None if parts[0] is None else np.concatenate(parts)

    listener, at_s = column("listener"), column("at_s")
    order = np.argsort(listener, kind="stable") if at_s is None else np.lexsort((at_s, listener))

    def ordered(name: str) -> Any:  # noqa: ANN401 - an array, or None
        values = column(name)
        return None if values is None else values[order]

    return Interactions(
        listener=listener[order],
        item=ordered("item"),
        weight=ordered("weight"),
        at_s=ordered("at_s"),
        session=ordered("session"),
        listeners=one.listeners,
        items=one.items,
    )
