"""Deezer's mood detection set: 18,644 songs with valence and arousal derived from listeners' tags.

Parquet with `artist_key`, `track_key`, `track_name`, `MSD_sng_id`, `valence`, `arousal`. The values
are z-scores of a map from tags to word norms, so they rank songs but have no zero of their own: by
key or song id comes out z / 3, clipped to [-1, 1], where 0 is the mean of the set (all published
values lie within 3); by title the z-scores themselves, taken anew over the songs of the table.

Citation: R. Delbouys, R. Hennequin, F. Piccoli, J. Royo-Letelier, M. Moussallam, *Music mood
detection based on audio and lyrics with deep neural net*, ISMIR 2018. Terms: research use; nothing
of it is shipped.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import ItemContent
from moodarc.datasets.parquet_columns import read_numbers, read_texts
from moodarc.datasets.song_keys import SongKey, sure_rows
from moodarc.errors import DatasetError

__all__ = [
    "DeezerSongs",
    "MoodSongs",
    "MoodTitles",
    "affect_of_scores",
    "load_deezer_mood",
    "load_deezer_songs",
    "load_deezer_titles",
]

_AXES: Final = ("valence", "arousal")
_DEVIATIONS_AT_END: Final = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class MoodSongs:
    """Songs whose key is sure.

    Attributes:
        row: by key.
        affect: float64 (n, 2), valence and arousal in [-1, 1], of all rows of the table.
    """

    row: dict[SongKey, int]
    affect: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class MoodTitles:
    """All n songs, in the order of the table.

    Attributes:
        artist: str (n,), as the key names him.
        title: by song.
        score: float64 (n, 2), valence and arousal in standard deviations about the table's mean.
    """

    artist: NDArray[np.str_]
    title: tuple[str, ...]
    score: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class DeezerSongs:
    """Songs by their id in the Million Song Dataset, which Taste Profile has too.

    Attributes:
        row: by id, such as `SORORTY12A67ADD67E`.
        affect: float32 (n, 2), valence and arousal in [-1, 1], of all rows of the table.
        artist: int64 (n,), a number for each artist, -1 where he is not named.
    """

    row: Mapping[str, int]
    affect: NDArray[np.float32]
    artist: NDArray[np.int64]

    def content(self, items: NDArray[Any]) -> ItemContent:
        """What is known of items that are song ids; NaN and -1 of those not in the table."""
        rows = np.array([self.row.get(song, -1) for song in items.tolist()], dtype=np.int64)
        known = rows >= 0
        unknown = ItemContent.unknown(len(rows))
        return replace(
            unknown,
            affect=np.where(known[:, None], self.affect[rows], np.float32(np.nan)),
            artist=np.where(known, self.artist[rows], unknown.artist),
        )


def affect_of_scores(z_scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Z / 3, clipped to [-1, 1].

    >>> affect_of_scores(np.array([-4.0, 1.5])).tolist()
    [-1.0, 0.5]
    """
    return np.clip(z_scores / _DEVIATIONS_AT_END, -1.0, 1.0)


def load_deezer_songs(table: Path) -> DeezerSongs:
    """The songs by `MSD_sng_id`; an id that is empty or stands twice is left out.

    Raises:
        DatasetError: no parquet, a column is missing or of another kind, or a song without values.
    """
    texts = read_texts(table, ["MSD_sng_id", "artist_key"])
    affect = affect_of_scores(read_numbers(table, _AXES)).astype(np.float32)
    times = Counter(texts["MSD_sng_id"])
    row = {song: n for n, song in enumerate(texts["MSD_sng_id"]) if song and times[song] == 1}
    if not row or not np.isfinite(affect[list(row.values())]).all():
        msg = f"{table} has no songs, or one without valence and arousal; copy it from its source"
        raise DatasetError(msg)
    names = sorted({name for name in texts["artist_key"] if name})
    number: dict[str | None, int] = {name: n for n, name in enumerate(names)}
    artist = np.array([number.get(name, -1) for name in texts["artist_key"]], dtype=np.int64)
    return DeezerSongs(row, affect, artist)


def load_deezer_mood(table: Path) -> MoodSongs:
    """The songs of the table; keys that are empty or stand twice are left out.

    Raises:
        DatasetError: no parquet, a column is missing or of another kind, or a song of a sure key
            has no values.
    """
    keys = read_texts(table, ["artist_key", "track_key"])
    z_scores = read_numbers(table, _AXES)
    rows = sure_rows(keys["artist_key"], keys["track_key"])
    if not rows or not np.isfinite(z_scores[list(rows.values())]).all():
        msg = f"{table} has no songs, or one without valence and arousal; copy it from its source"
        raise DatasetError(msg)
    return MoodSongs(rows, affect_of_scores(z_scores))


def load_deezer_titles(table: Path) -> MoodTitles:
    """The songs of the table with artist and title; any table with these columns will do.

    Raises:
        DatasetError: no parquet, a column is missing or of another kind, an artist is not named,
            or the values are not finite or do not vary.
    """
    texts = read_texts(table, ["artist_key", "track_name"])
    values = read_numbers(table, _AXES)
    if len(values) < 2 or not np.isfinite(values).all() or not values.std(axis=0).all():
        msg = f"{table} has {len(values)} rows; expected two or more with finite, varied values"
        raise DatasetError(msg)
    if not all(texts["artist_key"]):
        msg = f"{table} has a song without artist_key; leave such songs out of the table"
        raise DatasetError(msg)
    return MoodTitles(
        artist=np.array(texts["artist_key"]),
        title=tuple(title or "" for title in texts["track_name"]),
        score=(values - values.mean(axis=0)) / values.std(axis=0),
    )
