"""LFM-2b: two billion plays of 120,000 people on Last.fm, 2005 to 2020.

Table `listening-events.tsv`, also packed as `.tsv.bz2`, whose first line names its columns:
`user_id`, `track_id`, `album_id`, `timestamp` (`2019-03-01 17:06:12`, UTC). Columns are found by
name; releases that have more (`artist_id`, `age_at_listen`) are read as well, what they have more
is not taken.

Limits: the whole set is far beyond one machine's memory (about 60 bytes a play while it is read);
cut users or a span of time out of it first. The names in `tracks.tsv` and the tags are not read.
Format after several public readers of it, which agree; not yet run on the real files.

Citation: M. Schedl, S. Brandl, O. Lesota, E. Parada-Cabaleiro, D. Penz, N. Rekabsaz, *LFM-2b: A
Dataset of Enriched Music Listening Events for Recommender Systems Research and Fairness Analysis*,
CHIIR 2022. Terms: research, non-commercial; no longer offered by its authors for licence reasons.
"""

from pathlib import Path
from typing import Final

from moodarc.datasets.play_log import MOST_PLAYS, PlayLog
from moodarc.datasets.play_set import Plays
from moodarc.datasets.table_batches import numbered, read_batches, seconds

__all__ = ["load_lfm_2b"]

_KINDS: Final = {"user_id": "int64", "track_id": "int64", "timestamp": "timestamp[s]"}


def load_lfm_2b(table: Path, *, most: int = MOST_PLAYS) -> Plays:
    """The plays of `listening-events.tsv`, plain or packed.

    Args:
        table: the file.
        most: plays that may be read.

    Raises:
        DatasetError: the table is absent, damaged, empty, too large or of another form.
    """
    log = PlayLog(table, most=most)
    for batch in read_batches(table, _KINDS, needed=tuple(_KINDS), broken=log.leave_out):
        log.add(
            numbered(log.listeners, batch.column("user_id")),
            numbered(log.items, batch.column("track_id")),
            at_s=seconds(batch.column("timestamp")),
        )
    plays = log.interactions()
    return Plays(kind="lfm_2b", interactions=plays, repeats=True, left_out=log.left_out)
