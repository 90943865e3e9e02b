"""Before the camera is first used: what happens to the pictures, and whether that is agreed to."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import typer

from moodarc.cli.erase import is_terminal
from moodarc.errors import InputError

if TYPE_CHECKING:
    from moodarc.cli.shell import Shell

__all__ = ["CAMERA_TERMS", "ask_for_camera"]

CAMERA_TERMS: Final = """\
moodarc would like to look at your face to see which emotion it shows.

- Pictures are looked at on this device, in memory; they never leave it and are not stored.
- What is stored is one reading: the shares of seven expressions, valence and arousal with their
  uncertainty. `moodarc export` shows it, `moodarc erase` removes it.
- A face shows an expression, not what somebody feels; you can say how you feel instead.
- Whoever is before the camera must know of it. To read the emotions of people at work or at
  school is prohibited in the European Union.
"""
"""What is agreed to; where it changes, everybody is asked again."""


def ask_for_camera(shell: "Shell", *, yes: bool) -> None:
    """Go on only if the listener has agreed, now or before; asked once, and kept.

    Args:
        shell: knows the listener.
        yes: agreed to on the command line.

    Raises:
        InputError: nobody can be asked, or they do not agree.
    """
    from moodarc.storage import Belongings

    belongings = Belongings(shell.settings.data_dir, shell.settings.listener)
    if belongings.has_consented(CAMERA_TERMS):
        return
    shell.notes.print(CAMERA_TERMS, markup=False)
    if not yes:
        if not is_terminal():
            msg = "the use of the camera must be agreed to; give --yes, or run it in a terminal"
            raise InputError(msg)
        if not typer.confirm("May the camera be used?", err=True):
            msg = "the camera was not used; say how you feel by --mood WORD or --va V A"
            raise InputError(msg)
    with shell.open_store() as store:  # known there, so that `moodarc erase` finds them
        store.listeners.ensure(shell.settings.listener)
    belongings.consent(CAMERA_TERMS, datetime.now(UTC))
