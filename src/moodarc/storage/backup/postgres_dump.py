"""A PostgreSQL database through `pg_dump` and `pg_restore`: our tables only, in custom format.

The programs come with PostgreSQL's client (Debian: `postgresql-client`) and must not be older than
the server. A dump is SQL that is run with our rights: bring back only what you made yourself.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from moodarc.errors import BackupError, MissingExtraError, StorageError
from moodarc.storage.connection import storage_error
from moodarc.storage.tables import metadata

__all__ = ["dump_postgres", "postgres_replaced", "reading_postgres"]

_OURS = ("alembic_version", *metadata.tables)


@contextmanager
def reading_postgres(url: URL) -> Iterator[Connection]:
    """A connection; its failures told as ours.

    Raises:
        StorageError: the server cannot be reached or refuses.
    """
    name = url.render_as_string(hide_password=True)
    try:
        engine = create_engine(url)
    except ModuleNotFoundError as error:
        msg = f"database {name} needs {error.name!r}: pip install 'moodarc[postgres]'"
        raise MissingExtraError(msg) from error
    try:
        with engine.begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise storage_error(name, error) from error
    finally:
        engine.dispose()


def dump_postgres(url: URL, to: Path) -> None:
    """Write our tables as one state of the database; others go on reading and writing.

    Raises:
        StorageError: the program is not installed, or fails.
    """
    with reading_postgres(url) as connection:
        schema, tables = _our_tables(connection)
    chosen = [f'--table="{schema}"."{table}"' for table in tables]
    _run("pg_dump", ["--format=custom", *chosen, f"--file={to}"], url)


@contextmanager
def postgres_replaced(url: URL, dump: Path, *, stamp: str) -> Iterator[str | None]:
    """Bring back a dump; the tables that were there stay in a schema of their own beside it.

    Where the block fails, all is as it was before.

    Yields:
        The name of that schema; None where there were no tables.

    Raises:
        StorageError: somebody else uses the database, or a program is absent or fails.
    """
    aside = f"moodarc_before_{stamp.lower()}"
    with reading_postgres(url) as connection:
        _check_alone(connection)
        schema, tables = _our_tables(connection)
        _move_tables(connection, tables, to=aside, make=True)
    try:
        _run("pg_restore", ["--single-transaction", "--exit-on-error", str(dump)], url, into=True)
        yield aside if tables else None
    except BaseException:
        with reading_postgres(url) as connection:
            for table in _our_tables(connection)[1]:
                connection.execute(text(f'DROP TABLE "{table}" CASCADE'))
            _move_tables(connection, tables, to=schema, make=False, of=aside)
        raise


def _our_tables(connection: Connection) -> tuple[str, list[str]]:
    """The schema that is looked in, and the tables of ours that it has."""
    found = inspect(connection)
    there = set(found.get_table_names())
    return str(found.default_schema_name), [table for table in _OURS if table in there]


def _move_tables(
    connection: Connection, tables: Sequence[str], *, to: str, make: bool, of: str = ""
) -> None:
    """Move tables, with their indexes and sequences, to another schema; an emptied one goes."""
    if tables and make:
        connection.execute(text(f'CREATE SCHEMA "{to}"'))
    for table in tables:
        name = f'"{of}"."{table}"' if of else f'"{table}"'
        connection.execute(text(f'ALTER TABLE {name} SET SCHEMA "{to}"'))
    if tables and of:
        connection.execute(text(f'DROP SCHEMA "{of}"'))


def _check_alone(connection: Connection) -> None:
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    if n_others := connection.execute(others).scalar_one():
        msg = (
            f"{n_others} other connection(s) use the database; "
            "stop them (`moodarc serve`?) and try again"
        )
        raise BackupError(msg)


def _run(program: str, arguments: Sequence[str], url: URL, *, into: bool = False) -> None:
    """Run a program of PostgreSQL on a database; the password is in no process list."""
    found = shutil.which(program)
    if found is None:
        msg = (
            f"{program} is not installed; install PostgreSQL's client, not older than the server "
            "(Debian: apt-get install postgresql-client)"
        )
        raise StorageError(msg)
    database = ["--dbname", _without_password(url)]
    common = ["--no-owner", "--no-privileges", "--no-password", *database]
    environment = {**os.environ, "LC_ALL": "C"}
    if url.password is not None:
        environment["PGPASSWORD"] = str(url.password)
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL with our own arguments
        [found, *common, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        told = " ".join(done.stderr.split())[:600] or f"exit code {done.returncode}"
        way = "brought back" if into else "saved"
        msg = f"the database could not be {way}: {told}"
        raise StorageError(msg)


def _without_password(url: URL) -> str:
    plain = URL.create(
        "postgresql",
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query=url.query,
    )
    return plain.render_as_string(hide_password=False)
