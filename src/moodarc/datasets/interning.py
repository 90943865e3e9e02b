"""Ids to numbers while a file streams by: what keeps millions of plays small.

An id gets the next number (int32) when it is first met, and the number stands in the columns in its
place. Once all is read, the vocabulary is put in ascending order.
"""

from collections.abc import Hashable, Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Interner"]

_LONGEST_WHOLE: Final = 18
"""digits that surely fit in int64"""


class Interner:
    """The numbers of ids, in the order in which they were met.

    >>> ids = Interner()
    >>> ids.number(["nico", "abba", "nico"]).tolist()
    [0, 1, 0]
    >>> vocabulary, place = ids.ordered()
    >>> vocabulary.tolist(), place.tolist()
    (['abba', 'nico'], [1, 0])
    """

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, ids: Iterable[Hashable]) -> NDArray[np.int32]:
        """int32 (n,), the numbers of n ids; all texts, or all whole numbers."""
        known = self._numbers
        return np.array([known.setdefault(name, len(known)) for name in ids], dtype=np.int32)

    def known(self, ids: Iterable[Hashable]) -> NDArray[np.int32]:
        """int32 (n,), likewise; -1 of ids that were not met, which are not numbered."""
        return np.array([self._numbers.get(name, -1) for name in ids], dtype=np.int32)

    def ordered(self) -> tuple[NDArray[Any], NDArray[np.int32]]:
        """The vocabulary, ascending, and the place in it of each number.

        Ids that are whole numbers, or texts that spell them ("12", not "012"), come as int64. Other
        texts come as an object array: in one of fixed width every id would have the room of the
        longest, which for names of songs is gigabytes.
        """
        ids = _vocabulary(list(self._numbers))
        order = np.argsort(ids, kind="stable")
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        return ids[order], place


def _vocabulary(ids: list[Any]) -> NDArray[Any]:
    if all(isinstance(name, int) or _is_whole(name) for name in ids):
        return np.array([int(name) for name in ids], dtype=np.int64)
    texts = np.empty(len(ids), dtype=object)
    texts[:] = ids
    return texts


def _is_whole(name: str) -> bool:
    """Whether a text is how a whole number >= 0 is written, so that no two texts become one."""
    if not (name.isascii() and name.isdecimal()) or len(name) > _LONGEST_WHOLE:
        return False
    return name == "0" or name[0] != "0"
