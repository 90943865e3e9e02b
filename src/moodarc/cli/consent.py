"""What is stored of somebody's body is asked for first: terms, a question, and who has agreed."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from moodarc.cli.erase import is_terminal
from moodarc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from moodarc.cli.shell import Shell

__all__ = ["ask_consent"]


def ask_consent(
    shell: "Shell", terms: str, *, yes: bool, question: str, unasked: str, refused: str
) -> "Callable[[], None]":
    """Go on only if the listener has agreed, now or before; asked once.

    Args:
        shell: knows the listener.
        terms: that they must agree to; where these change, everybody is asked again.
        yes: agreed to on the command line.
        question: put to them at a terminal.
        unasked: what must be agreed to, where nobody can be asked.
        refused: what follows where they do not agree.

    Returns:
        Keeps the agreement; to be called once there is something to agree to.

    Raises:
        InputError: nobody can be asked, or they do not agree.
    """
    from moodarc.storage import Belongings

    belongings = Belongings(shell.settings.data_dir, shell.settings.listener)
    if belongings.has_consented(terms):
        return lambda: None
    shell.notes.print(terms, markup=False)
    if not yes:
        if not is_terminal():
            msg = f"{unasked}; give --yes, or run it in a terminal"
            raise InputError(msg)
        if not typer.confirm(question, err=True):
            raise InputError(refused)

    def keep() -> None:
        if not belongings.has_consented(terms):
            with shell.open_store() as store:  # known there, so that `moodarc erase` finds them
                store.listeners.ensure(shell.settings.listener)
            belongings.consent(terms, datetime.now(UTC))

    return keep
