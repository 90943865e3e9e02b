"""Samples of a listener's wearables: each once, and the windows that were read from them.

Health data: whoever stores asks for consent first (`Belongings`). They go after some days
(`forget_before`) or with their listener; the readings made of them stay.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update
from sqlalchemy.engine import RowMapping

from moodarc.affect import AffectReading
from moodarc.sensing.physiology import Activity, WearableSample
from moodarc.sensing.wearables import Kept, WearableMessage
from moodarc.storage.connection import Database
from moodarc.storage.listeners import listener_number
from moodarc.storage.readings import row_from_reading
from moodarc.storage.tables import readings, samples

__all__ = ["Samples"]

_PAGE = 500
"""Ids a query asks for at once: a driver takes so many values and no more."""

_MEASURED = (
    "heart_rate_bpm",
    "heart_rate_relative_bpm",
    "skin_conductance_us",
    "skin_temperature_c",
    "steps_per_min",
    "movement_g",
    "worn",
)


class Samples:
    """Samples by listener."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, listener: str, messages: Sequence[WearableMessage]) -> list[Kept]:
        """Keep what is new, all or none; what became of each message, in order.

        What is kept outlasts a power cut: whoever handed it over may forget it.

        A message whose id its device has used is not stored: at the same time it is the same
        message again, at another one the id was used twice.

        Raises:
            UnknownListenerError: `Store.listeners.ensure` makes one.
        """
        found, rows = [], []
        with self._database.writing(durable=True) as connection:
            number = listener_number(connection, listener)
            known = _known(connection, number, messages)
            for message in messages:
                key, at = (message.sample.device, message.message_id), message.sample.at
                if key not in known:
                    known[key] = at
                    rows.append({"listener_id": number, "is_read": False, **_row(message)})
                    found.append(Kept.NEW)
                else:
                    found.append(Kept.REPEATED if known[key] == at else Kept.CONTRADICTED)
            if rows:
                connection.execute(insert(samples), rows)
        return found

    def of(
        self, listener: str, *, since: datetime | None = None, before: datetime | None = None
    ) -> list[WearableSample]:
        """Samples from oldest to newest, `since` <= time < `before`.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.reading() as connection:
            number = listener_number(connection, listener)
            query = select(samples).where(_between(number, since, before))
            rows = connection.execute(query.order_by(samples.c.at, samples.c.id)).mappings().all()
        return [_sample(row) for row in rows]

    def oldest_unread(self, listener: str, before: datetime) -> datetime | None:
        """Time of the oldest sample before `before` whose window was not read yet.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.reading() as connection:
            number = listener_number(connection, listener)
            unread = and_(_between(number, None, before), ~samples.c.is_read)
            query = select(samples.c.at).where(unread).order_by(samples.c.at).limit(1)
            return connection.execute(query).scalar()

    def read(
        self, listener: str, window: tuple[datetime, datetime], reading: AffectReading | None
    ) -> bool:
        """Append a window's reading and mark its samples as read, both or neither.

        Args:
            listener: whose window.
            window: its start, and its end, which is no part of it.
            reading: None where the window says nothing.

        Returns:
            False, with nothing appended, where a sample of the window was read before.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.writing() as connection:
            number = listener_number(connection, listener)
            inside = _between(number, *window)
            seen = select(samples.c.id).where(inside, samples.c.is_read).limit(1)
            is_new = connection.execute(seen).first() is None
            if is_new and reading is not None:
                row = row_from_reading(reading)
                connection.execute(insert(readings).values(listener_id=number, **row))
            connection.execute(update(samples).where(inside).values(is_read=True))
        return is_new

    def forget_before(self, listener: str, at: datetime) -> int:
        """Remove samples from before a time; how many there were.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.writing() as connection:
            number = listener_number(connection, listener)
            return connection.execute(delete(samples).where(_between(number, None, at))).rowcount


def _between(number: int, since: datetime | None, before: datetime | None) -> ColumnElement[bool]:
    conditions = [samples.c.listener_id == number]
    if since is not None:
        conditions.append(samples.c.at >= since)
    if before is not None:
        conditions.append(samples.c.at < before)
    return and_(*conditions)


def _known(
    connection: Connection, number: int, messages: Iterable[WearableMessage]
) -> dict[tuple[str, str], datetime]:
    """Times of those that are stored already, by device and id."""
    ids: dict[str, list[str]] = {}
    for message in messages:
        ids.setdefault(message.sample.device, []).append(message.message_id)
    query = select(samples.c.message_id, samples.c.at).where(samples.c.listener_id == number)
    return {
        (device, row.message_id): row.at
        for device, named in ids.items()
        for start in range(0, len(named), _PAGE)
        for row in connection.execute(
            query.where(
                samples.c.device == device,
                samples.c.message_id.in_(named[start : start + _PAGE]),
            )
        )
    }


def _row(message: WearableMessage) -> dict[str, Any]:
    sample = message.sample
    return {
        "at": sample.at,
        "device": sample.device,
        "message_id": message.message_id,
        "rr_intervals_ms": list(sample.rr_intervals_ms),
        "activity": None if sample.activity is None else sample.activity.value,
        **{name: getattr(sample, name) for name in _MEASURED},
    }


def _sample(row: RowMapping) -> WearableSample:
    return WearableSample(
        at=row["at"],
        device=row["device"],
        rr_intervals_ms=tuple(row["rr_intervals_ms"]),
        activity=None if row["activity"] is None else Activity(row["activity"]),
        **{name: row[name] for name in _MEASURED},
    )
