"""Items that a listener never played, drawn uniformly: what a target is ranked among (EM-9).

A figure among 99 negatives is far kinder than one over the catalogue, and can order models
otherwise (Krichene and Rendle, KDD 2020): both are published, side by side.
"""

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError

__all__ = ["uniform_negatives"]


def uniform_negatives(
    history: NDArray[np.int64],
    played: tuple[NDArray[np.int64], NDArray[np.int64]],
    *,
    n_items: int,
    n: int = 99,
    rng: np.random.Generator,
) -> NDArray[np.int32]:
    """For each target `n` different items that its listener never played.

    Args:
        history: (n_targets,) number of whom each target belongs to.
        played: rows of (whom, item), all that was ever played, in any order.
        n_items: size of the catalogue.
        n: how many negatives.
        rng: what is drawn.

    Returns:
        int32 (n_targets, n).

    Raises:
        InputError: somebody has played so much that fewer than `n` items are left.
    """
    taken = np.unique(played[0].astype(np.int64) * n_items + played[1])
    most = np.bincount(taken // n_items, minlength=1).max(initial=0)
    if most + n > n_items:
        msg = f"somebody played {most} of {n_items} items; {n} negatives are not to be had"
        raise InputError(msg)
    drawn = _first_of_each(rng.integers(n_items, size=(len(history), 2 * n)))
    usable = (drawn >= 0) & ~_among(history[:, None] * n_items + drawn, taken)
    first = np.argsort(~usable, axis=1, kind="stable")[:, :n]
    found = np.take_along_axis(drawn, first, axis=1).astype(np.int32)
    for row in np.flatnonzero(usable.sum(axis=1) < n):  # few, unless the catalogue is small
        low, high = np.searchsorted(taken, [history[row] * n_items, (history[row] + 1) * n_items])
        free = np.setdiff1d(np.arange(n_items), taken[low:high] % n_items)
        found[row] = rng.choice(free, n, replace=False)
    return found


def _first_of_each(drawn: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every draw but the first of an equal one becomes -1."""
    order = np.argsort(drawn, axis=1, kind="stable")
    ordered = np.take_along_axis(drawn, order, axis=1)
    again = np.zeros_like(drawn, dtype=bool)
    again[:, 1:] = ordered[:, 1:] == ordered[:, :-1]
    where = np.zeros_like(again)
    np.put_along_axis(where, order, again, axis=1)
    return np.where(where, -1, drawn)


def _among(key: NDArray[np.int64], taken: NDArray[np.int64]) -> NDArray[np.bool_]:
    place = np.minimum(np.searchsorted(taken, key), len(taken) - 1)
    return np.asarray(taken[place] == key)
