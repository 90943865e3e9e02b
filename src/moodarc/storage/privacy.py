"""All that concerns one listener: handed out, or removed without trace.

The log of a listener, their facts and their keys lie in tables that hang on one row. Nothing else
in the database stems from a listener, so erasing that row, its logs and the pages they lay on
erases them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, func, select

from moodarc.storage.connection import Database
from moodarc.storage.listeners import known_number, listener_number
from moodarc.storage.sqlite import wipe_freed_pages
from moodarc.storage.tables import (
    corrections,
    decisions,
    events,
    facts,
    listeners,
    readings,
    samples,
    sessions,
    tokens,
    tracks,
)

__all__ = ["EXPORT_FORMAT", "count_listener", "erase_listener", "export_listener"]

EXPORT_FORMAT = 1
"""Number of the layout of an export; it grows when a field changes its meaning."""

_PAGE = 500
"""Tracks a query asks for at once: a driver takes so many values and no more."""

_LOGS = (events, readings, decisions, sessions, corrections, samples, facts)


def export_listener(database: Database, name: str) -> dict[str, Any]:
    """All that is kept of a listener, as JSON values.

    Raises:
        UnknownListenerError: the database holds no such listener.
    """
    with database.reading() as connection:
        number = listener_number(connection, name)
        created = connection.execute(
            select(listeners.c.created_at).where(listeners.c.id == number)
        ).scalar_one()
        return {
            "format": EXPORT_FORMAT,
            "listener": name,
            "created_at": created.isoformat(),
            **{log.name: _rows(connection, log, number) for log in _LOGS},
            "tokens": _tokens(connection, number),
            "tracks": _tracks(connection, number),
        }


def count_listener(
    database: Database, name: str
) -> dict[str, tuple[int, datetime | None, datetime | None]]:
    """By table, how many rows a listener has, and the first and last time in them."""
    found = {}
    with database.reading() as connection:
        for log in _LOGS:
            query = select(func.count(), func.min(log.c.at), func.max(log.c.at)).where(
                log.c.listener_id == known_number(name)
            )
            n, first, last = connection.execute(query).one()
            found[log.name] = (int(n), first, last)
    return found


def erase_listener(database: Database, name: str) -> dict[str, int]:
    """Remove a listener with all their rows; on SQLite, wipe the pages these lay on.

    Returns:
        Rows erased by table.

    Raises:
        UnknownListenerError: the database holds no such listener.
        StorageError: the rows are gone, but another process keeps old pages in use.
    """
    with database.writing() as connection:
        number = listener_number(connection, name)
        erased = {
            log.name: connection.execute(delete(log).where(log.c.listener_id == number)).rowcount
            for log in (*_LOGS, tokens)
        }
        connection.execute(delete(listeners).where(listeners.c.id == number))
    if database.engine.dialect.name == "sqlite":
        wipe_freed_pages(database.engine)
    return erased


def _rows(connection: Connection, log: Table, number: int) -> list[dict[str, Any]]:
    columns = [column for column in log.c if column.name not in {"id", "listener_id"}]
    query = select(*columns).where(log.c.listener_id == number).order_by(log.c.at, log.c.id)
    return _json_rows(connection, query)


def _tokens(connection: Connection, number: int) -> list[dict[str, Any]]:
    """The listener's keys with the number that revokes each, without the hash of its secret."""
    columns = [column for column in tokens.c if column.name not in {"listener_id", "hash"}]
    query = select(*columns).where(tokens.c.listener_id == number).order_by(tokens.c.id)
    return _json_rows(connection, query)


def _json_rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [
        {name: _json_value(value) for name, value in row.items()}
        for row in connection.execute(query).mappings()
    ]


def _tracks(connection: Connection, number: int) -> list[dict[str, Any]]:
    """The tracks the logs speak of, so that the export can be read without the database."""
    query = select(tracks.c.id, tracks.c.path, tracks.c.tags).order_by(tracks.c.id)
    ids = sorted(_track_ids(connection, number))
    return [
        {
            "track_id": row.id,
            "path": str(row.path),
            "title": row.tags.get("title"),
            "artist": row.tags.get("artist"),
        }
        for start in range(0, len(ids), _PAGE)
        for row in connection.execute(query.where(tracks.c.id.in_(ids[start : start + _PAGE])))
    ]


def _track_ids(connection: Connection, number: int) -> set[int]:
    """The tracks that were played, corrected or offered."""
    named = [
        select(log.c.track_id).where(log.c.listener_id == number) for log in (events, corrections)
    ]
    lists = select(decisions.c.offers).where(decisions.c.listener_id == number)
    offered = {
        int(offer["track_id"]) for offers in connection.execute(lists).scalars() for offer in offers
    }
    return offered.union(*(connection.execute(query).scalars() for query in named))


def _json_value(value: Any) -> Any:  # noqa: ANN401 - a column of any type
    return value.isoformat() if isinstance(value, datetime) else value
