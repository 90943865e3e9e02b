"""Bringing a backup back: all of it is checked and migrated first, then it takes its place at once.

What was there stays beside it, under a name with the time; whatever fails, all is as it was.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from moodarc.errors import BackupError
from moodarc.storage.backup.archive import unpack
from moodarc.storage.backup.manifest import DATABASE_FILES, Manifest
from moodarc.storage.backup.postgres_dump import postgres_replaced, reading_postgres
from moodarc.storage.backup.sqlite_files import check_sqlite, free_name, sqlite_replaced
from moodarc.storage.connection import database_url
from moodarc.storage.migrate import known_revisions, revision_of
from moodarc.storage.store import open_store
from moodarc.storage.tables import SCHEMA_REVISION

__all__ = ["Restored", "restore"]

_LISTENERS: Final = "listeners"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back.

    Attributes:
        location: of the database, without its password.
        manifest: of the backup.
        schema: of the database now.
        kept: where that lies which was there before: files, folders, a schema of PostgreSQL.
    """

    location: str
    manifest: Manifest
    schema: str
    kept: list[str] = field(default_factory=list)


def restore(archive: Path, *, db: str | Path, data_dir: Path, force: bool = False) -> Restored:
    """Bring a backup back.

    Args:
        archive: made by `back_up`.
        db: path or URL of the database that it becomes, of the kind that it was.
        data_dir: of the program's settings; the listeners' belongings go there.
        force: take the place of what is there.

    Raises:
        BackupError: the archive cannot be used, is newer, or something is there without `force`.
        StorageError: the database in it is damaged or none of ours, or cannot be written.
    """
    archive, url = archive.expanduser().absolute(), database_url(db)
    near = data_dir if url.get_backend_name() != "sqlite" else Path(url.database or "").parent
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    try:
        near.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=near, prefix=".moodarc-restore-") as scratch:
            folder = Path(scratch)
            manifest = unpack(archive, folder)
            _check_usable(manifest, url)
            if not force:
                _check_free(manifest, url, data_dir)
            if manifest.kind == "sqlite":
                _make_current(folder / DATABASE_FILES["sqlite"], called=f"in {archive}")
            kept = _place(folder, manifest, url=url, data_dir=data_dir, stamp=stamp)
    except OSError as error:
        msg = f"{near} cannot be written: {error.strerror}; give another place with --db"
        raise BackupError(msg) from error
    location = url.render_as_string(hide_password=True)
    if manifest.kind == "sqlite":
        location = str(url.database)
    return Restored(location, manifest, SCHEMA_REVISION, kept)


def _check_usable(manifest: Manifest, url: URL) -> None:
    kind = url.get_backend_name()
    if manifest.kind != kind:
        msg = f"the backup is of {manifest.kind}, the database is {kind}; give another one by --db"
        raise BackupError(msg)
    if manifest.schema not in known_revisions():
        msg = (
            f"the backup has schema {manifest.schema!r:.40} (moodarc {manifest.version:.20}), this "
            f"moodarc knows up to {SCHEMA_REVISION}; update moodarc"
        )
        raise BackupError(msg)


def _check_free(manifest: Manifest, url: URL, data_dir: Path) -> None:
    """Nothing that the backup holds is there."""
    there = [str(data_dir / name) for name in _folders(manifest) if (data_dir / name).exists()]
    if manifest.kind == "sqlite":
        there += [str(url.database)] * Path(url.database or "").exists()
    else:
        with reading_postgres(url) as connection:
            if revision_of(connection) is not None:
                there.append(url.render_as_string(hide_password=True))
    if there:
        msg = f"{there[-1]} is there already; --force puts the backup in its place and keeps it"
        raise BackupError(msg)


def _folders(manifest: Manifest) -> list[str]:
    """`listeners/<hash>` of each listener with belongings."""
    return sorted(
        {"/".join(file.name.split("/")[:2]) for file in manifest.files if "/" in file.name}
    )


def _place(folder: Path, manifest: Manifest, *, url: URL, data_dir: Path, stamp: str) -> list[str]:
    fresh = folder / DATABASE_FILES[manifest.kind]
    database: AbstractContextManager[object]
    if manifest.kind == "sqlite":
        database = sqlite_replaced(Path(url.database or ""), fresh, stamp=stamp)
    else:
        database = postgres_replaced(url, fresh, stamp=stamp)
    belongings = _belongings_replaced(folder, _folders(manifest), data_dir=data_dir, stamp=stamp)
    with database as old_database, belongings as old_belongings:
        open_store(_opened_by(url)).close()  # it opens, and is migrated where that is still to do
        return [str(kept) for kept in (old_database, old_belongings) if kept is not None]


def _opened_by(url: URL) -> str | Path:
    is_file = url.get_backend_name() == "sqlite"
    return Path(url.database or "") if is_file else url.render_as_string(hide_password=False)


def _make_current(database: Path, *, called: str) -> None:
    """Check and migrate a file that nobody uses yet."""
    check_sqlite(database, called=called)
    open_store(database).close()


@contextmanager
def _belongings_replaced(
    folder: Path, names: list[str], *, data_dir: Path, stamp: str
) -> Iterator[Path | None]:
    """Put listeners' folders in the place of those there, which stay beside; undone on failure."""
    kept = free_name(data_dir / _LISTENERS, stamp)
    with ExitStack() as undo:
        for name in names:
            place = data_dir / name
            _make_folder(place.parent, undo)
            if place.exists():
                _make_folder(kept, undo)
                place.rename(kept / place.name)
                undo.callback((kept / place.name).rename, place)
            undo.callback(shutil.rmtree, place, ignore_errors=True)
            shutil.copytree(folder / name, place)
        yield kept if kept.exists() else None
        undo.pop_all()


def _make_folder(folder: Path, undo: ExitStack) -> None:
    if not folder.exists():
        folder.mkdir(parents=True)
        undo.callback(folder.rmdir)
