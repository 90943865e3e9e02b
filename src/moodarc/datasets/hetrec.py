"""HetRec 2011 Last.fm: how often 1,892 people played each of up to 50 artists.

Two forms: the original `user_artists.dat` (tabs; `userID`, `artistID`, `weight`), and one parquet
with these columns. Items are artists, weights are plays; there are no times. Ratings, where a paper
wants them, are log(1 + plays).

Limits: at most 50 artists a person, their most played. Friends and tags are not read. The parquet
was run on the real set, the `.dat` form on the same rows written anew.

Citation: I. Cantador, P. Brusilovsky, T. Kuflik, *2nd Workshop on Information Heterogeneity and
Fusion in Recommender Systems (HetRec 2011)*, RecSys 2011. Terms: non-commercial, by Last.fm.
"""

from pathlib import Path
from typing import Final

from moodarc.datasets.play_log import PlayLog
from moodarc.datasets.play_set import Plays
from moodarc.datasets.table_batches import numbered, read_batches

__all__ = ["load_hetrec"]

_KINDS: Final = {"userID": "int64", "artistID": "int64", "weight": "int64"}


def load_hetrec(table: Path) -> Plays:
    """Plays by listener and artist, from `user_artists.dat` or a parquet of the same columns.

    Raises:
        DatasetError: the table is absent, damaged, empty or of another form.
    """
    log = PlayLog(table)
    for batch in read_batches(table, _KINDS, needed=tuple(_KINDS)):
        log.add(
            numbered(log.listeners, batch.column("userID")),
            numbered(log.items, batch.column("artistID")),
            weight=batch.column("weight").cast("double").to_numpy(zero_copy_only=False),
        )
    return Plays(kind="hetrec", interactions=log.interactions(), repeats=False)
