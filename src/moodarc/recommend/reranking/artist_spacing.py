"""No artist twice within so many places, as far as the shortlist allows.

Place by place the first track is taken whose artist was not heard in the last `gap` places. Where
every artist left was heard there, it is the one heard longest ago. Unknown artists (-1) repeat
nobody. This is the hard form, for a list whose order is already chosen; `ArtistRepetition` is the
soft one, a price that a planner weighs against others.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["artist_spacing"]


def artist_spacing(
    artists: ArrayLike, *, gap: int = 3, heard: Sequence[int] = ()
) -> NDArray[np.int64]:
    """The order of a list, best first, with its artists apart.

    Args:
        artists: (n,), a number for each artist, in the order of the list; -1 = unknown.
        gap: other tracks between two of an artist; 0 = as it is.
        heard: artists of what was played just before, in playing order.

    Returns:
        int64 (n,), a permutation; tracks of one artist keep their order.

    >>> artist_spacing([5, 5, 8, 9], gap=1).tolist()
    [0, 2, 1, 3]
    """
    names = np.asarray(artists, dtype=np.int64).tolist()
    last = {artist: place - len(heard) for place, artist in enumerate(heard) if artist >= 0}
    left, order = list(range(len(names))), list[int]()
    for place in range(len(names)):
        row = _next(left, names, {it: at for it, at in last.items() if place - at <= gap})
        left.remove(row)
        order.append(row)
        if names[row] >= 0:
            last[names[row]] = place
    return np.array(order, dtype=np.int64)


def _next(left: Sequence[int], names: Sequence[int], recent: dict[int, int]) -> int:
    """The first row whose artist is not recent; else the one heard longest ago."""
    for row in left:
        if names[row] not in recent:
            return row
    return min(left, key=lambda row: recent[names[row]])
