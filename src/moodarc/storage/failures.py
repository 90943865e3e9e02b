"""Files that could not be used, with the reason, so that they are not tried again unchanged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, insert, select

from moodarc.storage.connection import Database
from moodarc.storage.listing import below
from moodarc.storage.tables import failures

__all__ = ["Failure", "Failures"]

_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A path that could not be used.

    Attributes:
        reason: one line.
        size_bytes: of the file as it was tried; None for what is no regular file.
        mtime_ns: likewise.
        analyser: version that tried it; a newer one tries again.
        seen_at: aware UTC time.
    """

    path: Path
    reason: str
    size_bytes: int | None = None
    mtime_ns: int | None = None
    analyser: str | None = None
    seen_at: datetime


class Failures:
    """One row a path: the last failure counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, found: Sequence[Failure]) -> None:
        """Write failures in place of older ones of the same paths."""
        with self._database.writing() as connection:
            for failure in found:
                connection.execute(delete(failures).where(failures.c.path == failure.path))
                values = {name: getattr(failure, name) for name in Failure.__dataclass_fields__}
                values["reason"] = failure.reason.encode("utf-8", "backslashreplace").decode()
                connection.execute(insert(failures).values(values))

    def at_paths(self, paths: Sequence[Path]) -> dict[Path, Failure]:
        """The failures kept for some paths."""
        query = select(failures).where(failures.c.path.in_(paths))
        with self._database.reading() as connection:
            found = [Failure(**row) for row in connection.execute(query).mappings()]
        return {failure.path: failure for failure in found}

    def below(self, folder: Path = Path("/")) -> Iterator[Failure]:
        """All failures at or below a folder by path, streamed."""
        query = select(failures).where(below(failures.c.path, folder)).order_by(failures.c.path)
        last = None
        while True:
            page = query if last is None else query.where(failures.c.path > last)
            with self._database.reading() as connection:
                rows = connection.execute(page.limit(_PAGE)).mappings().all()
            yield from (Failure(**row) for row in rows)
            if len(rows) < _PAGE:
                return
            last = rows[-1]["path"]

    def clear(self, paths: Sequence[Path]) -> None:
        """Forget the failures of some paths."""
        with self._database.writing() as connection:
            connection.execute(delete(failures).where(failures.c.path.in_(paths)))
