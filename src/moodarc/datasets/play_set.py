"""A data set of listening, as every loader of one gives it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Interactions, ItemContent
from moodarc.errors import InputError

__all__ = ["Plays"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Plays:
    """Who played what, and what goes with it.

    Attributes:
        kind: name of the data set, such as "lastfm_1k".
        interactions: the plays, or counts or ratings by listener and item.
        repeats: whether an item already heard may come again, so that it is among those to rank.
        content: of the items; None where the source says nothing of them.
        negatives: int32 (n_listeners, n), item rows that the source itself ranks the last item of
            each listener against; None where it has none.
        left_out: rows of the source that were out of form.
        caution: a sentence to be printed beside any figure; "" without one.
    """

    kind: str
    interactions: Interactions
    repeats: bool
    content: ItemContent | None = None
    negatives: NDArray[np.int32] | None = None
    left_out: int = 0
    caution: str = ""

    def narrowed(self, interactions: Interactions) -> "Plays":
        """The same set with part of its plays, as a filter of `protocols` leaves them.

        Args:
            interactions: whose vocabularies are part of ours.

        Raises:
            InputError: a negative is no longer among the items.
        """
        listeners = np.searchsorted(self.interactions.listeners, interactions.listeners)
        items = np.searchsorted(self.interactions.items, interactions.items)
        content = None if self.content is None else self.content.take(items)
        negatives = self.negatives
        if negatives is not None:
            row = np.full(self.interactions.n_items, -1, dtype=np.int32)
            row[items] = np.arange(len(items), dtype=np.int32)
            negatives = row[negatives[listeners]]
            if (negatives < 0).any():
                msg = f"{self.kind}: a filter took items that are negatives; use the set as it is"
                raise InputError(msg)
        return replace(self, interactions=interactions, content=content, negatives=negatives)
