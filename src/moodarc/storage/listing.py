"""Which tracks a listing is about, as a query."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import (
    Column,
    ColumnElement,
    LargeBinary,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    type_coerce,
)

from moodarc.storage.tables import analyses, tracks
from moodarc.storage.track_rows import LYRICS_COLUMNS, TrackStatus, searchable

__all__ = [
    "ANALYSED_TRACKS",
    "CURVELESS_QUERY",
    "OUTLINE_QUERY",
    "REVISION_QUERIES",
    "TRACK_QUERY",
    "TrackFilter",
    "below",
    "conditions",
]


ANALYSED_TRACKS = tracks.outerjoin(
    analyses,
    and_(
        tracks.c.content_hash == analyses.c.content_hash,
        tracks.c.analyser == analyses.c.analyser,
    ),
)
TRACK_QUERY = select(
    tracks.c.id,
    tracks.c.path,
    tracks.c.tags,
    tracks.c.content_hash,
    *(tracks.c[name] for name in LYRICS_COLUMNS),
    *(column for column in analyses.c if column.name != "content_hash"),
).select_from(ANALYSED_TRACKS)

CURVELESS_QUERY = TRACK_QUERY.with_only_columns(
    *(column for column in TRACK_QUERY.selected_columns if column.name != "curve")
)
"""The same without what is most of a row, and looked at one track at a time."""

_HEAVY = ("content_hash", "analyser", "curve", "curve_window_s", "embedding", "analysed_at")
OUTLINE_QUERY = select(
    tracks.c.id,
    tracks.c.status,
    tracks.c.tags,
    tracks.c.path,
    tracks.c.content_hash,
    tracks.c.search_text,
    tracks.c.added_at,
    *(column for column in analyses.c if column.name not in _HEAVY),
).select_from(ANALYSED_TRACKS)
"""What a listing is filtered and sorted by; columns of analyses are NULL where there is none."""

REVISION_QUERIES = (
    select(
        func.count(),
        func.max(tracks.c.id),
        func.max(tracks.c.mtime_ns),
        func.sum(case((tracks.c.status == TrackStatus.PRESENT, 1), else_=0)),
        func.sum(tracks.c.lyrics_valence),
    ).select_from(tracks),
    select(func.count(), func.max(analyses.c.analysed_at)).select_from(analyses),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackFilter:
    """Which tracks a listing is about; None = all.

    Attributes:
        search: words that title, artist, album, genre or path contain, all of them.
        quadrant: label of the perceived emotion's quadrant.
        speech: whether speech (probability above 0.5).
        playable: analysed, present, music, and one of several copies only.
    """

    search: str | None = None
    quadrant: str | None = None
    status: TrackStatus | None = None
    speech: bool | None = None
    playable: bool = False


def conditions(only: TrackFilter | None) -> list[ColumnElement[bool]]:
    """The filter over `ANALYSED_TRACKS`."""
    if only is None:
        return []
    found: list[ColumnElement[bool]] = [
        tracks.c.search_text.contains(word, autoescape=True)
        for word in searchable(only.search or "").split()
    ]
    if only.quadrant is not None:
        found.append(analyses.c.quadrant == only.quadrant)
    if only.status is not None:
        found.append(tracks.c.status == only.status)
    if only.speech is not None:
        spoken = analyses.c.speech_probability > 0.5
        found.append(spoken if only.speech else ~spoken)
    return found + (_playable() if only.playable else [])


def _playable() -> list[ColumnElement[bool]]:
    """Asked of each track by the index of contents, not listed: a page costs what a page holds."""
    copy = tracks.alias("copy")
    earlier_copy = exists().where(
        copy.c.content_hash == tracks.c.content_hash,
        copy.c.status == TrackStatus.PRESENT,
        copy.c.id < tracks.c.id,
    )
    return [
        tracks.c.status == TrackStatus.PRESENT,
        analyses.c.speech_probability <= 0.5,
        ~earlier_copy,
    ]


def below(column: Column[Path], folder: Path) -> ColumnElement[bool]:
    """Whether a path is the folder or lies below it; "0" is the byte after "/"."""
    start = os.fsencode(folder).rstrip(b"/")
    raw = type_coerce(column, LargeBinary)
    return or_(column == folder, and_(raw >= start + b"/", raw < start + b"0"))
