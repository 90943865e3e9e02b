"""S3-Rec's LastFM: 1,090 sequences of artists, each with 99 official negatives.

Two forms. The original text: `LastFM.txt`, a line a user of numbers with blanks between, the user
and then the items from first to last; and beside it `LastFM_sample.txt`, the user and 99 items that
they never met. And parquet: `*_sequences.parquet` (`user`, `pos`, `item`), beside it
`*_negatives.parquet` (`user`, `negatives`) and `*_items.parquet`, of which the artist
(`hetrec_artist`) and Deezer's means (`dz_valence`, `dz_arousal`, z-scores: z / 3) are taken; its
columns of a streaming service (`sp_*`) may only be evaluated on and are not read. Items count from
1. Times are the places in the sequence.

**The order is not one of listening**: tags of one date stand in the order of the artists' numbers,
and most steps go up, which a sequence model can exploit. Protocols are checked on it, no model is
judged by it.

The parquet was run on the real set, the text on the same rows written anew, after the authors' own
reader (`utils.py`, `generate_test.py`).

Citation: K. Zhou, H. Wang, W. X. Zhao, et al., *S3-Rec: Self-Supervised Learning for Sequential
Recommendation with Mutual Information Maximization*, CIKM 2020; plays of HetRec 2011, whose terms
hold (`datasets.hetrec`).
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Interactions, ItemContent
from moodarc.datasets.deezer_mood import affect_of_scores
from moodarc.datasets.parquet_columns import read_numbers
from moodarc.datasets.play_set import Plays
from moodarc.datasets.table_batches import read_batches
from moodarc.errors import DatasetError

__all__ = ["load_s3rec_lastfm"]

_CAUTION: Final = (
    "S3-Rec's LastFM has no order in time: tags of one date stand in the order of the artists' "
    "numbers, which a sequence model exploits; compare protocols on it, not models"
)
_SEQUENCES: Final = "_sequences.parquet"

_Lists = dict[int, list[int]]
"""items by user"""


def load_s3rec_lastfm(table: Path) -> Plays:
    """The sequences, with the negatives and what is known of the items where these lie beside.

    Args:
        table: `LastFM.txt` or the parquet of sequences.

    Raises:
        DatasetError: a file is absent, damaged or of another form, or negatives that do not fit:
            of other users, of unequal number, unknown items, or items that the user did meet.
    """
    parquet = table.suffix == ".parquet"
    plays = _parquet_sequences(table) if parquet else _text_sequences(table)
    negatives = _parquet_negatives(table) if parquet else _text_negatives(table)
    return Plays(
        kind="s3rec_lastfm",
        interactions=plays,
        repeats=False,
        content=_content(table, plays.items) if parquet else None,
        negatives=None if negatives is None else _rows(plays, negatives, table),
        caution=_CAUTION,
    )


def _parquet_sequences(table: Path) -> Interactions:
    columns = read_numbers(table, ["user", "pos", "item"], kind="int64")
    if not len(columns) or not np.isfinite(columns).all():
        msg = f"{table} is empty or has empty cells; copy it again from its source"
        raise DatasetError(msg)
    user, place, item = columns.T.astype(np.int64)
    return Interactions.of(user, item, at_s=place)


def _text_sequences(table: Path) -> Interactions:
    lists = _lists(table)
    lengths = [len(items) for items in lists.values()]
    return Interactions.of(
        np.repeat(list(lists), lengths),
        np.concatenate([np.array(items) for items in lists.values()]),
        at_s=np.concatenate([np.arange(n) for n in lengths]),
    )


def _parquet_negatives(table: Path) -> _Lists | None:
    beside = _beside(table, "_negatives.parquet")
    if beside is None:
        return None
    found: _Lists = {}
    kinds = {"user": "int64", "negatives": "numbers"}
    for batch in read_batches(beside, kinds, needed=tuple(kinds)):
        users, lists = batch.column("user").to_pylist(), batch.column("negatives").to_pylist()
        found.update(zip(users, lists, strict=True))
    return found


def _text_negatives(table: Path) -> _Lists | None:
    beside = table.with_name(f"{table.stem}_sample.txt")
    return _lists(beside) if beside.is_file() else None


def _beside(table: Path, ending: str) -> Path | None:
    """Another table of the set; None where it is not there."""
    found = table.with_name(table.name.replace(_SEQUENCES, ending))
    return found if found != table and found.is_file() else None


def _lists(table: Path) -> _Lists:
    try:
        lines = [line.split() for line in table.read_text(encoding="ascii").splitlines()]
        lists = {int(user): [int(item) for item in items] for user, *items in lines}
    except (OSError, ValueError) as error:
        msg = f"{table} cannot be used ({error}); expected lines of whole numbers: user, items"
        raise DatasetError(msg) from error
    if not lists or not all(lists.values()) or len(lists) != len(lines):
        msg = f"{table} is empty, or has a user twice or without items; copy it from its source"
        raise DatasetError(msg)
    return lists


def _rows(plays: Interactions, negatives: _Lists, table: Path) -> NDArray[np.int32]:
    """int32 (n_listeners, n_negatives), in the order of the listeners."""
    lists = [negatives.get(user, []) for user in plays.listeners.tolist()]
    unequal = len(lists) != len(negatives) or len({len(items) for items in lists}) != 1
    if unequal or not np.isin(lists, plays.items).all():
        msg = f"{table}: negatives are not as many known items for each user; copy both files anew"
        raise DatasetError(msg)
    rows = np.searchsorted(plays.items, lists).astype(np.int32)
    met = np.zeros((plays.n_listeners, plays.n_items), dtype=np.bool_)
    met[plays.listener, plays.item] = True
    if np.take_along_axis(met, rows.astype(np.int64), axis=1).any():
        msg = f"{table}: a negative is an item that the user did meet; copy both files anew"
        raise DatasetError(msg)
    return rows


def _content(table: Path, items: NDArray[np.int64]) -> ItemContent | None:
    beside = _beside(table, "_items.parquet")
    if beside is None:
        return None
    columns = read_numbers(beside, ["item", "hetrec_artist", "dz_valence", "dz_arousal"])
    columns = columns[np.argsort(columns[:, 0])]
    place = np.searchsorted(columns[:, 0], items).clip(0, len(columns) - 1)
    if not (columns[place, 0] == items).all():
        msg = f"{beside} lacks an item of {table.name}; copy both files anew"
        raise DatasetError(msg)
    return replace(
        ItemContent.unknown(len(items)),
        affect=affect_of_scores(columns[place, 2:]).astype(np.float32),
        artist=columns[place, 1].astype(np.int64),
    )
