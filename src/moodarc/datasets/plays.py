"""Which data set of listening a file or folder is, and its loader.

A set is known by the names of its files, or by the columns of its table; never by a guess at
values. What is none of the sets below but a table with a listener and an item is read as such
(`datasets.play_tables`). A folder that holds several sets is refused with their files: name one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from moodarc.datasets.deezer_mood import load_deezer_songs
from moodarc.datasets.hetrec import load_hetrec
from moodarc.datasets.lastfm_1k import load_lastfm_1k
from moodarc.datasets.lfm_2b import load_lfm_2b
from moodarc.datasets.listenbrainz import load_listenbrainz
from moodarc.datasets.nowplaying_rs import load_nowplaying_rs
from moodarc.datasets.play_log import MOST_PLAYS
from moodarc.datasets.play_set import Plays
from moodarc.datasets.play_tables import PlayColumns, form_of, has_play_columns, load_play_table
from moodarc.datasets.s3rec_lastfm import load_s3rec_lastfm
from moodarc.datasets.situnes_plays import load_situnes_plays
from moodarc.datasets.table_batches import column_names
from moodarc.datasets.taste_profile import load_taste_profile
from moodarc.datasets.thirty_music import load_thirty_music, load_thirty_music_sample
from moodarc.errors import DatasetError

__all__ = ["load_plays"]


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a set is known.

    Attributes:
        kind: name of the set.
        load: reads what `anchor` of a found file is, up to a number of plays.
        files: patterns of the names of its files.
        columns: of its table of parquet; none where names alone tell.
        above: how many folders above a found file the set begins; 0 = the file itself is read.
    """

    kind: str
    load: Callable[[Path, int], Plays]
    files: tuple[str, ...] = ()
    columns: frozenset[str] = frozenset()
    above: int = 0

    def anchor(self, file: Path) -> Path:
        return file.parents[self.above - 1] if self.above else file


_LAYOUTS: Final = (
    _Layout(
        "30music",
        lambda path, most: load_thirty_music(path, most=most),
        files=("relations/sessions.idomaar",),
        above=2,
    ),
    _Layout(
        "30music_sample",
        lambda path, _: load_thirty_music_sample(path),
        columns=frozenset({"session_id", "user_id", "song_id", "ts"}),
    ),
    _Layout(
        "hetrec",
        lambda path, _: load_hetrec(path),
        files=("user_artists.dat",),
        columns=frozenset({"userID", "artistID", "weight"}),
    ),
    _Layout(
        "taste_profile",
        lambda path, most: load_taste_profile(path, most=most),
        files=("*triplets.txt", "*triplets.txt.gz"),
        columns=frozenset({"user", "song_id", "plays"}),
    ),
    _Layout(
        "s3rec_lastfm",
        lambda path, _: load_s3rec_lastfm(path),
        files=("LastFM.txt",),
        columns=frozenset({"user", "pos", "item"}),
    ),
    _Layout(
        "situnes",
        lambda path, _: load_situnes_plays(path),
        files=("Stage1/interactions.csv",),
        above=2,
    ),
    _Layout(
        "lastfm_1k",
        lambda path, most: load_lastfm_1k(path, most=most),
        files=("userid-timestamp-artid-artname-traid-traname.tsv*",),
    ),
    _Layout(
        "lfm_2b",
        lambda path, most: load_lfm_2b(path, most=most),
        files=("listening-events.tsv", "listening-events.tsv.*", "listening_events.tsv*"),
    ),
    _Layout(
        "listenbrainz",
        lambda path, most: load_listenbrainz(path, most=most),
        files=("*.listens", "listenbrainz-*dump*.tar*"),
    ),
    _Layout(
        "nowplaying_rs",
        lambda path, most: load_nowplaying_rs(path, most=most),
        files=("user_track_hashtag_timestamp.csv",),
    ),
)
_TABLES: Final = (".csv", ".tsv", ".csv.gz", ".tsv.gz", ".csv.bz2", ".tsv.bz2", ".parquet")
_DEPTH: Final = 4
"""folders below the one given in which files are looked for"""


