"""Who played what, as columns: what recommenders learn from.

One row an interaction: a play in a log of plays, a (listener, item, plays) triplet in a table of
counts, a rating. Listeners and items are numbered by row of their vocabularies, so that arrays and
matrices stand in one order everywhere.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError

if TYPE_CHECKING:
    import scipy.sparse as sp

__all__ = ["Interactions"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Interactions:
    """Interactions sorted by listener, then by time; equal times keep their given order.

    Attributes:
        listener: int32 (n,), rows of `listeners`, ascending.
        item: int32 (n,), rows of `items`.
        weight: float32 (n,), plays or rating; 1 where a row is one play.
        at_s: int64 (n,), seconds since 1970 in UTC; None where the data have no times.
        session: int64 (n,), a number for each sitting; None where the data have none.
        listeners: (n_listeners,) their ids, ascending.
        items: (n_items,) likewise.
    """

    listener: NDArray[np.int32]
    item: NDArray[np.int32]
    weight: NDArray[np.float32]
    listeners: NDArray[Any]
    items: NDArray[Any]
    at_s: NDArray[np.int64] | None = None
    session: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.item)

    @property
    def n_listeners(self) -> int:
        """Listeners of the vocabulary, with or without interactions."""
        return len(self.listeners)

    @property
    def n_items(self) -> int:
        """Items of the vocabulary, likewise."""
        return len(self.items)

    @classmethod
    def of(
        cls,
        listeners: ArrayLike,
        items: ArrayLike,
        *,
        weight: ArrayLike | None = None,
        at_s: ArrayLike | None = None,
        session: ArrayLike | None = None,
    ) -> "Interactions":
        """From ids, one a row in any order.

        Args:
            listeners: (n,) ids, texts or whole numbers.
            items: (n,) likewise.
            weight: (n,) finite; 1 each without it.
            at_s: (n,) whole seconds.
            session: (n,) whole numbers.

        Raises:
            InputError: columns of unequal length, or a weight that is not finite.

        >>> plays = Interactions.of(["bo", "ada", "bo"], [7, 9, 9], at_s=[2, 5, 1])
        >>> plays.listeners.tolist(), plays.listener.tolist(), plays.item.tolist()
        (['ada', 'bo'], [0, 1, 1], [1, 1, 0])
        """
        who, listener = np.unique(np.asarray(listeners), return_inverse=True)
        what, item = np.unique(np.asarray(items), return_inverse=True)
        columns = {
            "weight": np.ones(len(item), np.float32) if weight is None else np.asarray(weight),
            "at_s": None if at_s is None else np.asarray(at_s),
            "session": None if session is None else np.asarray(session),
        }
        _check(len(listener), len(item), columns)
        order = _order(listener, columns["at_s"])
        return cls(
            listener=listener[order].astype(np.int32),
            item=item[order].astype(np.int32),
            weight=_sorted(columns["weight"], order, np.float32),
            at_s=_sorted(columns["at_s"], order, np.int64),
            session=_sorted(columns["session"], order, np.int64),
            listeners=who,
            items=what,
        )

    def starts(self) -> NDArray[np.int64]:
        """int64 (n_listeners + 1,): listener i has the rows from starts[i] up to starts[i + 1]."""
        return np.searchsorted(self.listener, np.arange(self.n_listeners + 1)).astype(np.int64)

    def matrix(self) -> "sp.csr_array":
        """float32 (n_listeners, n_items), sums of weights."""
        import scipy.sparse as sp  # noqa: PLC0415 - keeps `import moodarc.catalog` light

        shape = (self.n_listeners, self.n_items)
        return sp.coo_array((self.weight, (self.listener, self.item)), shape=shape).tocsr()

    def take(self, rows: NDArray[Any]) -> "Interactions":
        """Some rows (a mask, or ascending numbers) under the same vocabularies."""
        return replace(
            self,
            listener=self.listener[rows],
            item=self.item[rows],
            weight=self.weight[rows],
            at_s=None if self.at_s is None else self.at_s[rows],
            session=None if self.session is None else self.session[rows],
        )

    def summed(self) -> "Interactions":
        """One row a listener and item, weights summed; times and sessions go."""
        sums = self.matrix()
        listener = np.repeat(np.arange(self.n_listeners), np.diff(sums.indptr))
        return replace(
            self,
            listener=listener.astype(np.int32),
            item=sums.indices.astype(np.int32),
            weight=sums.data,
            at_s=None,
            session=None,
        )

    def compact(self) -> "Interactions":
        """The same rows under vocabularies of those who occur."""
        who, listener = np.unique(self.listener, return_inverse=True)
        what, item = np.unique(self.item, return_inverse=True)
        return replace(
            self,
            listener=listener.astype(np.int32),
            item=item.astype(np.int32),
            listeners=self.listeners[who],
            items=self.items[what],
        )


def _check(n_listeners: int, n_items: int, columns: dict[str, NDArray[Any] | None]) -> None:
    lengths = {n_listeners, n_items, *(len(c) for c in columns.values() if c is not None)}
    if len(lengths) != 1:
        msg = f"columns have {sorted(lengths)} rows; expected the same number each"
        raise InputError(msg)
    weight = columns["weight"]
    if weight is not None and not np.isfinite(weight).all():
        msg = "a weight is not finite; leave such rows out"
        raise InputError(msg)


def _order(listener: NDArray[np.int64], at_s: NDArray[Any] | None) -> NDArray[np.int64]:
    if at_s is None:
        return np.argsort(listener, kind="stable")
    return np.lexsort((at_s, listener))  # stable, as every mergesort


def _sorted(column: NDArray[Any] | None, order: NDArray[np.int64], kind: Any) -> Any:  # noqa: ANN401 - an array of `kind`, or None
    return None if column is None else column[order].astype(kind)
