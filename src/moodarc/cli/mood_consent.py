"""Before a mood is first inferred from a note or a picture: that it is kept, and what it is for."""

from typing import TYPE_CHECKING, Final

from moodarc.cli.consent import ask_consent

if TYPE_CHECKING:
    from collections.abc import Callable

    from moodarc.cli.shell import Shell

__all__ = ["MOOD_TERMS", "ask_for_mood"]

MOOD_TERMS: Final = """\
moodarc would like to keep how you may feel, as it infers that from what you write or show.

- Words and pictures are read on this device and not stored. What is stored is one reading:
  valence and arousal with their uncertainty, of a face the shares of seven expressions too.
- An inferred mood is health data. It stays in the database of this machine, for your lists and
  your profile alone; `moodarc export` shows it, `moodarc erase` removes it.
- What words and faces express is not what somebody feels; you can say it by --mood or --va instead.
"""
"""What is agreed to; where it changes, everybody is asked again."""


def ask_for_mood(shell: "Shell", *, yes: bool) -> "Callable[[], None]":
    """Go on only if the listener has agreed; what is returned keeps that they have.

    Raises:
        InputError: nobody can be asked, or they do not agree.
    """
    return ask_consent(
        shell,
        MOOD_TERMS,
        yes=yes,
        question="May it be kept?",
        unasked="the keeping of an inferred mood must be agreed to",
        refused="nothing was read or kept; say how you feel by --mood WORD or --va V A",
    )
