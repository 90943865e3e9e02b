"""Plays from any table with a header: CSV, TSV (plain, .gz, .bz2, .zst) or Parquet.

Two columns are needed, a listener and an item; in place of the item artist and title will do, and
the item is then both with a tab between. Three may be there, a weight (plays or a rating), a time
and a sitting. Each is found under one of the names in `COLUMN_NAMES`, or under a name that
`PlayColumns` gives; a table with two columns for one part must be told which to take. Times are
whole seconds since 1970, or ISO times (`2026-11-21 15:30:00`, `2026-11-21T15:30:00Z`), in UTC.

Where a column of weights is there, each row counts with it; else each row is one play. Whether
items may come again (`Plays.repeats`) is seen from the rows: whether anybody has an item twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Interactions
from moodarc.datasets.play_log import MOST_PLAYS, PlayLog
from moodarc.datasets.play_set import Plays
from moodarc.datasets.table_batches import (
    COMMAS,
    TABS,
    TextForm,
    column_names,
    numbered,
    read_batches,
    seconds,
)
from moodarc.errors import DatasetError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["COLUMN_NAMES", "PlayColumns", "form_of", "has_play_columns", "load_play_table"]

COLUMN_NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "listener": ("listener", "user", "listener_id", "user_id"),
        "item": ("item", "track", "item_id", "track_id"),
        "weight": ("weight", "plays", "rating"),
        "time": ("time", "timestamp", "at_s"),
        "session": ("session", "session_id"),
        "artist": ("artist", "artist_name"),
        "title": ("title", "track_name"),
    }
)
"""names by part, in any case"""

_NEEDED: Final = ("listener", "item")
_SONG: Final = ("artist", "title")
"""what names an item where it has no column of its own"""
_TIMES: Final = ("int64", "utc", "timestamp[s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayColumns:
    """Names of columns; None = look for one of `COLUMN_NAMES`."""

    listener: str | None = None
    item: str | None = None
    weight: str | None = None
    time: str | None = None
    session: str | None = None
    artist: str | None = None
    title: str | None = None


def has_play_columns(names: list[str]) -> bool:
    """Whether a table with these columns has a listener and an item."""
    lower = {name.lower() for name in names}
    listener, item, artist, title = (
        bool(lower & set(COLUMN_NAMES[part])) for part in ("listener", "item", *_SONG)
    )
    return listener and (item or (artist and title))


def load_play_table(
    table: Path, *, columns: PlayColumns = PlayColumns(), most: int = MOST_PLAYS
) -> Plays:
    """The plays of a table.

    Args:
        table: Parquet, or text; tabs between the fields of `.tsv`, `.txt` and `.dat`, else commas.
        columns: names that are not among the known ones.
        most: rows that may be read.

    Raises:
        DatasetError: the table is absent, damaged, empty or too large; a column is missing, or one
            of several must be named; a number, weight or time cannot be read.
    """
    form = form_of(table)
    names = _found(table, column_names(table, form), columns)
    log = PlayLog(table, most=most)
    kinds = {names[part]: "string" for part in ("listener", "item", *_SONG) if part in names}
    kinds |= {names[part]: kind for part, kind in _KINDS.items() if part in names}
    if "time" in names:
        kinds[names["time"]] = _kind_of_time(table, names["time"], form)
    needed = tuple(kinds)
    for batch in read_batches(table, kinds, form=form, needed=needed, broken=log.leave_out):
        _add(log, batch, names)
    plays = log.interactions()
    return Plays(kind="table", interactions=plays, repeats=_repeats(plays), left_out=log.left_out)


_KINDS: Final = {"weight": "double", "session": "int64"}


def form_of(table: Path) -> TextForm:
    """Tabs or commas, by the suffixes of the name."""
    return TABS if {".tsv", ".txt", ".dat"} & set(table.suffixes) else COMMAS


def _found(table: Path, names: list[str], columns: PlayColumns) -> dict[str, str]:
    """The column of each part that the table has."""
    found: dict[str, str] = {}
    for part, known in sorted(COLUMN_NAMES.items(), key=lambda entry: entry[0] == "item"):
        if part in _SONG and _item_column(names, columns):
            continue
        asked = getattr(columns, part)
        hits = [n for n in names if n == asked or (asked is None and n.lower() in known)]
        if len(hits) > 1:
            msg = f"{table} has {' and '.join(hits)} for the {part}; say which (PlayColumns)"
            raise DatasetError(msg)
        needed = part in _NEEDED and not (part == "item" and set(_SONG) <= set(found))
        if not hits and (asked is not None or needed):
            wanted = asked or " or ".join(known)
            msg = f"{table} has no column {wanted} for the {part}; found {', '.join(names)}"
            raise DatasetError(msg)
        if hits:
            found[part] = hits[0]
    return found


def _item_column(names: list[str], columns: PlayColumns) -> bool:
    known = COLUMN_NAMES["item"]
    return columns.item is not None or any(name.lower() in known for name in names)


def _kind_of_time(table: Path, name: str, form: TextForm) -> str:
    """How the first row's time is written; the others must be alike."""
    import pyarrow as pa  # noqa: PLC0415 - of the extra, and heavy

    first = next(iter(read_batches(table, {name: "string"}, form=form)), None)
    value = "" if first is None or not first.num_rows else first.column(0)[0].as_py()
    for kind in _TIMES:
        try:
            pa.array([value]).cast(pa.timestamp("s", "UTC") if kind == "utc" else kind)
        except pa.ArrowException:
            continue
        return kind
    msg = f"{table}: {name} {value!r}; expected whole seconds since 1970, or an ISO time"
    raise DatasetError(msg)


def _add(log: PlayLog, batch: "pa.RecordBatch", names: Mapping[str, str]) -> None:
    more: dict[str, NDArray[np.generic]] = {}
    if "weight" in names:
        more["weight"] = batch.column(names["weight"]).to_numpy()
    if "time" in names:
        more["at_s"] = seconds(batch.column(names["time"]))
    if "session" in names:
        more["session"] = batch.column(names["session"]).to_numpy()
    log.add(
        numbered(log.listeners, batch.column(names["listener"])),
        numbered(log.items, _items(batch, names)),
        **more,
    )


def _items(batch: "pa.RecordBatch", names: Mapping[str, str]) -> "pa.Array":
    if "item" in names:
        return batch.column(names["item"])
    import pyarrow.compute as pc  # noqa: PLC0415 - of the extra, and heavy

    return pc.binary_join_element_wise(*(batch.column(names[part]) for part in _SONG), "\t")


def _repeats(plays: Interactions) -> bool:
    pairs = plays.listener.astype(np.int64) * plays.n_items + plays.item
    return len(np.unique(pairs)) < len(pairs)
