"""A SQLite database as one file: copied while it is written to, checked, put in another's place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from moodarc.errors import BackupError, StorageError
from moodarc.storage.connection import storage_error

__all__ = ["check_sqlite", "copy_sqlite", "flush", "free_name", "sqlite_replaced"]

_PARTS = ("", "-wal", "-shm")
_WAIT_S = 2.0


def copy_sqlite(database: Path, to: Path) -> None:
    """Copy a database, with all that was written before, by SQLite's online backup.

    It is one reading transaction: others go on reading and writing meanwhile.

    Raises:
        StorageError: it cannot be read or the copy not written.
    """
    try:
        with closing(_opened(database)) as source, closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    except sqlite3.Error as error:
        raise storage_error(str(database), error) from error


def check_sqlite(database: Path, *, called: str) -> None:
    """Read every page and index.

    Args:
        database: which nobody else uses.
        called: its name in an error.

    Raises:
        StorageError: one is damaged, or something lies in it that is none of ours.
    """
    try:
        with closing(_opened(database)) as connection:
            fault = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            acting = connection.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') LIMIT 1"
            ).fetchone()
    except sqlite3.Error as error:
        raise storage_error(called, error) from error
    if fault != "ok":
        told = " ".join(str(fault).split())
        msg = f"database {called} is damaged: {told}; take an older backup"
        raise StorageError(msg)
    if acting is not None:
        msg = f"{called} holds {acting[0]!r:.80}, which moodarc never makes; take another file"
        raise StorageError(msg)


@contextmanager
def sqlite_replaced(database: Path, fresh: Path, *, stamp: str) -> Iterator[Path | None]:
    """Put a fresh file in the place of a database; the old one stays beside it.

    Where the block fails, all is as it was before.

    Args:
        database: what is replaced; it may be absent.
        fresh: what takes its place, on the same disk.
        stamp: ends the old one's name.

    Yields:
        Where the old one lies; None where there was none.

    Raises:
        StorageError: another process has it open.
    """
    kept = None
    flush(fresh)
    with ExitStack() as undo:
        if database.exists():
            _release(database)
            kept = free_name(database, stamp)
            for part in _PARTS:
                _move(_beside(database, part), _beside(kept, part), undo)
        _move(fresh, database, undo)
        yield kept
        undo.pop_all()


def flush(file: Path) -> None:
    """What is written in a file outlasts a power cut from here on."""
    with file.open("rb") as content:
        os.fsync(content.fileno())


def free_name(path: Path, stamp: str) -> Path:
    """A name beside a path that nothing has."""
    names = (path.with_name(f"{path.name}.before-{stamp}{n or ''}") for n in range(1000))
    return next(name for name in names if not name.exists())


def _beside(file: Path, ending: str) -> Path:
    """The file with an ending after its own, as SQLite names its logs."""
    return file.with_name(file.name + ending)


def _move(file: Path, to: Path, undo: ExitStack) -> None:
    if file.exists():
        file.rename(to)
        undo.callback(to.rename, file)


def _release(database: Path) -> None:
    """Write its log into it, which only the one who has it alone can do.

    A damaged one is left as it is: it may be why a backup is brought back.
    """
    try:
        with closing(_opened(database)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            msg = f"another process has {database} open; stop it (`moodarc serve`?) and try again"
            raise BackupError(msg) from error


def _opened(database: Path) -> sqlite3.Connection:
    """An existing file; none is made."""
    return sqlite3.connect(f"file:{quote(str(database))}?mode=rw", uri=True, timeout=_WAIT_S)
