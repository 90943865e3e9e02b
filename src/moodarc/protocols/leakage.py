"""A model must not be tested on what it was trained on: not a track, an artist or a listener."""

import numpy as np
from numpy.typing import ArrayLike

from moodarc.errors import InputError

__all__ = ["require_disjoint"]


def require_disjoint(train: ArrayLike, test: ArrayLike, *, what: str = "id") -> None:
    """Check that two lists of ids or groups share nothing.

    Args:
        train: (n,) of the training rows.
        test: (m,) of the test rows.
        what: the word for one of them in the message ("artist").

    Raises:
        InputError: something is in both; the message counts it and shows the first few.

    >>> require_disjoint(["abba"], ["nico"], what="artist")
    """
    shared = np.intersect1d(train, test)
    if shared.size:
        few = ", ".join(str(value) for value in shared[:3])
        msg = (
            f"{shared.size} {what}(s) are in training and in test ({few} ...); "
            f"split by {what}, for instance with group_folds"
        )
        raise InputError(msg)
