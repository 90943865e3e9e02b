"""How far a list's emotion is the listener's: LIN's *emotion matching accuracy*.

Its paper never defines it; ours has two forms (MISSION, LIN). Hard: the share of the listed tracks
that lie in the listener's quadrant (BAEK eq. 6); a listener on an axis has none. Soft: the mean of
1 - ||E_track - U|| / (2 sqrt 2). Tracks whose emotion is not known are left out of both.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.affect import affect_match

__all__ = ["quadrant_matching", "soft_matching"]


def quadrant_matching(tracks: ArrayLike, listeners: ArrayLike) -> NDArray[np.float64]:
    """Share of each list in its listener's quadrant.

    Args:
        tracks: (n, n_listed, 2) valence and arousal in [-1, 1]; NaN = unknown.
        listeners: (n, 2) likewise.

    Returns:
        float64 (n,) in [0, 1]; NaN for a listener without a quadrant, or where no listed track is
        known.

    >>> quadrant_matching([[[0.5, 0.5], [0.5, -0.5]]], [[0.2, 0.9]]).tolist()
    [0.5]
    """
    signs, own = np.sign(np.asarray(tracks, np.float64)), np.sign(np.asarray(listeners, np.float64))
    has_quadrant = np.isfinite(own).all(axis=1) & (own != 0.0).all(axis=1)
    known = np.isfinite(signs).all(axis=2) & has_quadrant[:, None]
    return _share((signs == own[:, None]).all(axis=2), known)


def soft_matching(tracks: ArrayLike, listeners: ArrayLike) -> NDArray[np.float64]:
    """Mean match of each list with its listener's point.

    Args and NaN are as `quadrant_matching`'s, but a listener on an axis counts.

    Returns:
        float64 (n,) in [0, 1].
    """
    points, own = np.asarray(tracks, np.float64), np.asarray(listeners, np.float64)
    match = affect_match(points, own[:, None])
    return _share(np.nan_to_num(match), np.isfinite(match))


def _share(values: NDArray[np.generic], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0))
