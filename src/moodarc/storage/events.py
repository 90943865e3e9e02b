"""The log of what a listener did: append-only."""

from datetime import datetime

from sqlalchemy import insert, select

from moodarc.catalog import EventKind, ListeningEvent
from moodarc.errors import UnknownTrackError
from moodarc.storage.connection import Database
from moodarc.storage.listeners import listener_number
from moodarc.storage.tables import events, tracks

__all__ = ["Events"]


class Events:
    """Events by listener."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, event: ListeningEvent) -> None:
        """Append one event.

        Raises:
            UnknownListenerError: the database holds no such listener.
            UnknownTrackError: nor such a track.
        """
        with self._database.writing() as connection:
            number = listener_number(connection, event.listener)
            known = select(tracks.c.id).where(tracks.c.id == event.track_id)
            if connection.execute(known).first() is None:
                msg = f"no track has the number {event.track_id}; `moodarc tracks` lists them"
                raise UnknownTrackError(msg)
            row = {
                "listener_id": number,
                "at": event.at,
                "kind": event.kind.value,
                "track_id": event.track_id,
                "details": event.details,
            }
            connection.execute(insert(events).values(row))

    def of(self, listener: str, *, since: datetime | None = None) -> list[ListeningEvent]:
        """Events from oldest to newest.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.reading() as connection:
            query = select(events).where(
                events.c.listener_id == listener_number(connection, listener)
            )
            if since is not None:
                query = query.where(events.c.at >= since)
            rows = connection.execute(query.order_by(events.c.at, events.c.id)).mappings().all()
        return [
            ListeningEvent(
                listener=listener,
                at=row["at"],
                kind=EventKind(row["kind"]),
                track_id=row["track_id"],
                details=row["details"],
            )
            for row in rows
        ]

    def banned(self, listener: str, *, after: int = 0) -> frozenset[int]:
        """Numbers of the tracks that they never want again.

        Args:
            listener: whose.
            after: only what was stored since this number.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.reading() as connection:
            mine = events.c.listener_id == listener_number(connection, listener)
            query = select(events.c.track_id).where(mine, events.c.kind == EventKind.BAN.value)
            if after:
                query = query.where(events.c.id > after)
            return frozenset(connection.execute(query).scalars())
