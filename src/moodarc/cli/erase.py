"""`moodarc erase`: forget a listener."""

import sys
from typing import Annotated

import typer

from moodarc.cli.shell import Shell

__all__ = ["erase", "is_terminal"]


def erase(
    shell: Shell,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove all that is kept of the listener, without a trace in the database.

    With it go their personal calibration and what they have consented to.
    """
    from moodarc.errors import InputError
    from moodarc.storage import Belongings

    name = shell.settings.listener
    with shell.open_store() as store:
        store.listeners.check(name)
        if not yes:
            if not is_terminal():
                msg = f"erasing {name!r} must be confirmed; give --yes"
                raise InputError(msg)
            typer.confirm(f"Erase everything about {name!r} in {store.name}?", abort=True, err=True)
        n_files = Belongings(shell.settings.data_dir, name).erase()
        erased = {**store.erase_listener(name), "files": n_files}
    if shell.as_json:
        shell.write_json({"listener": name, "erased": erased})
    else:
        counts = ", ".join(f"{count} {log}" for log, count in erased.items())
        shell.console.print(f"{name} is erased: {counts}", markup=False)


def is_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()
