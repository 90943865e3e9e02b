"""The log of what sensors said of a listener: append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.engine import RowMapping

from moodarc.affect import AffectReading, AffectState, EmotionVector, Variance
from moodarc.storage.connection import Database
from moodarc.storage.listeners import known_number, listener_number
from moodarc.storage.tables import readings

__all__ = ["Readings", "reading_from_row", "row_from_reading"]


class Readings:
    """Readings by listener."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, listener: str, reading: AffectReading) -> None:
        """Append one reading.

        Raises:
            UnknownListenerError: `Store.listeners.ensure` makes one.
        """
        with self._database.writing() as connection:
            number = listener_number(connection, listener)
            row = row_from_reading(reading)
            connection.execute(insert(readings).values(listener_id=number, **row))

    def of(
        self, listener: str, *, since: datetime | None = None, limit: int | None = None
    ) -> list[AffectReading]:
        """Readings from oldest to newest; with `limit` the newest so many.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        newest_first = (readings.c.at.desc(), readings.c.id.desc())
        with self._database.reading() as connection:
            query = select(readings).where(
                readings.c.listener_id == listener_number(connection, listener)
            )
            if since is not None:
                query = query.where(readings.c.at >= since)
            rows = connection.execute(query.order_by(*newest_first).limit(limit)).mappings().all()
        return [reading_from_row(row) for row in reversed(rows)]

    def page(
        self,
        listener: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> tuple[list[AffectReading], int]:
        """A page of readings, newest first, and how many there are; none of a stranger.

        Args:
            listener: whose.
            since: not before.
            until: before.
            limit: how many at most.
            offset: how many are passed over.
        """
        mine = readings.c.listener_id == known_number(listener)
        bounds = [readings.c.at >= since] if since is not None else []
        bounds += [readings.c.at < until] if until is not None else []
        newest_first = (readings.c.at.desc(), readings.c.id.desc())
        query = select(readings).where(mine, *bounds).order_by(*newest_first)
        with self._database.reading() as connection:
            counted = select(func.count()).select_from(readings).where(mine, *bounds)
            total = connection.execute(counted).scalar_one()
            rows = connection.execute(query.limit(limit).offset(offset)).mappings().all()
        return [reading_from_row(row) for row in rows], total

    def stored_after(self, listener: str, number: int) -> tuple[list[AffectReading], int]:
        """Readings in the order in which they were stored, whenever they were measured.

        Args:
            listener: whose.
            number: what was returned last; 0 = from the first.

        Returns:
            The readings that were stored since, and the number to ask with next.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.reading() as connection:
            mine = readings.c.listener_id == listener_number(connection, listener)
            query = select(readings).where(mine, readings.c.id > number).order_by(readings.c.id)
            rows = connection.execute(query).mappings().all()
        return [reading_from_row(row) for row in rows], rows[-1]["id"] if rows else number


def reading_from_row(row: RowMapping) -> AffectReading:
    """The reading of a row of `readings`."""
    return AffectReading(
        state=AffectState(
            valence=row["valence"],
            arousal=row["arousal"],
            dominance=row["dominance"],
            variance=Variance(
                row["valence_variance"], row["arousal_variance"], row["dominance_variance"]
            ),
            at=row["at"],
        ),
        modality=row["modality"],
        confidence=row["confidence"],
        validity=row["validity"],
        expression=None if row["expression"] is None else tuple(row["expression"]),
        note=row["note"],
        vector=None if row["vector"] is None else EmotionVector(*row["vector"]),
    )


def row_from_reading(reading: AffectReading) -> dict[str, Any]:
    """The columns of a reading, without its listener."""
    state = reading.state
    return {
        "at": state.at,
        "modality": reading.modality,
        "valence": state.valence,
        "arousal": state.arousal,
        "dominance": state.dominance,
        "valence_variance": state.variance.valence,
        "arousal_variance": state.variance.arousal,
        "dominance_variance": state.variance.dominance,
        "confidence": reading.confidence,
        "validity": reading.validity,
        "expression": None if reading.expression is None else list(reading.expression),
        "note": _plain(reading.note),
        "vector": None if reading.vector is None else list(reading.vector),
    }


def _plain(note: str | None) -> str | None:
    """Words as typed; bytes of the terminal that are not Unicode become question marks."""
    return None if note is None else note.encode("utf-8", "replace").decode("utf-8")
