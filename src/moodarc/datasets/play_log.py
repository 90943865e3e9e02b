"""A log of plays, gathered batch by batch and then put in order: 17 million plays in 1.3 GB.

Loaders of listening data number their ids (`datasets.interning`), hand over columns of numbers a
batch at a time, and take `catalog.Interactions` from here at the end. No text of a row is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Interactions, ItemContent
from moodarc.datasets.interning import Interner
from moodarc.errors import DatasetError

__all__ = ["MOST_PLAYS", "PlayLog", "PlayRow"]

MOST_PLAYS: Final = 100_000_000
"""plays that are read at most, unless told otherwise; about 6 GB"""
_BATCH: Final = 100_000
_BROKEN_SHARE: Final = 0.01
"""of rows that may be out of form; with more the file is no such file"""
_MORE: Final = "cut a part out of it, or allow more (most=), at 60 bytes of memory a play"
_KINDS: Final = {"listener": np.int32, "item": np.int32, "weight": np.float32}


class PlayRow(NamedTuple):
    """One play of a source that is read row by row; all rows have a session, or none."""

    listener: str | int
    item: str | int
    at_s: int
    artist: str | int | None = None
    session: int | None = None


class PlayLog:
    """The plays of one source.

    Attributes:
        listeners: numbers of the listeners' ids.
        items: likewise.
        artists: likewise; an item may have one.
        left_out: rows that were out of form.
    """

    def __init__(self, source: Path, *, most: int = MOST_PLAYS) -> None:
        self.listeners, self.items, self.artists = Interner(), Interner(), Interner()
        self.left_out = 0
        self._source, self._most, self._rows = source, most, 0
        self._columns: dict[str, list[NDArray[Any]]] = {}
        self._artist_of = np.empty(0, dtype=np.int32)

    def add(
        self, listener: NDArray[np.int32], item: NDArray[np.int32], **columns: NDArray[Any]
    ) -> None:
        """Some plays, in the order of the file.

        Args:
            listener: (n,) numbers.
            item: (n,) likewise.
            **columns: (n,) each, of `weight`, `at_s`, `session`; the same ones at every call.

        Raises:
            DatasetError: there are more plays than may be read, or a weight is not finite.
        """
        self._rows += len(item)
        if self._rows > self._most:
            msg = f"{self._source} holds more than {self._most:,} plays; {_MORE}"
            raise DatasetError(msg)
        if not np.isfinite(columns.get("weight", np.empty(0))).all():
            msg = f"{self._source} has a weight that is not finite; leave such rows out"
            raise DatasetError(msg)
        for name, column in {"listener": listener, "item": item, **columns}.items():
            kept = np.asarray(column).astype(_KINDS.get(name, np.int64), copy=False)
            self._columns.setdefault(name, []).append(kept)

    def name_artists(self, item: NDArray[np.int32], artist: NDArray[np.int32]) -> None:
        """Who made some items: (n,) numbers each; artist -1 = unknown, which changes nothing."""
        missing = len(self.items) - len(self._artist_of)
        if missing > 0:  # half as much again, so that growing stays cheap
            room = np.full(missing + len(self._artist_of) // 2, -1, dtype=np.int32)
            self._artist_of = np.concatenate([self._artist_of, room])
        known = artist >= 0
        self._artist_of[item[known]] = artist[known]

    def add_rows(self, rows: Iterable[PlayRow]) -> None:
        """Plays one by one, as a source of JSON lines has them.

        Raises:
            DatasetError: as `add`.
        """
        for batch in _batches(rows):
            listeners, items, at_s, artists, sessions = zip(*batch, strict=True)
            item = self.items.number(items)
            columns = {"at_s": np.array(at_s, dtype=np.int64)}
            if sessions[0] is not None:
                columns["session"] = np.array(sessions, dtype=np.int64)
            self.add(self.listeners.number(listeners), item, **columns)
            self.name_artists(item, self._numbered_artists(artists))

    def leave_out(self, n: int = 1) -> None:
        """Count rows that are out of form."""
        self.left_out += n

    def interactions(self) -> Interactions:
        """All plays; the log is empty afterwards.

        Raises:
            DatasetError: there are none, or too many rows were out of form.
        """
        self._check()
        listeners, place_of_listener = self.listeners.ordered()
        items, place_of_item = self.items.ordered()
        listener = place_of_listener[self._taken("listener")]
        at_s = self._taken("at_s") if "at_s" in self._columns else None
        order = _order(listener, at_s)
        return Interactions(
            listener=listener[order],
            item=place_of_item[self._taken("item")][order],
            weight=self._weight()[order],
            at_s=None if at_s is None else at_s[order],
            session=self._taken("session")[order] if "session" in self._columns else None,
            listeners=listeners,
            items=items,
        )

    def content(self) -> ItemContent | None:
        """The artists, over the items in their order; None where none is named."""
        if not len(self.artists):
            return None
        _, place = self.items.ordered()
        unknown = ItemContent.unknown(len(place))
        known = self._artist_of[: len(place)]
        unknown.artist[place[: len(known)]] = known
        return unknown

    def _numbered_artists(self, artists: Sequence[str | int | None]) -> NDArray[np.int32]:
        """-1 for those without a name."""
        named = [bool(artist) or artist == 0 for artist in artists]
        numbers = np.full(len(artists), -1, dtype=np.int32)
        numbers[named] = self.artists.number(
            artist for artist, known in zip(artists, named, strict=True) if known
        )
        return numbers

    def _check(self) -> None:
        if not self._rows:
            out = f" ({self.left_out} rows are out of form)" if self.left_out else ""
            msg = f"{self._source} holds no plays{out}; copy it again from its source"
            raise DatasetError(msg)
        read = self._rows + self.left_out
        if self.left_out > _BROKEN_SHARE * read:
            msg = (
                f"{self._source}: {self.left_out} of {read} rows are out of form (another number "
                "of fields, or no listener, item or time); copy it again from its source"
            )
            raise DatasetError(msg)

    def _taken(self, name: str) -> NDArray[Any]:
        return np.concatenate(self._columns.pop(name))

    def _weight(self) -> NDArray[np.float32]:
        if "weight" in self._columns:
            return self._taken("weight")
        return np.ones(self._rows, dtype=np.float32)


def _batches(rows: Iterable[PlayRow]) -> Iterator[list[PlayRow]]:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _order(listener: NDArray[np.int32], at_s: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """By listener, then by time; equal times keep their order."""
    if at_s is None:
        return np.argsort(listener, kind="stable")
    return np.lexsort((at_s, listener))
