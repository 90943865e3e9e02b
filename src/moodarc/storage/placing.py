"""Writing what a scan found, inside its transaction.

A scan says who a file is before its write transaction begins, and another scan may have written
the same files meanwhile. Here no one else writes, so the place is looked at once more.
"""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, update

from moodarc.catalog import TrackAnalysis
from moodarc.storage.analyses import row_from_analysis
from moodarc.storage.tables import analyses, failures, tracks
from moodarc.storage.track_rows import Placement, TrackStatus, row_from_placement

__all__ = ["place"]


def place(connection: Connection, found: Placement) -> int:
    """Write one found file; a failure kept for its path is cleared.

    A new file in whose place there is a track by now is that track; a known track that moves there
    displaces it.

    Returns:
        The track's number.
    """
    if found.displaced is not None:
        _displace(connection, found.displaced, found.path)
    if found.analysis is not None:
        _store_analysis(connection, found.content_hash, found.analysis)
    connection.execute(delete(failures).where(failures.c.path == found.path))
    there = _track_in_place(connection, found.path)
    if found.track_id is None:
        return _insert(connection, found) if there is None else _update(connection, found, there)
    if there is not None and there != found.track_id:
        _displace(connection, there, found.path)
    return _update(connection, found, found.track_id)


def _track_in_place(connection: Connection, path: Path) -> int | None:
    in_place = (tracks.c.path == path, tracks.c.status != TrackStatus.MISSING)
    return connection.execute(select(tracks.c.id).where(*in_place)).scalar()


def _displace(connection: Connection, track_id: int, path: Path) -> None:
    """Mark a track as missing, unless it was found elsewhere meanwhile."""
    gone = update(tracks).where(tracks.c.id == track_id, tracks.c.path == path)
    connection.execute(gone.values(status=TrackStatus.MISSING))


def _insert(connection: Connection, found: Placement) -> int:
    new = insert(tracks).values(added_at=datetime.now(UTC), **row_from_placement(found))
    return int(connection.execute(new.returning(tracks.c.id)).scalar_one())


def _update(connection: Connection, found: Placement, track_id: int) -> int:
    this = tracks.c.id == track_id
    before = connection.execute(select(tracks.c.content_hash).where(this)).scalar_one()
    connection.execute(update(tracks).where(this).values(row_from_placement(found)))
    if before != found.content_hash:
        _drop_unused_analyses(connection, before)
    return track_id


def _store_analysis(connection: Connection, content_hash: str, analysis: TrackAnalysis) -> None:
    older = (analyses.c.content_hash == content_hash, analyses.c.analyser == analysis.analyser)
    connection.execute(delete(analyses).where(*older))
    row = row_from_analysis(analysis)
    connection.execute(
        insert(analyses).values(content_hash=content_hash, analysed_at=datetime.now(UTC), **row)
    )


def _drop_unused_analyses(connection: Connection, content_hash: str) -> None:
    used = select(tracks.c.id).where(tracks.c.content_hash == content_hash).exists()
    connection.execute(delete(analyses).where(analyses.c.content_hash == content_hash, ~used))
