"""Which listeners and items a figure is earned on: those with enough plays (EM-9), and k-cores.

EM-9 keeps users with at least 50 plays and tracks with at least 20. It does not say whether once or
until both hold; here until both hold: taking items away takes plays from listeners, and so on.
What remains is the largest part in which both hold, whichever is taken away first. Plays are the
sums of weights, so that a log and a table of counts of the same plays give the same; for ratings,
where a weight counts nothing, take the k-core.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Interactions
from moodarc.errors import InputError

__all__ = ["k_core", "least_plays"]

_Counts = tuple[NDArray[np.float64], NDArray[np.float64]]


def least_plays(
    interactions: Interactions, *, of_listener: float = 50, of_item: float = 20
) -> Interactions:
    """The part in which each listener and each item has at least so many plays.

    Raises:
        InputError: nothing remains.

    >>> plays = Interactions.of([1, 1, 2], [7, 8, 7], weight=[3, 1, 3])
    >>> least_plays(plays, of_listener=3, of_item=6).matrix().toarray().tolist()
    [[3.0], [3.0]]
    """
    return _narrowed(interactions, _plays, (of_listener, of_item))


def k_core(interactions: Interactions, *, k: int) -> Interactions:
    """The part in which each listener has k different items and each item k different listeners.

    Raises:
        InputError: nothing remains.

    >>> k_core(Interactions.of([1, 1, 2, 2, 3], [7, 8, 7, 8, 7]), k=2).listeners.tolist()
    [1, 2]
    """
    return _narrowed(interactions, _partners, (k, k))


def _narrowed(
    interactions: Interactions,
    count: Callable[[Interactions], _Counts],
    least: tuple[float, float],
) -> Interactions:
    """Take away whoever counts less than `least`, until nobody does; vocabularies go along."""
    left = interactions
    while len(left):
        of_listener, of_item = count(left)
        kept = (of_listener >= least[0])[left.listener] & (of_item >= least[1])[left.item]
        if kept.all():
            return left.compact()
        left = left.take(kept)
    msg = (
        f"nothing remains of {len(interactions)} rows with at least {least[0]:g} for each "
        f"listener and {least[1]:g} for each item; ask for less, or take more data"
    )
    raise InputError(msg)


def _plays(interactions: Interactions) -> _Counts:
    """The sums of weights of each listener and each item."""
    weight = interactions.weight
    of_listener = np.bincount(interactions.listener, weight, minlength=interactions.n_listeners)
    of_item = np.bincount(interactions.item, weight, minlength=interactions.n_items)
    return of_listener.astype(np.float64), of_item.astype(np.float64)


def _partners(interactions: Interactions) -> _Counts:
    """How many different items each listener has, and listeners each item."""
    pairs = np.unique(
        interactions.listener.astype(np.int64) * interactions.n_items + interactions.item
    )
    listener, item = np.divmod(pairs, interactions.n_items)
    return (
        np.bincount(listener, minlength=interactions.n_listeners).astype(np.float64),
        np.bincount(item, minlength=interactions.n_items).astype(np.float64),
    )
