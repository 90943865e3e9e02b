"""Which tracks a list shows, and in which order: columns of the whole library, asked in one go.

Filters and orders look at what the page shows: the emotion as it stands in this library, with all
that is known of a track (`session.shell.known_library`), which no column of the database holds.
The columns of 100,000 tracks take some 40 MB and a query some milliseconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.engine import RowMapping

from moodarc.affect import Quadrant, emotion_vectors
from moodarc.catalog import Track
from moodarc.storage import Store
from moodarc.storage.track_rows import searchable

__all__ = ["RANGED", "Columns", "Wanted"]

RANGED: Final = (
    "valence",
    "arousal",
    "energy",
    "danceability",
    "acousticness",
    "instrumentalness",
    "liveness",
    "speechiness",
    "tempo_bpm",
    "beat_strength",
    "loudness_lufs",
    "duration_s",
)
"""numbers that a list may be bounded by"""

_NUMBERS: Final = (*RANGED, "key", "mode", "speech_probability", "valence_variance")
_AFFECT: Final = ("valence", "arousal", "valence_variance", "arousal_variance")
_QUADRANTS: Final = tuple(Quadrant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is to show.

    Attributes:
        search: words that title, artist, album, genre or path hold, all of them.
        exact: values by column ("status", "genre", "artist", "key", "mode").
        quadrant: of the perceived emotion.
        bounds: least and most, by a name of `RANGED`; None = no bound.
        sort: "title", "artist", "added" or a name of `RANGED`.
        descending: largest first.
    """

    search: str = ""
    exact: Mapping[str, Any]
    quadrant: Quadrant | None = None
    bounds: Mapping[str, tuple[float | None, float | None]]
    sort: str = "title"
    descending: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Columns:
    """A row a track, by number.

    Attributes:
        track_id: int64 (n,).
        texts: what is searched, without case and accents.
        labels: object (n,) "status", "genre", "artist".
        numbers: float64 (n,) by name; NaN where a track is not analysed.
        quadrant: int8 (n,): 0 = none, else 1 + its place in `Quadrant`.
        orders: int64 (n,) ranks by "title", "artist" and "added".
    """

    track_id: NDArray[np.int64]
    texts: Sequence[str]
    labels: Mapping[str, NDArray[np.object_]]
    numbers: Mapping[str, NDArray[np.float64]]
    quadrant: NDArray[np.int8]
    orders: Mapping[str, NDArray[np.int64]]

    def __len__(self) -> int:
        return len(self.track_id)

    @classmethod
    def of(cls, store: Store, known: Sequence[Track]) -> "Columns":
        """Of all tracks of a library.

        Args:
            store: open.
            known: those that may play, as lists see them.
        """
        rows = list(store.tracks.outlines())
        numbers = {name: _column(rows, name) for name in (*_NUMBERS, "arousal_variance")}
        _overlay(rows, numbers, known)
        labels = {
            "status": _labels([row["status"] for row in rows]),
            "genre": _labels([row["tags"].get("genre") for row in rows]),
            "artist": _labels([row["tags"].get("artist") for row in rows]),
        }
        return cls(
            track_id=np.array([row["id"] for row in rows], dtype=np.int64),
            texts=[row["search_text"] for row in rows],
            labels=labels,
            numbers=numbers,
            quadrant=_quadrants(numbers),
            orders=_orders(rows),
        )

    def with_affects(self, known: Sequence[Track]) -> "Columns":
        """The same with other emotions of some tracks."""
        numbers = {name: column.copy() for name, column in self.numbers.items()}
        analysed = [(t.track_id, t.analysis.affect) for t in known if t.analysis is not None]
        wanted = np.array([number for number, _ in analysed], dtype=np.int64)
        rows = np.searchsorted(self.track_id, wanted)
        there = np.isin(wanted, self.track_id)
        values = np.array(
            [(a.valence, a.arousal, *a.variance[:2]) for _, a in analysed], dtype=np.float64
        ).reshape(-1, 4)
        for name, column in zip(_AFFECT, values.T, strict=True):
            numbers[name][rows[there]] = column[there]
        return replace(self, numbers=numbers, quadrant=_quadrants(numbers))

    def found(self, wanted: Wanted) -> NDArray[np.int64]:
        """The numbers of the tracks that a list shows, in its order."""
        rows = np.flatnonzero(self._fitting(wanted))
        if wanted.search:
            words = searchable(wanted.search).split()
            texts = self.texts
            rows = rows[[all(word in texts[row] for word in words) for row in rows.tolist()]]
        return self.track_id[rows[self._order(wanted, rows)]]

    def _fitting(self, wanted: Wanted) -> NDArray[np.bool_]:
        fits = np.ones(len(self), dtype=np.bool_)
        for name, value in wanted.exact.items():
            column = self.labels.get(name)
            fits &= (self.numbers[name] if column is None else column) == value
        if wanted.quadrant is not None:
            fits &= self.quadrant == 1 + _QUADRANTS.index(wanted.quadrant)
        for name, (least, most) in wanted.bounds.items():
            if least is not None:
                fits &= self.numbers[name] >= least
            if most is not None:
                fits &= self.numbers[name] <= most
        return fits

    def _order(self, wanted: Wanted, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Ties by number; what has no value comes last either way."""
        ranks = self.orders.get(wanted.sort)
        keys = self.numbers[wanted.sort][rows] if ranks is None else ranks[rows].astype(np.float64)
        return np.argsort(-keys if wanted.descending else keys, kind="stable")


def _column(rows: Sequence[RowMapping], name: str) -> NDArray[np.float64]:
    return np.array([row[name] for row in rows], dtype=np.float64)  # None becomes NaN


def _labels(values: Sequence[Any]) -> NDArray[np.object_]:
    column = np.empty(len(values), dtype=np.object_)
    column[:] = values
    return column


def _overlay(
    rows: Sequence[RowMapping],
    numbers: Mapping[str, NDArray[np.float64]],
    known: Sequence[Track],
) -> None:
    """Put in what is known of the tracks that may play, and of their copies."""
    affects = {t.content_hash: t.analysis.affect for t in known if t.analysis is not None}
    for place, row in enumerate(rows):
        affect = affects.get(row["content_hash"])
        if affect is not None:
            numbers["valence"][place] = affect.valence
            numbers["arousal"][place] = affect.arousal
            numbers["valence_variance"][place] = affect.variance.valence
            numbers["arousal_variance"][place] = affect.variance.arousal


def _quadrants(numbers: Mapping[str, NDArray[np.float64]]) -> NDArray[np.int8]:
    """The strongest share's quadrant; 0 where nothing is known or two tie for it."""
    found = np.zeros(len(numbers["valence"]), dtype=np.int8)
    known = np.flatnonzero(np.isfinite(numbers["valence"]))
    if len(known):
        points = np.stack([numbers["valence"][known], numbers["arousal"][known]], axis=1)
        spread = [numbers[f"{name}_variance"][known] for name in ("valence", "arousal")]
        shares = emotion_vectors(points, np.stack(spread, axis=1))
        is_top = shares == shares.max(axis=1, keepdims=True)
        found[known] = np.where(is_top.sum(axis=1) == 1, 1 + shares.argmax(axis=1), 0)
    return found


def _orders(rows: Sequence[RowMapping]) -> dict[str, NDArray[np.int64]]:
    titles = [_title(row) for row in rows]
    artists = [searchable(row["tags"].get("artist") or "\uffff") for row in rows]
    added = [row["added_at"] for row in rows]
    return {
        "title": _ranks(titles),
        "artist": _ranks(list(zip(artists, titles, strict=True))),
        "added": _ranks(added),
    }


def _title(row: RowMapping) -> str:
    return searchable(row["tags"].get("title") or Path(row["path"]).stem)


def _ranks(keys: Sequence[Any]) -> NDArray[np.int64]:
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return ranks
