"""Column types that read and write the same on SQLite and PostgreSQL."""

import os
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import DateTime, LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

__all__ = ["PathBytes", "UtcTime"]


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite stores it without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"time {value.isoformat()} has no zone; give an aware datetime (UTC)"
            raise ValueError(msg)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware, in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PathBytes(TypeDecorator[Path]):
    """A path as the file system's own bytes: a name that is not valid Unicode survives."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Path | None, dialect: Dialect) -> bytes | None:
        """The bytes the file system knows."""
        del dialect
        return None if value is None else os.fsencode(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Path | None:
        """The path, with surrogate escapes where its bytes are not UTF-8."""
        del dialect
        return None if value is None else Path(os.fsdecode(value))
