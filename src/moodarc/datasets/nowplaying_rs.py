"""#nowplaying-RS: 11.6 million plays that 139,000 people told on Twitter in 2014, with hashtags.

`user_track_hashtag_timestamp.csv` (`user_id`, `track_id`, `hashtag`, `created_at`) has a row for
each hashtag of a play, so that a play stands as often as it has hashtags: rows of one user, track
and second are one play here. `context_content_features.csv`, where it lies beside, gives the artist
(`artist_id`) of each track; its features are a streaming service's and are not taken, nor are
language, place and time zone. Columns are found by name; times are UTC.

Limits: `sentiment_values.csv` is not read. Format after several public readers of it; not yet run
on the real files.

Citation: A. Poddar, E. Zangerle, Y.-H. Yang, *#nowplaying-RS: A New Benchmark Dataset for Building
Context-Aware Music Recommender Systems*, SMC 2018. Terms: research; as its page (Zenodo) says.
"""

from pathlib import Path
from typing import Final

import numpy as np

from moodarc.catalog import Interactions
from moodarc.datasets.play_log import MOST_PLAYS, PlayLog
from moodarc.datasets.play_set import Plays
from moodarc.datasets.table_batches import (
    COMMAS,
    named_numbers,
    numbered,
    read_batches,
    seconds,
)

__all__ = ["load_nowplaying_rs"]

_KINDS: Final = {"user_id": "string", "track_id": "string", "created_at": "timestamp[s]"}


def load_nowplaying_rs(table: Path, *, most: int = MOST_PLAYS) -> Plays:
    """The plays, and the artists where `context_content_features.csv` lies beside.

    Args:
        table: `user_track_hashtag_timestamp.csv`.
        most: rows that may be read.

    Raises:
        DatasetError: a table is absent, damaged, empty, too large or of another form.
    """
    log = PlayLog(table, most=most)
    needed = tuple(_KINDS)
    for batch in read_batches(table, _KINDS, form=COMMAS, needed=needed, broken=log.leave_out):
        log.add(
            numbered(log.listeners, batch.column("user_id")),
            numbered(log.items, batch.column("track_id")),
            at_s=seconds(batch.column("created_at")),
        )
    _name_artists(log, table.with_name("context_content_features.csv"))
    content = log.content()
    plays = _once(log.interactions())
    return Plays(
        kind="nowplaying_rs",
        interactions=plays,
        repeats=True,
        content=content,
        left_out=log.left_out,
    )


def _name_artists(log: PlayLog, features: Path) -> None:
    if not features.is_file():
        return
    columns = {"track_id": "string", "artist_id": "string"}
    for batch in read_batches(features, columns, form=COMMAS, broken=_pass_over):
        track = log.items.known(batch.column("track_id").to_pylist())
        artist = named_numbers(log.artists, batch.column("artist_id"))
        log.name_artists(track[track >= 0], artist[track >= 0])


def _pass_over(_: int) -> None:
    """A track whose row is broken has no artist."""


def _once(plays: Interactions) -> Interactions:
    """One row for each listener, item and second: the first."""
    keys = (plays.item, np.asarray(plays.at_s), plays.listener)
    order = np.lexsort(keys)
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    return plays.take(np.sort(order[first]))
