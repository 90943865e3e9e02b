"""A look at a database that changes nothing: is it there, is it ours, how old is it."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from moodarc.errors import MissingExtraError
from moodarc.storage.connection import database_url, storage_error
from moodarc.storage.migrate import revision_of
from moodarc.storage.tables import SCHEMA_REVISION, tracks

__all__ = ["DatabaseState", "inspect_database"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseState:
    """What was seen.

    Attributes:
        location: path, or URL without its password.
        exists: whether there is anything yet.
        size_bytes: of the file with its log; None for a server.
        revision: of the schema; None where it is empty.
        n_tracks: None where the schema is not the present one.
    """

    location: str
    exists: bool
    size_bytes: int | None = None
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
        StorageError: it cannot be opened or is not ours.
    """
    url = database_url(db)
    size_bytes = None
    location = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        location = str(file)
        if not file.exists():
            return DatabaseState(location=location, exists=False)
        size_bytes = sum(part.stat().st_size for part in file.parent.glob(f"{file.name}*"))
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
    except SQLAlchemyError as error:
        raise storage_error(location, error) from error
    finally:
        engine.dispose()
    return DatabaseState(
        location=location,
        exists=True,
        size_bytes=size_bytes,
        revision=revision,
        n_tracks=n_tracks,
    )
