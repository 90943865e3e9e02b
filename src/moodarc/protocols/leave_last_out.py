"""EM-9's split: of each listener the last play is the test, the last but one the validation."""

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Cases, Histories, Interactions
from moodarc.errors import InputError
from moodarc.protocols.trial import Split, Trial

__all__ = ["leave_last_out"]

_FEWEST = 3
"""plays of a listener from which on the last can be held out and the last but one too"""


def leave_last_out(plays: Interactions) -> Split:
    """Part plays by their order within each listener; who has fewer than three only teaches.

    The history of the test holds the validation's item. Items already heard are candidates where a
    listener's items repeat.

    Raises:
        InputError: nobody has three plays.

    >>> split = leave_last_out(Interactions.of(["ada"] * 4, ["a", "b", "c", "d"]))
    >>> split.train.item.tolist(), split.validation.target.tolist(), split.test.target.tolist()
    ([0, 1], [2], [3])
    """
    starts = plays.starts()
    asked = np.flatnonzero(np.diff(starts) >= _FEWEST)
    if not len(asked):
        msg = f"none of {plays.n_listeners} listeners has {_FEWEST} plays; give more plays"
        raise InputError(msg)
    last = starts[asked + 1] - 1
    teaches = np.ones(len(plays), dtype=bool)
    teaches[last] = teaches[last - 1] = False
    test = _cases(plays, asked, last)
    return Split(
        train=plays.take(teaches),
        validation=_cases(plays, asked, last - 1),
        test=Trial.of(test, group=asked),
        repeats=_repeats(plays),
        also_known=plays.take(np.sort(last - 1)),
    )


def _cases(plays: Interactions, asked: NDArray[np.int64], place: NDArray[np.int64]) -> Cases:
    """Each listener's plays before `place`, and the one there."""
    lengths = place - plays.starts()[asked]
    ends = np.cumsum(lengths)
    rows = np.arange(ends[-1]) + np.repeat(place - ends, lengths)
    histories = Histories(
        starts=np.concatenate([[0], ends]).astype(np.int64),
        item=plays.item[rows],
        weight=plays.weight[rows],
        listener=asked.astype(np.int32),
    )
    return Cases(histories, plays.item[place])


def _repeats(plays: Interactions) -> bool:
    return bool(plays.matrix().nnz < len(plays))
