"""`moodarc backup` and `moodarc restore`: all that is kept, in one file, and back again."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.shell import Shell
from moodarc.cli.text import printable, size

__all__ = ["backup", "restore"]


def backup(
    shell: Shell,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="To write: moodarc.tar.gz ...")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write the database and what listeners agreed to or calibrated into one file.

    It may run while the service runs. Music, caches and models are no part of it.
    """
    from moodarc.storage.backup import back_up

    made = back_up(shell.settings.db, file, data_dir=shell.settings.data_dir, force=force)
    manifest = made.manifest
    if shell.as_json:
        values = {"file": str(made.file), "size_bytes": made.size_bytes, "schema": manifest.schema}
        files = len(manifest.files)
        shell.write_json({**values, "database": manifest.kind, "files": files})
    else:
        told = f"{made.file}: {size(made.size_bytes)}, schema {manifest.schema}"
        shell.console.print(printable(told), markup=False)


def restore(
    shell: Shell,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Made by `moodarc backup`.")],
    force: Annotated[
        bool, typer.Option("--force", help="Take the place of what is there, which is kept beside.")
    ] = False,
) -> None:
    """Bring a backup back, checked and brought up to this version; stop the service first.

    A database that is there is not overwritten: with --force it is moved aside, and its new name
    is told. Listeners, consents and tokens come back as they were when the backup was made.
    """
    from moodarc.storage.backup import restore as bring_back

    settings = shell.settings
    done = bring_back(file, db=settings.db, data_dir=settings.data_dir, force=force)
    made_at = done.manifest.made_at.isoformat(timespec="seconds")
    if shell.as_json:
        values = {"database": done.location, "made_at": made_at, "schema": done.schema}
        shell.write_json({**values, "files": len(done.manifest.files), "kept": done.kept})
        return
    told = f"{done.location} is as it was at {made_at}, schema {done.schema}"
    shell.console.print(printable(told), markup=False)
    for kept in done.kept:
        shell.console.print(printable(f"what was there before is kept: {kept}"), markup=False)
