"""Before a mood is first inferred from a note or a picture: that it is kept, and what it is for."""

from typing import TYPE_CHECKING

from moodarc.cli.consent import ask_consent
from moodarc.consent import MOOD_TERMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from moodarc.cli.shell import Shell

__all__ = ["MOOD_TERMS", "ask_for_mood"]


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
