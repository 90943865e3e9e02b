"""Bringing a database to the schema of this version (Alembic, run on opening).

An older database is migrated in one transaction; a newer one, or a file that is something else,
is refused and left as it is.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from moodarc.errors import StorageError, WrongDatabaseError
from moodarc.storage.tables import SCHEMA_REVISION

__all__ = ["MIGRATIONS", "known_revisions", "revision_of", "upgrade"]

MIGRATIONS = Path(__file__).parent / "migrations"


def known_revisions() -> set[str]:
    """All schemas that this version can bring up to its own."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as in `upgrade`

    return {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def revision_of(connection: Connection) -> str | None:
    """The database's revision; None where it is empty.

    Raises:
        WrongDatabaseError: the database has tables that are not ours.
    """
    names = inspect(connection).get_table_names()
    if not names:
        return None
    if "alembic_version" not in names or ("tracks" not in names and "listeners" not in names):
        msg = (
            f"the database is not one of moodarc (its tables: {', '.join(sorted(names)[:5])}); "
            "give another path with --db"
        )
        raise WrongDatabaseError(msg)
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def upgrade(connection: Connection, to: str = SCHEMA_REVISION) -> None:
    """Run the migrations that are missing, inside the transaction of `connection`.

    Raises:
        StorageError: the database was written by a newer version.
    """
    current = revision_of(connection)
    if current == to:
        return
    from alembic.operations import Operations  # noqa: PLC0415 - 0.1 s that most openings save
    from alembic.runtime.migration import MigrationContext, MigrationStep  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    scripts = ScriptDirectory(str(MIGRATIONS))
    _check_known(current, {script.revision for script in scripts.walk_revisions()})
    steps = [
        MigrationStep.upgrade_from_script(scripts.revision_map, script)
        for script in reversed(list(scripts.iterate_revisions(to, current or "base")))
    ]
    context = MigrationContext.configure(connection, opts={"fn": lambda _revision, _context: steps})
    with Operations.context(context):
        context.run_migrations()


def _check_known(current: str | None, known: set[str]) -> None:
    if current is not None and current not in known:
        msg = (
            f"the database has schema {current}, this moodarc knows up to {SCHEMA_REVISION}; "
            "it was written by a newer version: update moodarc or give another path with --db"
        )
        raise StorageError(msg)
