"""What holds for SQLite only: pragmas, transactions, and wiping freed pages.

WAL lets lists be read while a scan writes. A writer takes the file's one write lock at the start
of its transaction (`BEGIN IMMEDIATE`), so that it waits there and never fails half way.
"""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError

from moodarc.errors import StorageError

__all__ = ["DURABLE", "WRITES", "prepare_engine", "wipe_freed_pages"]

WRITES = "moodarc_writes"
"""Execution option of a connection whose transaction will write."""

DURABLE = "moodarc_durable"
"""Execution option of a connection whose transaction must outlast a power cut once it is written:
in WAL, `synchronous = NORMAL` keeps the database whole but may lose its last transactions."""

_LEVEL = "moodarc_synchronous"
"""Key of a connection's `info`: the level that its next transaction is written at."""

_BUSY_TIMEOUT_MS = 30_000
_WAL_PAUSE_S = 0.02
_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


def prepare_engine(engine: Engine) -> None:
    """Set the pragmas on each new connection and begin transactions ourselves.

    The driver's own transactions leave out DDL, so that a broken migration would stay half done.
    """
    event.listen(engine, "connect", _on_connect)
    if engine.url.database and engine.url.database != ":memory:":
        watched = _WatchedFile(Path(engine.url.database))
        event.listen(engine, "do_connect", watched.before)
        event.listen(engine, "connect", watched.opened)
        event.listen(engine, "checkout", watched.used)
    event.listen(engine, "begin", _on_begin)


class _WatchedFile:
    """Lets no connection be used to a file that is gone, and no empty one be made in its place.

    The system would let an open connection write on into a deleted file, where all is lost.
    """

    def __init__(self, file: Path) -> None:
        self._file, self._was_there = file, False

    def before(self, *_: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
        """A connection is about to be opened; the first may make the file."""
        if self._was_there:
            self._number()

    def opened(self, _connection: Any, record: Any) -> None:  # noqa: ANN401
        """A connection is open."""
        record.info["file"], self._was_there = self._number(), True

    def used(self, _connection: Any, record: Any, _proxy: Any) -> None:  # noqa: ANN401
        """A connection is about to be used; one to another file is opened anew."""
        if record.info["file"] != self._number():
            raise DisconnectionError

    def _number(self) -> int:
        try:
            return self._file.stat().st_ino
        except FileNotFoundError as error:
            msg = f"database {self._file} is not there any more; bring it back (`moodarc restore`?)"
            raise StorageError(msg) from error


def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()
    _enter_wal(connection)


def _enter_wal(connection: sqlite3.Connection) -> None:
    """Set WAL; the busy timeout does not hold for this, so two first openings would collide."""
    deadline = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as error:
            locked = error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
            if not locked or time.monotonic() > deadline:
                raise
            time.sleep(_WAL_PAUSE_S)
        else:
            return


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    writes = options.get(WRITES, False)
    if writes:
        _write_out(connection, "FULL" if options.get(DURABLE, False) else "NORMAL")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _write_out(connection: Connection, level: str) -> None:
    """Set how surely a transaction is on the disk at its end, where it was set otherwise."""
    if connection.info.get(_LEVEL, "NORMAL") != level:
        connection.exec_driver_sql(f"PRAGMA synchronous = {level}")
        connection.info[_LEVEL] = level


def wipe_freed_pages(engine: Engine) -> None:
    """Rebuild the file and empty its log, so that no page holds what was deleted.

    Raises:
        StorageError: another process is still reading the old pages.
    """
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.close()
    finally:
        raw.close()
    if busy:
        msg = (
            "the rows are erased, but another process still reads the database, "
            "so its log file keeps old pages; stop it and erase again"
        )
        raise StorageError(msg)
