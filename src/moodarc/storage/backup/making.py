"""Making a backup while the program runs: a copy of the database, the belongings, one archive."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, create_engine, inspect, select

import moodarc
from moodarc.errors import BackupError
from moodarc.storage.backup.archive import packed, write_archive
from moodarc.storage.backup.manifest import DATABASE_FILES, Manifest, is_packable
from moodarc.storage.backup.postgres_dump import dump_postgres, reading_postgres
from moodarc.storage.backup.sqlite_files import check_sqlite, copy_sqlite, flush
from moodarc.storage.belongings import Belongings
from moodarc.storage.connection import database_url
from moodarc.storage.migrate import known_revisions, revision_of
from moodarc.storage.tables import listeners

__all__ = ["BackedUp", "back_up"]

_LISTENERS: Final = "listeners"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What was made: the file, its length, and what it holds."""

    file: Path
    size_bytes: int
    manifest: Manifest


def back_up(db: str | Path, file: Path, *, data_dir: Path, force: bool = False) -> BackedUp:
    """Write the database and the listeners' belongings into one file.

    Args:
        db: path or URL; it is neither migrated nor changed.
        file: the backup; it appears when it is whole, readable by its owner only.
        data_dir: of the program's settings.
        force: replace a file that is there.

    Raises:
        BackupError: the file is there or cannot be written; there is no database.
        StorageError: the database cannot be read, is damaged, is newer or is none of ours.
    """
    file = file.expanduser().absolute()
    if file.exists() and (file.is_dir() or not force):
        msg = f"{file} is there already; give another file, or --force to replace it"
        raise BackupError(msg)
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".moodarc-backup-") as scratch:
            folder = Path(scratch)
            manifest = _stage(database_url(db), folder, data_dir)
            fresh = folder / "archive"
            write_archive(fresh, folder, manifest)
            flush(fresh)
            fresh.replace(file)
    except OSError as error:
        msg = f"{file} cannot be written: {error.strerror}; give another file"
        raise BackupError(msg) from error
    return BackedUp(file, file.stat().st_size, manifest)


def _stage(url: URL, folder: Path, data_dir: Path) -> Manifest:
    """Lay all that is to be kept below a folder."""
    kind = url.get_backend_name()
    database = DATABASE_FILES[kind]
    if kind == "sqlite":
        schema, names = _stage_sqlite(url, folder / database)
    else:
        schema, names = _stage_postgres(url, folder / database)
    staged = [database]
    for name in names:
        staged.extend(_stage_belongings(Belongings(data_dir, name), folder))
    return Manifest(
        version=moodarc.__version__,
        schema=schema,
        kind=kind,
        made_at=datetime.now(UTC),
        files=tuple(packed(folder / name, name) for name in staged),
    )


def _stage_sqlite(url: URL, to: Path) -> tuple[str, list[str]]:
    database = Path(url.database or "")
    if not database.is_file():
        msg = f"there is no database {database}; nothing to back up (another one by --db)"
        raise BackupError(msg)
    copy_sqlite(database, to)
    check_sqlite(to, called=str(database))
    engine = create_engine(URL.create("sqlite", database=str(to)))
    try:
        with engine.connect() as connection:
            return _schema(connection), _names(connection)
    finally:
        engine.dispose()


def _stage_postgres(url: URL, to: Path) -> tuple[str, list[str]]:
    with reading_postgres(url) as connection:
        schema, names = _schema(connection), _names(connection)
    dump_postgres(url, to)
    return schema, names


def _schema(connection: Connection) -> str:
    """The revision of a database that this version knows all of."""
    revision = revision_of(connection)
    if revision is None:
        msg = "the database is empty; nothing to back up (another one by --db)"
        raise BackupError(msg)
    if revision not in known_revisions():
        msg = f"the database has schema {revision}, which is newer than this moodarc; update it"
        raise BackupError(msg)
    return revision


def _names(connection: Connection) -> list[str]:
    if _LISTENERS not in inspect(connection).get_table_names():
        return []
    return list(connection.execute(select(listeners.c.name).order_by(listeners.c.id)).scalars())


def _stage_belongings(belongings: Belongings, folder: Path) -> list[str]:
    """Copy a listener's files; their names in the archive. What is hidden is half written."""
    names = []
    for file in belongings.files():
        inside = file.relative_to(belongings.folder)
        if any(part.startswith(".") for part in inside.parts):
            continue
        name = f"{_LISTENERS}/{belongings.folder.name}/{inside.as_posix()}"
        if not is_packable(name):
            msg = f"{str(file)!r} has a name that no backup can hold; rename or remove it"
            raise BackupError(msg)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, folder / name)
        names.append(name)
    return names
