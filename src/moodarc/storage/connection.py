"""From a path or URL to an engine, and the two kinds of transaction: reading and writing."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from moodarc.errors import MissingExtraError, SettingsError, StorageError, WrongDatabaseError
from moodarc.storage.migrate import upgrade
from moodarc.storage.private import make_private
from moodarc.storage.sqlite import DURABLE, WRITES, prepare_engine
from moodarc.storage.unwritable import why_unwritable

__all__ = ["DAMAGED", "Database", "connect", "database_url", "storage_error"]

_KINDS = ("sqlite", "postgresql")
_DRIVER = "postgresql+psycopg"
"""Of the extra `postgres`; SQLAlchemy's own choice changed from 2.0 to 2.1."""

_QUEUE = text("SELECT pg_advisory_xact_lock(7701)")
"""Writers of PostgreSQL wait for each other, as SQLite makes them; the number is only ours."""

DAMAGED = "the file is damaged: bring back a copy, or move it and scan again"
"""What to do about pages that cannot be read."""

_ANOTHER = "give another path with --db"
_MAKE_WRITABLE = f"make it and its folder writable, or {_ANOTHER}"
_WRONG_PATH = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN}
_REFUSED = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
_REMEDIES = {
    sqlite3.SQLITE_NOTADB: _ANOTHER,
    sqlite3.SQLITE_CANTOPEN: _ANOTHER,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_READONLY: _MAKE_WRITABLE,
    sqlite3.SQLITE_BUSY: "another process holds it: try again when that is done",
    sqlite3.SQLITE_FULL: "make room on its disk",
}


def database_url(db: str | Path) -> URL:
    """The URL of a path (SQLite) or of what is a URL already; PostgreSQL is reached by psycopg.

    >>> database_url("/tmp/music.db").render_as_string()
    'sqlite:////tmp/music.db'

    Raises:
        SettingsError: neither a path nor a URL of a kind that is known.
    """
    if isinstance(db, Path) or "://" not in db:
        return URL.create("sqlite", database=str(Path(db).expanduser().absolute()))
    try:
        url = make_url(db)
    except ArgumentError as error:
        msg = f"database {db!r} is neither a path nor a URL such as postgresql://user@host/moodarc"
        raise SettingsError(msg) from error
    if url.get_backend_name() not in _KINDS:
        msg = f"no database of the kind {url.drivername!r} is known; give a path or postgresql://"
        raise SettingsError(msg)
    if url.get_backend_name() == "sqlite" and url.query:
        msg = f"database {db!r} has options behind its '?'; we set those of SQLite: give its path"
        raise SettingsError(msg)
    return url.set(drivername=_DRIVER) if url.drivername == "postgresql" else url


class Database:
    """An open database: hands out transactions and turns the driver's failures into ours."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine
        self._one_state = engine
        if engine.dialect.name == "postgresql":
            self._one_state = engine.execution_options(isolation_level="REPEATABLE READ")
        self._writing = {
            durable: engine.execution_options(**{WRITES: True, DURABLE: durable})
            for durable in (False, True)
        }
        self.name = name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        with _explained(self.name), self._one_state.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, *, durable: bool = False) -> Iterator[Connection]:
        """A transaction that is written as a whole or not at all.

        Args:
            durable: it outlasts a power cut once it is written; SQLite takes longer then.
        """
        with _explained(self.name), self._writing[durable].begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(_QUEUE)
            yield connection


def connect(db: str | Path) -> Database:
    """Open a database, making or migrating it where needed.

    Raises:
        SettingsError: neither a path nor a URL of a kind that is known.
        MissingExtraError: the URL's driver is not installed.
        StorageError: it cannot be opened, is newer, or is no database of ours.
    """
    url = database_url(db)
    name = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        name = _make_folder(url)
    engine = _engine(url, name)
    database = Database(engine, name)
    try:
        with database.writing() as connection:
            upgrade(connection)
    except BaseException:
        engine.dispose()
        raise
    return database


def _make_folder(url: URL) -> str:
    """Make the folder and the file where they are not there, for nobody else to read.

    SQLite gives its log and its shared memory the rights of the file.
    """
    file = Path(url.database or ":memory:")
    try:
        make_private(file.parent)
        if url.database not in {None, "", ":memory:"}:
            with suppress(FileExistsError):
                os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        what = f"database {file}" if file.parent.is_dir() else f"the folder of database {file}"
        msg = f"{what} cannot be made: {error.strerror}; {_ANOTHER}"
        raise StorageError(msg) from error
    return str(file)


def _engine(url: URL, name: str) -> Engine:
    try:
        engine = create_engine(url)
    except NoSuchModuleError as error:
        msg = f"no database of the kind {url.drivername!r} is known; give a path or postgresql://"
        raise SettingsError(msg) from error
    except ModuleNotFoundError as error:
        msg = f"database {name} needs {error.name!r}: pip install 'moodarc[postgres]'"
        raise MissingExtraError(msg) from error
    if engine.dialect.name == "sqlite":
        prepare_engine(engine)
    return engine


@contextmanager
def _explained(name: str) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise storage_error(name, error) from error


def storage_error(name: str, error: SQLAlchemyError | sqlite3.Error) -> StorageError:
    """A driver's failure with what to do about it, where SQLite says which it is."""
    cause = getattr(error, "orig", error)
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the rest tells of details
    if code in _REFUSED and (why := why_unwritable(Path(name))):
        return StorageError(f"database {name} is read-only: {why}; {_MAKE_WRITABLE}")
    kind = WrongDatabaseError if code in _WRONG_PATH else StorageError
    remedy = _REMEDIES.get(code)
    return kind(f"database {name} cannot be used: {cause}" + (f"; {remedy}" if remedy else ""))