def load_plays(
    path: Path,
    *,
    deezer: Path | None = None,
    columns: PlayColumns | None = None,
    most: int = MOST_PLAYS,
) -> Plays:
    """The data set of listening that a file or folder is.

    Args:
        path: a file of a set, the folder of one, or any table of plays.
        deezer: Deezer's table, for what the songs express, where items are song ids of the Million
            Song Dataset; without it, for Taste Profile, `../music_emotion/deezer_va.parquet` beside
            the folder of the set, where that is there.
        columns: names of the columns of a table, which is then read as it is.
        most: plays that may be read.

    Raises:
        DatasetError: nothing is there, it is no set that is known, or several; its loader refuses
            it; or Deezer's table has none of its items.
    """
    if columns is not None:
        plays = load_play_table(path, columns=columns, most=most)
    else:
        plays = _known_set(path, most)
    if deezer is None and plays.kind == "taste_profile":
        deezer = _deezer_beside(path)
    return plays if deezer is None else _with_content(plays, deezer)


def _known_set(path: Path, most: int) -> Plays:
    if not path.exists():
        msg = f"{path} is not there; give a file or folder of plays: {_known()}"
        raise DatasetError(msg)
    found = _in_folder(path) if path.is_dir() else _of_file(path)
    if len(found) > 1:
        several = ", ".join(f"{anchor} ({kind})" for anchor, kind in found.items())
        msg = f"{path} holds several sets of plays; name one of {several}"
        raise DatasetError(msg)
    for anchor, kind in found.items():
        return _load(kind, anchor, most)
    msg = f"{path} is no set of plays that is known; expected one of {_known()}"
    raise DatasetError(msg)


def _load(kind: str, path: Path, most: int) -> Plays:
    for layout in _LAYOUTS:
        if layout.kind == kind:
            return layout.load(path, most)
    return load_play_table(path, most=most)


def _with_content(plays: Plays, deezer: Path) -> Plays:
    content = load_deezer_songs(deezer).content(plays.interactions.items)
    if not content.felt.any():
        some = ", ".join(str(item) for item in plays.interactions.items[:3].tolist())
        msg = f"{deezer} has no item of {plays.kind} ({some} ...); expected song ids such as SOA..."
        raise DatasetError(msg)
    return replace(plays, content=content)


def _in_folder(folder: Path) -> dict[Path, str]:
    """What to read, and the set that it is; of unknown tables only where there is no known set."""
    files = [file for depth in range(_DEPTH) for file in sorted(folder.glob("*/" * depth + "*"))]
    found = [_of_file(file) for file in files if file.is_file()]
    known = {anchor: kind for one in found for anchor, kind in one.items() if kind != "table"}
    if known and all(anchor.suffix == ".listens" for anchor in known):
        return {folder: "listenbrainz"}
    return known or {anchor: kind for one in found for anchor, kind in one.items()}


def _of_file(file: Path) -> dict[Path, str]:
    for layout in _LAYOUTS:
        if any(file.match(pattern) for pattern in layout.files):
            return {layout.anchor(file): layout.kind}
    if not file.name.endswith(_TABLES):
        return {}
    names = column_names(file, form_of(file))
    for layout in _LAYOUTS:
        if layout.columns and layout.columns <= set(names) and file.suffix == ".parquet":
            return {file: layout.kind}
    return {file: "table"} if has_play_columns(names) else {}


def _deezer_beside(path: Path) -> Path | None:
    folder = path if path.is_dir() else path.parent
    beside = folder.parent / "music_emotion" / "deezer_va.parquet"
    return beside if beside.is_file() else None


def _known() -> str:
    """The layouts, as a message lists them."""
    forms = [
        f"{layout.kind} ({', '.join([*layout.files, *_columns(layout)])})" for layout in _LAYOUTS
    ]
    return "; ".join([*forms, "or a CSV, TSV or Parquet table with columns listener and item"])


def _columns(layout: _Layout) -> list[str]:
    return [f"parquet with {' '.join(sorted(layout.columns))}"] if layout.columns else []
