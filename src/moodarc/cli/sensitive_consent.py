"""What is sensitive about a listener is kept only where they have agreed to it, once."""

from typing import TYPE_CHECKING

from moodarc.cli.consent import ask_consent
from moodarc.consent import SENSITIVE_TERMS

if TYPE_CHECKING:
    from moodarc.cli.shell import Shell

__all__ = ["SENSITIVE_TERMS", "ask_for_sensitive"]


def ask_for_sensitive(shell: "Shell", *, yes: bool) -> None:
    """Go on only if the listener has agreed, now or before; asked once, and kept.

    Raises:
        InputError: nobody can be asked, or they do not agree.
    """
    ask_consent(
        shell,
        SENSITIVE_TERMS,
        yes=yes,
        question="May it be kept?",
        unasked="keeping sensitive data must be agreed to",
        refused="nothing was kept; leave out what is sensitive: gender, culture, personality",
    )()
