"""A split by item: some items are taken from everybody's plays, as if they had just come out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Histories, Interactions
from moodarc.errors import InputError
from moodarc.protocols.trial import Trial

__all__ = ["ColdSplit", "cold_items"]


@dataclass(frozen=True, slots=True, eq=False)
class ColdSplit:
    """Plays of warm items, and who plays the cold ones.

    Attributes:
        train: plays of warm items; the vocabulary holds the cold ones too.
        test: warm histories and cold targets.
        cold: (n_items,) which items are.
    """

    train: Interactions
    test: Trial
    cold: NDArray[np.bool_]


def cold_items(
    plays: Interactions, told: NDArray[np.bool_], *, rng: np.random.Generator, share: float = 0.1
) -> ColdSplit:
    """Take a random share of the items about which something is told.

    Args:
        plays: one row a listener and item, or more.
        told: (n_items,) whether anything but plays is known of an item.
        rng: which items.
        share: of those, in (0, 1).

    Raises:
        InputError: too few items are told of, or nobody with warm items plays a cold one.
    """
    heard = np.flatnonzero(told & (np.bincount(plays.item, minlength=plays.n_items) > 0))
    n_cold = round(share * len(heard))
    if n_cold < 1:
        msg = f"{len(heard)} items are told of and played; some dozens are needed to hide a share"
        raise InputError(msg)
    cold = np.zeros(plays.n_items, dtype=bool)
    cold[rng.choice(heard, n_cold, replace=False)] = True
    train, hidden = plays.take(~cold[plays.item]), plays.take(cold[plays.item])
    return ColdSplit(train, _trial(train, hidden), cold)


def _trial(train: Interactions, hidden: Interactions) -> Trial:
    asked = np.intersect1d(train.listener, hidden.listener)
    kept = hidden.take(np.isin(hidden.listener, asked))
    if not len(kept):
        msg = "nobody who plays a hidden item plays another one; give more plays"
        raise InputError(msg)
    whole = Histories(
        starts=train.starts(),
        item=train.item,
        weight=train.weight,
        listener=np.arange(train.n_listeners, dtype=np.int32),
    )
    pairs = np.unique(np.stack([kept.listener, kept.item]).astype(np.int64), axis=1)
    return Trial(
        histories=whole.take(asked),
        target=pairs[1].astype(np.int32),
        history=np.searchsorted(asked, pairs[0]).astype(np.int64),
        group=asked.astype(np.int64),
    )
