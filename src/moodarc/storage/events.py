"""The log of what a listener did: append-only."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.engine import RowMapping

from moodarc.catalog import EventKind, ListeningEvent
from moodarc.errors import UnknownTrackError
from moodarc.storage.connection import Database
from moodarc.storage.listeners import known_number, listener_number
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
        return [_event(listener, row) for row in rows]

    def page(
        self, listener: str, *, limit: int = 100, offset: int = 0
    ) -> tuple[list[ListeningEvent], int]:
        """A page of events, newest first, and how many there are; none of a stranger."""
        mine = events.c.listener_id == known_number(listener)
        query = select(events).where(mine).order_by(events.c.at.desc(), events.c.id.desc())
        with self._database.reading() as connection:
            counted = select(func.count()).select_from(events).where(mine)
            total = connection.execute(counted).scalar_one()
            rows = connection.execute(query.limit(limit).offset(offset)).mappings().all()
        return [_event(listener, row) for row in rows], total

    def add_all(self, listener: str, new: Sequence[ListeningEvent]) -> None:
        """Append events of tracks that are known, all or none.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.writing() as connection:
            number = listener_number(connection, listener)
            rows = [
                {
                    "listener_id": number,
                    "at": event.at,
                    "kind": event.kind.value,
                    "track_id": event.track_id,
                    "details": event.details,
                }
                for event in new
            ]
            if rows:
                connection.execute(insert(events), rows)

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


def _event(listener: str, row: RowMapping) -> ListeningEvent:
    return ListeningEvent(
        listener=listener,
        at=row["at"],
        kind=EventKind(row["kind"]),
        track_id=row["track_id"],
        details=row["details"],
    )
