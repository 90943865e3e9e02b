"""Before a wearable is first listened to: what becomes of what it measures."""

from typing import TYPE_CHECKING

from moodarc.cli.consent import ask_consent
from moodarc.consent import HEALTH_TERMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from moodarc.cli.shell import Shell

__all__ = ["HEALTH_TERMS", "ask_for_health_data"]


def ask_for_health_data(shell: "Shell", *, yes: bool) -> "Callable[[], None]":
    """Go on only if the listener has agreed; what is returned keeps that they have.

    Raises:
        InputError: nobody can be asked, or they do not agree.
    """
    return ask_consent(
        shell,
        HEALTH_TERMS,
        yes=yes,
        question="May these be stored?",
        unasked="the storing of health data must be agreed to",
        refused="nothing was listened to or stored; say how you feel by `moodarc feel`",
    )
