"""The log of sessions: when they began, what they were to do, how they ended; append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import RowMapping

from moodarc.affect import Goal, GoalKind
from moodarc.catalog import SessionEvent, SessionEventKind
from moodarc.storage.connection import Database
from moodarc.storage.listeners import listener_number
from moodarc.storage.tables import sessions

__all__ = ["Sessions"]


class Sessions:
    """Session events by listener."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, event: SessionEvent) -> None:
        """Append one event.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.writing() as connection:
            number = listener_number(connection, event.listener)
            connection.execute(insert(sessions).values(listener_id=number, **_row(event)))

    def of(self, listener: str, *, since: datetime | None = None) -> list[SessionEvent]:
        """Events from oldest to newest.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.reading() as connection:
            number = listener_number(connection, listener)
            query = select(sessions).where(sessions.c.listener_id == number)
            if since is not None:
                query = query.where(sessions.c.at >= since)
            ordered = query.order_by(sessions.c.at, sessions.c.id)
            rows = connection.execute(ordered).mappings().all()
        return [_event(listener, row) for row in rows]


def _row(event: SessionEvent) -> dict[str, Any]:
    goal, target = event.goal, event.goal.target if event.goal else None
    return {
        "at": event.at,
        "kind": event.kind.value,
        "goal": goal and {"kind": goal.kind.value, "target": target and [*target]},
        "minutes": event.minutes,
        "seed_track_id": event.seed_track_id,
        "reason": event.reason,
    }


def _event(listener: str, row: RowMapping) -> SessionEvent:
    return SessionEvent(
        listener=listener,
        at=row["at"],
        kind=SessionEventKind(row["kind"]),
        goal=_goal(row["goal"]),
        minutes=row["minutes"],
        seed_track_id=row["seed_track_id"],
        reason=row["reason"],
    )


def _goal(kept: dict[str, Any] | None) -> Goal | None:
    if kept is None:
        return None
    target = kept["target"]
    return Goal(GoalKind(kept["kind"]), None if target is None else (target[0], target[1]))
