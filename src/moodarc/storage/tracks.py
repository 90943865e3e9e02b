"""The tracks of the library: found, moved, missing, listed.

A track is one place in the file system. It keeps its number when its file moves and when its
content changes. Copies of one file are tracks of their own that share one analysis; `playable`
gives one of them only.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.engine import RowMapping

from moodarc.catalog import Track
from moodarc.errors import UnknownTrackError
from moodarc.storage.connection import Database
from moodarc.storage.listing import (
    ANALYSED_TRACKS,
    CURVELESS_QUERY,
    OUTLINE_QUERY,
    REVISION_QUERIES,
    TRACK_QUERY,
    TrackFilter,
    below,
    conditions,
)
from moodarc.storage.placing import place
from moodarc.storage.tables import analyses, tracks
from moodarc.storage.track_rows import (
    FileState,
    Placement,
    TrackStatus,
    state_from_row,
    track_from_row,
)

__all__ = ["Tracks"]

_PAGE = 500
"""Rows a query brings at once: memory stays flat in the size of the library."""

_OUTLINES = 5000
"""likewise, of rows without curves"""


class Tracks:
    """Tracks and their analyses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, track_id: int) -> Track:
        """One track.

        Raises:
            UnknownTrackError: there is none of this number.
        """
        with self._database.reading() as connection:
            row = connection.execute(TRACK_QUERY.where(tracks.c.id == track_id)).mappings().first()
        if row is None:
            msg = f"no track has the number {track_id}; `moodarc tracks` lists them"
            raise UnknownTrackError(msg)
        return track_from_row(row)

    def some(self, track_ids: Sequence[int]) -> list[Track]:
        """Those tracks of these numbers that there are, in the order of the numbers given."""
        query = TRACK_QUERY.where(tracks.c.id.in_(track_ids))
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        found = {row["id"]: track_from_row(row) for row in rows}
        return [found[track_id] for track_id in track_ids if track_id in found]

    def outlines(self) -> Iterator[RowMapping]:
        """All tracks by number, as rows of `listing.OUTLINE_QUERY`, streamed."""
        yield from self._pages(OUTLINE_QUERY, None, size=_OUTLINES)

    def totals(self) -> tuple[int, int]:
        """How many tracks there are, and how many of them are analysed."""
        analysed = func.count(analyses.c.content_hash)
        with self._database.reading() as connection:
            row = connection.execute(select(func.count(), analysed).select_from(ANALYSED_TRACKS))
            n_tracks, n_analysed = row.one()
        return n_tracks, n_analysed

    def folders(self) -> list[Path]:
        """The least folders that hold all files in place: for each top folder one."""
        in_place = select(tracks.c.path).where(tracks.c.status != TrackStatus.MISSING)
        tops: dict[str, str] = {}
        with self._database.reading() as connection:
            for path in connection.execute(in_place).scalars():
                folder = str(path.parent)
                top = "/".join(folder.split("/")[:2])
                tops[top] = os.path.commonpath([tops.get(top, folder), folder])
        return [Path(folder) for folder in sorted(tops.values())]

    def revision(self) -> str:
        """Changes whenever the library does, and costs little to ask.

        A file whose tags changed has another time of change; what is analysed anew is younger.
        """
        with self._database.reading() as connection:
            values = [
                value for query in REVISION_QUERIES for value in connection.execute(query).one()
            ]
        return blake2b(repr(values).encode(), digest_size=8).hexdigest()

    def with_path(self, path: Path) -> Track | None:
        """The track at a path, present before missing."""
        query = (
            TRACK_QUERY.where(tracks.c.path == path)
            .order_by(tracks.c.status == TrackStatus.MISSING, tracks.c.id.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else track_from_row(row)

    def all(self, only: TrackFilter | None = None, *, limit: int | None = None) -> Iterator[Track]:
        """The tracks of a listing by number, streamed."""
        yield from map(track_from_row, self._pages(TRACK_QUERY.where(*conditions(only)), limit))

    def playable(self, *, curves: bool = True) -> list[Track]:
        """What a playlist may use: analysed, present, music; one of several copies.

        Args:
            curves: whether their curves are read; without them they are empty.
        """
        query, size = (TRACK_QUERY, _PAGE) if curves else (CURVELESS_QUERY, _OUTLINES)
        rows = self._pages(query.where(*conditions(TrackFilter(playable=True))), None, size=size)
        return [track_from_row(row) for row in rows]

    def count(self, only: TrackFilter | None = None) -> int:
        """Tracks of a listing."""
        query = select(func.count()).select_from(ANALYSED_TRACKS).where(*conditions(only))
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()

    def states_of(self, track_ids: Sequence[int]) -> list[FileState]:
        """What is known of the files of some tracks."""
        return self._states(tracks.c.id.in_(track_ids))

    def at_paths(self, paths: Sequence[Path]) -> dict[Path, FileState]:
        """What is known by path; a track in place hides a missing one that was there before."""
        found = self._states(tracks.c.path.in_(paths))
        return {state.path: state for state in sorted(found, key=_precedence)}

    def with_content(self, content_hash: str) -> list[FileState]:
        """All tracks of this content, lowest number first."""
        return self._states(tracks.c.content_hash == content_hash)

    def sizes_known(self, sizes: Iterable[int]) -> set[int]:
        """Which of the sizes (bytes) some track has: only such a file can be a known one."""
        query = select(tracks.c.size_bytes).distinct().where(tracks.c.size_bytes.in_(set(sizes)))
        with self._database.reading() as connection:
            return set(connection.execute(query).scalars())

    def has_analysis(self, content_hash: str, analyser: str) -> bool:
        """Whether this content was analysed by this version."""
        query = select(analyses.c.analyser).where(
            analyses.c.content_hash == content_hash, analyses.c.analyser == analyser
        )
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def below(self, folder: Path) -> Iterator[FileState]:
        """Tracks in place whose path is the folder or lies below it, streamed."""
        in_place = tracks.c.status != TrackStatus.MISSING
        query = select(tracks).where(below(tracks.c.path, folder), in_place)
        yield from (state_from_row(row) for row in self._pages(query, None))

    def place(self, placements: Sequence[Placement]) -> list[int]:
        """Write found files, all or none; a failure kept for their path is cleared.

        Returns:
            The tracks' numbers, in order.
        """
        with self._database.writing() as connection:
            return [place(connection, placement) for placement in placements]

    def mark(self, track_ids: Sequence[int], status: TrackStatus) -> None:
        """Set the status of some tracks."""
        with self._database.writing() as connection:
            connection.execute(
                update(tracks).where(tracks.c.id.in_(track_ids)).values(status=status)
            )

    def _states(self, condition: ColumnElement[bool]) -> list[FileState]:
        query = select(tracks).where(condition).order_by(tracks.c.id)
        with self._database.reading() as connection:
            return [state_from_row(row) for row in connection.execute(query).mappings()]

    def _pages(
        self, query: Select[Any], limit: int | None, *, size: int = _PAGE
    ) -> Iterator[RowMapping]:
        """Rows by ascending track number, a page a transaction."""
        last, left, most = 0, limit, size
        while left is None or left > 0:
            size = most if left is None else min(most, left)
            page = query.where(tracks.c.id > last).order_by(tracks.c.id).limit(size)
            with self._database.reading() as connection:
                rows = connection.execute(page).mappings().all()
            yield from rows
            if len(rows) < size:
                return
            last = rows[-1]["id"]
            left = None if left is None else left - size


def _precedence(state: FileState) -> tuple[bool, int]:
    return state.status is not TrackStatus.MISSING, state.track_id
