"""A look at a database that changes nothing: is it there, is it ours, how old, is it whole."""

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, func, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from moodarc.errors import MissingExtraError, StorageError
from moodarc.storage.connection import DAMAGED, database_url, storage_error
from moodarc.storage.migrate import revision_of
from moodarc.storage.tables import SCHEMA_REVISION, tracks

__all__ = ["DatabaseState", "inspect_database"]

_PARTS = ("", "-wal", "-shm")
"""What SQLite adds to the file's name: nothing, the log's ending, that of the log's index."""

_CHECK_S = 10.0
_STEPS = 100_000
"""Steps of SQLite's machine between two looks at the clock: about a millisecond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseState:
    """What was seen.

    Attributes:
        location: path, or URL without its password.
        exists: whether there is anything yet.
        size_bytes: of the file with its log; None for a server.
        is_whole: True after all pages were read; None for a server, or where that takes over 10 s.
        revision: of the schema; None where it is empty.
        n_tracks: None where the schema is not the present one.
    """

    location: str
    exists: bool
    size_bytes: int | None = None
    is_whole: bool | None = None
    revision: str | None = None
    n_tracks: int | None = None

    @property
    def is_current(self) -> bool:
        """Whether the schema is that of this version."""
        return self.revision == SCHEMA_REVISION


def inspect_database(db: str | Path) -> DatabaseState:
    """Look at a database without making or migrating it.

    Raises:
        SettingsError: neither a path nor a URL of a kind that is known.
        MissingExtraError: the URL's driver is not installed.
        StorageError: it cannot be opened, is damaged or is not ours.
    """
    url = database_url(db)
    size_bytes = None
    location = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        location = str(file)
        if not file.exists():
            return DatabaseState(location=location, exists=False)
        size_bytes = _size_bytes(file)
    try:
        engine = create_engine(url)
    except ModuleNotFoundError as error:
        msg = f"database {location} needs {error.name!r}: pip install 'moodarc[postgres]'"
        raise MissingExtraError(msg) from error
    try:
        with engine.connect() as connection:
            revision = revision_of(connection)
            current = revision == SCHEMA_REVISION
            count = select(func.count()).select_from(tracks)
            n_tracks = connection.execute(count).scalar_one() if current else None
            is_whole = None if size_bytes is None else _check_pages(connection, location)
    except SQLAlchemyError as error:
        raise storage_error(location, error) from error
    finally:
        engine.dispose()
    return DatabaseState(
        location=location,
        exists=True,
        size_bytes=size_bytes,
        is_whole=is_whole,
        revision=revision,
        n_tracks=n_tracks,
    )


def _size_bytes(file: Path) -> int:
    parts = [file.with_name(file.name + ending) for ending in _PARTS]
    return sum(part.stat().st_size for part in parts if part.exists())


def _check_pages(connection: Connection, location: str) -> bool | None:
    """Read all pages: True where they are sound, None where that takes too long.

    Raises:
        StorageError: one is damaged.
    """
    driver: Any = connection.connection.driver_connection
    deadline = time.monotonic() + _CHECK_S
    driver.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    try:
        fault = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            return None
        raise
    finally:
        driver.set_progress_handler(None, 0)
    if fault != "ok":
        msg = f"database {location} cannot be used: {' '.join(fault.split())}; {DAMAGED}"
        raise StorageError(msg)
    return True
