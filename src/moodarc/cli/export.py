"""`moodarc export`: all that is kept of a listener."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.shell import Shell

__all__ = ["export"]


def export(
    shell: Shell,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write here; else standard output."),
    ] = None,
) -> None:
    """Write all that is kept of the listener, as JSON."""
    import json

    from moodarc.errors import InputError
    from moodarc.storage import Belongings

    name = shell.settings.listener
    with shell.open_store() as store:
        values = store.export_listener(name)
    values["files"] = Belongings(shell.settings.data_dir, name).exported()
    if output is None:
        shell.write_json(values)
        return
    try:
        output.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        msg = f"{output} cannot be written: {error.strerror}; give another file"
        raise InputError(msg) from error
    if shell.as_json:
        counts = {log: len(values[log]) for log in ("readings", "events", "decisions")}
        shell.write_json({"listener": name, "file": str(output), **counts})
    else:
        shell.notes.print(f"{name}: written to {output}", markup=False)
