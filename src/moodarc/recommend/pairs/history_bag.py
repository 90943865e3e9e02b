r"""A listener as the bag of items they heard: somebody new is answered as everybody else is.

The vector of a listener with heard items $h_1, \dots, h_n$ (oldest first) is

$$u = \Big( \sum_j w_j \Big)^{-1/2} \sum_j w_j \, q_{h_j}, \qquad w_j = e^{r_{n-j}},$$

where $q$ are vectors of items in the role of "heard" and $r$ says how much a place counts, the
newest first; $r$ is learned where plays have an order and stays 0 where they have none. The root
lets the vector grow with what is known of the listener (FISM's alpha of 1/2, Kabbur et al. 2013).

In training the item to be told is never in the bag: else every item would point at itself.
"""

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.catalog import NO_ITEM, Histories, Interactions

__all__ = ["bag_vectors", "bags_before", "bags_beside"]


def bag_vectors(
    histories: Histories, heard: NDArray[np.float32], recency: NDArray[np.float32]
) -> NDArray[np.float32]:
    """float32 (n, size): vectors of listeners; 0 for an empty history.

    Args:
        histories: n of them; of each the latest `len(recency)` items count.
        heard: (n_items, size).
        recency: (history_size,), r of the formula, the newest last.
    """
    item = histories.latest(len(recency))
    row, place = np.nonzero(item != NO_ITEM)
    weight = np.exp(recency)[place]
    total = np.bincount(row, weights=weight, minlength=len(histories))
    share = weight / np.sqrt(np.maximum(total, 1e-12))[row]
    bags = sp.coo_array((share, (row, item[row, place])), shape=(len(histories), len(heard)))
    return np.asarray(bags.tocsr() @ heard, dtype=np.float32)


def bags_before(plays: Interactions, rows: NDArray[np.int64], size: int) -> NDArray[np.int32]:
    """int32 (n, size): what the listener of each play heard right before it; -1 = nothing.

    Args:
        plays: in order of time within each listener.
        rows: (n,) of `plays`.
        size: of a bag.
    """
    place = rows[:, None] + np.arange(-size, 0)
    inside = place >= plays.starts()[plays.listener[rows]][:, None]
    return np.where(inside, plays.item[np.maximum(place, 0)], NO_ITEM).astype(np.int32)


def bags_beside(
    plays: Interactions, rows: NDArray[np.int64], size: int, *, rng: np.random.Generator
) -> NDArray[np.int32]:
    """int32 (n, size): what else the listener of each play heard; -1 = nothing.

    All other items where they fit, else `size` of them drawn with replacement. The item of the
    play itself is left out.
    """
    starts = plays.starts()
    first = starts[plays.listener[rows]][:, None]
    length = starts[plays.listener[rows] + 1][:, None] - first
    offset = np.broadcast_to(np.arange(size), (len(rows), size))
    drawn = (rng.random((len(rows), size)) * length).astype(np.int64)
    offset = np.where(length > size, drawn, offset)
    place = first + np.minimum(offset, length - 1)
    item = plays.item[place]
    other = (offset < length) & (item != plays.item[rows][:, None])
    return np.where(other, item, NO_ITEM).astype(np.int32)
