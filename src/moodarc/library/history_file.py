"""A listener's own history as a file: a playlist, or a table of what was played.

Playlists are read as `library.playlists` reads them, first to last. A table is CSV (or TSV) with
columns `artist` and `title`, or `item`, an id as a trained model has it; with a column `time`
(seconds since 1970, or ISO 8601) it is brought into order, else its lines stand from oldest to
newest.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from moodarc.datasets.csv_rows import CsvRow, read_rows
from moodarc.errors import InputError
from moodarc.library.playlists import FORMATS, read_playlist

__all__ = ["HeardSong", "read_history"]

_TABLES: Final = {".csv": ",", ".tsv": "\t"}
_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardSong:
    """One song of a history, by whatever it is named.

    Attributes:
        item: an id.
        recording: a MusicBrainz recording id.
    """

    artist: str | None = None
    title: str | None = None
    item: str | None = None
    recording: str | None = None


def read_history(file: Path) -> tuple[HeardSong, ...]:
    """The songs of a history, oldest first.

    Raises:
        InputError: an unknown ending, or a table without the columns or with more than a million
            lines.
        DatasetError, PlaylistFileError: a file that is absent or not in its format.
    """
    ending = file.suffix.lower()
    if ending in FORMATS:
        entries = read_playlist(file).entries
        return tuple(
            HeardSong(artist=one.artist, title=one.title, recording=one.recording)
            for one in entries
        )
    if ending not in _TABLES:
        known = ", ".join(sorted({*FORMATS, *_TABLES}))
        msg = f"{file} has no ending of a history; expected one of {known}"
        raise InputError(msg)
    rows = read_rows(file, [], remedy="give a history", delimiter=_TABLES[ending])
    return tuple(_song(row) for row in _in_order(file, rows))


def _in_order(file: Path, rows: list[CsvRow]) -> list[CsvRow]:
    columns = set(rows[0].values)
    if "item" not in columns and not {"artist", "title"} <= columns:
        msg = f"{file} has columns {sorted(columns)}; expected artist and title, or item"
        raise InputError(msg)
    if len(rows) > _MOST:
        msg = f"{file} has {len(rows):,} lines; give the newest {_MOST:,}"
        raise InputError(msg)
    return sorted(rows, key=_time) if "time" in columns else rows


def _time(row: CsvRow) -> float:
    text = row.text("time")
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        row.fail(f"time {text!r}; expected seconds since 1970 or ISO 8601")


def _song(row: CsvRow) -> HeardSong:
    values = row.values
    return HeardSong(
        artist=values.get("artist") or None,
        title=values.get("title") or None,
        item=values.get("item") or None,
    )
