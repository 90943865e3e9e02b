"""30Music: 31 million plays of 45,000 people on Last.fm from January 2014 to 2015, in sessions.

Two forms. The published archive (idomaar): `relations/sessions.idomaar`, a line a session, and
`entities/tracks.idomaar`, a line a track:

    event.session TAB id TAB unix time TAB {"numtracks": ...} BLANK {"subjects": [{"type": "user",
    "id": ...}], "objects": [{"type": "track", "id": ..., "playstart": seconds, ...}, ...]}
    track TAB id TAB -1 TAB {"duration": ..., "name": ...} TAB {"artists": [{"id": ...}], ...}

(between the two objects stands a tab or a blank). A play's time is that of the session and
`playstart`. All plays are taken, also those that were cut short (`playratio`, `action`), as in the
papers on it. Tracks give the first artist. And one parquet of a sample (`session_id`, `user_id`,
`song_id`, `ts`, `playtime`), of which the playing time is not taken.

Limits: `events.idomaar` (the plays without sessions), loves, playlists and tags are not read. The
sample was run on the real file; the archive's form is after several public readers of it, which
agree, and not yet run on the real files.

Citation: R. Turrin, M. Quadrana, A. Condorelli, R. Pagano, P. Cremonesi, *30Music Listening and
Playlists Dataset*, RecSys 2015 posters. Terms: research, by Last.fm.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from moodarc.catalog import ItemContent
from moodarc.datasets.play_log import MOST_PLAYS, PlayLog, PlayRow
from moodarc.datasets.play_set import Plays
from moodarc.datasets.table_batches import numbered, read_batches
from moodarc.errors import DatasetError

__all__ = ["load_thirty_music", "load_thirty_music_sample"]

_SAMPLE: Final = ("session_id", "user_id", "song_id", "ts")
_DECODER: Final = json.JSONDecoder()
_REMEDY: Final = (
    "expected the unpacked archive: relations/sessions.idomaar, entities/tracks.idomaar"
)


def load_thirty_music_sample(table: Path) -> Plays:
    """The plays of the sample.

    Raises:
        DatasetError: no parquet, or one of other columns.
    """
    log = PlayLog(table)
    for batch in read_batches(table, dict.fromkeys(_SAMPLE, "int64"), needed=_SAMPLE):
        log.add(
            numbered(log.listeners, batch.column("user_id")),
            numbered(log.items, batch.column("song_id")),
            at_s=batch.column("ts").to_numpy(),
            session=batch.column("session_id").to_numpy(),
        )
    return Plays(kind="30music_sample", interactions=log.interactions(), repeats=True)


def load_thirty_music(path: Path, *, most: int = MOST_PLAYS) -> Plays:
    """The plays of the archive in sessions, and the artists where the tracks lie beside.

    Args:
        path: the folder of the archive, or its `relations/sessions.idomaar`.
        most: plays that may be read.

    Raises:
        DatasetError: the sessions are absent, empty, too large or not in their form.
    """
    folder = path if path.is_dir() else path.parent.parent
    sessions = folder / "relations" / "sessions.idomaar"
    tracks = folder / "entities" / "tracks.idomaar"
    log = PlayLog(sessions, most=most)
    log.add_rows(_plays(sessions, log))
    plays = log.interactions()
    return Plays(
        kind="30music",
        interactions=plays,
        repeats=True,
        content=_content(tracks, plays.items) if tracks.is_file() else None,
        left_out=log.left_out,
    )


def _plays(sessions: Path, log: PlayLog) -> Iterator[PlayRow]:
    """The plays of all lines; a line out of form is counted and passed over."""
    for session, began_s, _, links in _records(sessions, log):
        try:
            (user, *_), tracks = links["subjects"], links["objects"]
            yield from [
                PlayRow(
                    int(user["id"]),
                    int(track["id"]),
                    began_s + int(track.get("playstart") or 0),
                    session=session,
                )
                for track in tracks
            ]
        except (KeyError, TypeError, ValueError, AttributeError):
            log.leave_out()


def _records(file: Path, log: PlayLog) -> Iterator[tuple[int, int, Any, Any]]:
    """Id, time, properties and links of each line."""
    try:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                try:
                    yield _record(line)
                except (ValueError, IndexError):
                    log.leave_out()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{file} cannot be read ({error}); {_REMEDY}"
        raise DatasetError(msg) from error


def _record(line: str) -> tuple[int, int, Any, Any]:
    _, number, at_s, rest = line.rstrip().split("\t", 3)
    properties, end = _DECODER.raw_decode(rest)
    links, _ = _DECODER.raw_decode(rest[end:].lstrip())
    return int(number), int(at_s), properties, links


def _content(tracks: Path, items: "np.ndarray[Any, Any]") -> ItemContent:
    """The first artist of each item; other lines are not kept."""
    content = ItemContent.unknown(len(items))
    log = PlayLog(tracks)
    for number, _, _, links in _records(tracks, log):
        place = int(np.searchsorted(items, number))
        if place < len(items) and items[place] == number and (made := _artist(links)) is not None:
            content.artist[place] = made
    return content


def _artist(links: Any) -> int | None:  # noqa: ANN401 - JSON
    try:
        return int(links["artists"][0]["id"])
    except (KeyError, IndexError, TypeError, ValueError):
        return None
