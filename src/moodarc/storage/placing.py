"""Writing what a scan found, inside its transaction."""

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from moodarc.catalog import TrackAnalysis
from moodarc.storage.analyses import row_from_analysis
from moodarc.storage.tables import analyses, failures, tracks
from moodarc.storage.track_rows import Placement, TrackStatus, row_from_placement

__all__ = ["place"]


def place(connection: Connection, found: Placement) -> int:
    """Write one found file; a failure kept for its path is cleared.

    Returns:
        The track's number.
    """
    if found.displaced is not None:
        gone = update(tracks).where(tracks.c.id == found.displaced)
        connection.execute(gone.values(status=TrackStatus.MISSING))
    if found.analysis is not None:
        _store_analysis(connection, found.content_hash, found.analysis)
    connection.execute(delete(failures).where(failures.c.path == found.path))
    return _insert(connection, found) if found.track_id is None else _update(connection, found)


def _insert(connection: Connection, found: Placement) -> int:
    new = insert(tracks).values(added_at=datetime.now(UTC), **row_from_placement(found))
    return int(connection.execute(new.returning(tracks.c.id)).scalar_one())


def _update(connection: Connection, found: Placement) -> int:
    this = tracks.c.id == found.track_id
    before = connection.execute(select(tracks.c.content_hash).where(this)).scalar_one()
    changed = update(tracks).where(this).values(row_from_placement(found)).returning(tracks.c.id)
    track_id = connection.execute(changed).scalar_one()
    if before != found.content_hash:
        _drop_unused_analyses(connection, before)
    return int(track_id)


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
