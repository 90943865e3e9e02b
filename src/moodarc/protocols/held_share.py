"""A split of counts, which have no order: of each listener a share of the items is held out."""

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Cases, Histories, Interactions
from moodarc.errors import InputError
from moodarc.protocols.trial import Split, Trial

__all__ = ["held_share"]


def held_share(
    plays: Interactions, *, rng: np.random.Generator, share: float = 0.2, least: int = 10
) -> Split:
    """Hold out a random share of the items of everybody who has `least` or more; the others teach.

    One more item of each of them is the validation. Items already heard are no candidates.

    Args:
        plays: one row a listener and item.
        rng: what is held out.
        share: of each listener's items, in (0, 1).
        least: items of a listener from which on some are held out.

    Raises:
        InputError: nobody has enough items, or a listener has an item twice.
    """
    starts = plays.starts()
    if plays.matrix().nnz < len(plays):
        msg = "a listener has an item twice; sum plays first, or choose a split by time"
        raise InputError(msg)
    n = np.diff(starts)
    asked = np.flatnonzero(n >= max(least, 3))
    if not len(asked):
        msg = f"no listener has {least} items; ask for fewer"
        raise InputError(msg)
    held = np.maximum(np.round(share * n).astype(np.int64), 1)
    rank = _random_ranks(plays, rng)
    eligible = np.isin(plays.listener, asked)
    tested = eligible & (rank < held[plays.listener])
    validated = eligible & (rank == held[plays.listener])
    train = plays.take(~tested & ~validated)
    test = plays.take(tested)
    return Split(
        train=train,
        validation=_validation(train, plays.take(validated), asked),
        test=Trial(
            histories=_histories(plays.take(~tested), asked),
            target=test.item,
            history=np.searchsorted(asked, test.listener).astype(np.int64),
            group=asked,
        ),
        repeats=False,
        also_known=plays.take(validated),
    )


def _random_ranks(plays: Interactions, rng: np.random.Generator) -> NDArray[np.int64]:
    """A random order of each listener's rows, from 0."""
    order = np.lexsort((rng.random(len(plays)), plays.listener))
    rank = np.empty(len(plays), dtype=np.int64)
    rank[order] = np.arange(len(plays)) - plays.starts()[plays.listener]
    return rank


def _validation(train: Interactions, held: Interactions, asked: NDArray[np.int64]) -> Cases:
    return Cases(_histories(train, asked), held.item)


def _histories(plays: Interactions, asked: NDArray[np.int64]) -> Histories:
    starts = plays.starts()
    whole = Histories(
        starts=starts,
        item=plays.item,
        weight=plays.weight,
        listener=np.arange(plays.n_listeners, dtype=np.int32),
    )
    return whole.take(asked)
