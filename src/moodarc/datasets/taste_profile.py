"""Taste Profile: how often people of The Echo Nest played songs of the Million Song Dataset.

Two forms: the original `train_triplets.txt` (48 million rows; user, song, plays; tabs, no header;
so too the files of the 2012 challenge), and one parquet with `user`, `song_id`, `plays`. Songs are
Echo Nest ids (`SO...`), by which Deezer's table gives a quarter of the plays a valence and an
arousal (`datasets.deezer_mood`); songs that it lacks stay unknown, NaN. There are no times.

Limits: the list of songs matched to wrong tracks is not read. The parquet was run on a real part of
the set (1,630 people), the text form on the same rows written anew.

Citation: B. McFee, T. Bertin-Mahieux, D. P. W. Ellis, G. R. G. Lanckriet, *The Million Song Dataset
Challenge*, AdMIRe 2012. Terms: research.
"""

from pathlib import Path
from typing import Final

from moodarc.datasets.deezer_mood import load_deezer_songs
from moodarc.datasets.play_log import MOST_PLAYS, PlayLog
from moodarc.datasets.play_set import Plays
from moodarc.datasets.table_batches import TextForm, numbered, read_batches

__all__ = ["load_taste_profile"]

_KINDS: Final = {"user": "string", "song_id": "string", "plays": "int64"}


def load_taste_profile(table: Path, *, deezer: Path | None = None, most: int = MOST_PLAYS) -> Plays:
    """Plays by listener and song; with `deezer` also the affect and the artists of the songs.

    Args:
        table: the parquet, or triplets as text, plain or packed.
        deezer: Deezer's table with `MSD_sng_id`; without it nothing is known of the songs.
        most: rows that may be read.

    Raises:
        DatasetError: a table is absent, damaged, empty, too large or of another form.
    """
    log = PlayLog(table, most=most)
    names = tuple(_KINDS)
    for batch in read_batches(table, _KINDS, form=TextForm(names=names), needed=names):
        log.add(
            numbered(log.listeners, batch.column("user")),
            numbered(log.items, batch.column("song_id")),
            weight=batch.column("plays").cast("double").to_numpy(zero_copy_only=False),
        )
    plays = log.interactions()
    content = None if deezer is None else load_deezer_songs(deezer).content(plays.items)
    return Plays(kind="taste_profile", interactions=plays, repeats=False, content=content)
