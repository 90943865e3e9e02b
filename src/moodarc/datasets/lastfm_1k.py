"""Last.fm-1K: all that 992 people played from 2005 to May 2009, 19.2 million plays.

One table without a header, `userid-timestamp-artid-artname-traid-traname.tsv`: user, time
(`2009-04-08T01:57:47Z`), MusicBrainz id of the artist, artist, MusicBrainz id of the track, track;
tabs between, nothing quoted. An item is the id of the track; where that is empty, as for one play
in nine, it is artist and title with a tab between. An artist is numbered by id, else by name.

Limits: one song may have several MusicBrainz ids, and both an id and a name; nothing is merged. A
few plays bear times after the set was made; they are kept. Rows with another number of fields are
counted and passed over. Format after the set's README and public readers; not yet run on the real
file, but on one of 17 million rows made in its form (`benchmarks/read_plays.py`).

Citation: Ò. Celma, *Music Recommendation and Discovery in the Long Tail*, Springer 2010. Terms:
non-commercial use, by permission of Last.fm.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from moodarc.datasets.play_log import MOST_PLAYS, PlayLog
from moodarc.datasets.play_set import Plays
from moodarc.datasets.table_batches import (
    TextForm,
    named_numbers,
    numbered,
    read_batches,
    seconds,
)

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["load_lastfm_1k"]

_KINDS: Final = {
    "user": "string",
    "at": "utc",
    "artist_id": "string",
    "artist": "string",
    "track_id": "string",
    "track": "string",
}


def load_lastfm_1k(table: Path, *, most: int = MOST_PLAYS) -> Plays:
    """The plays of the table, also where it is packed (.gz, .bz2).

    Args:
        table: `userid-timestamp-artid-artname-traid-traname.tsv`.
        most: plays that may be read.

    Raises:
        DatasetError: the table is absent, damaged, empty, too large or of another form.
    """
    log = PlayLog(table, most=most)
    form = TextForm(names=tuple(_KINDS))
    needed = ("user", "at", "track")
    for batch in read_batches(table, _KINDS, form=form, needed=needed, broken=log.leave_out):
        _add(log, batch)
    return Plays(
        kind="lastfm_1k",
        interactions=log.interactions(),
        repeats=True,
        content=log.content(),
        left_out=log.left_out,
    )


def _add(log: PlayLog, batch: "pa.RecordBatch") -> None:
    item = numbered(log.items, _item_ids(batch))
    listener = numbered(log.listeners, batch.column("user"))
    log.add(listener, item, at_s=seconds(batch.column("at")))
    log.name_artists(item, named_numbers(log.artists, _first_of(batch, "artist_id", "artist")))


def _item_ids(batch: "pa.RecordBatch") -> "pa.Array":
    import pyarrow.compute as pc  # noqa: PLC0415 - of the extra, and heavy

    ids = batch.column("track_id")
    names = pc.binary_join_element_wise(batch.column("artist"), batch.column("track"), "\t")
    return pc.if_else(pc.equal(ids, ""), names, ids)


def _first_of(batch: "pa.RecordBatch", first: str, second: str) -> "pa.Array":
    import pyarrow.compute as pc  # noqa: PLC0415

    found = batch.column(first)
    return pc.if_else(pc.equal(found, ""), batch.column(second), found)
