"""What is sensitive about a listener is kept only where they have agreed to it, once."""

from typing import TYPE_CHECKING, Final

from moodarc.cli.consent import ask_consent

if TYPE_CHECKING:
    from moodarc.cli.shell import Shell

__all__ = ["SENSITIVE_TERMS", "ask_for_sensitive"]

SENSITIVE_TERMS: Final = """\
moodarc would like to keep what you tell of your gender, culture or personality, which is sensitive.

- All of it stays in the database of this machine; nothing is sent anywhere.
- It is used for your lists and your profile alone. No figure of yours enters a model of others.
- `moodarc export` shows all of it, `moodarc erase` removes all of it, and
  `moodarc listener set --withdraw` takes this agreement back and removes those facts.
"""
"""What is agreed to; where it changes, everybody is asked again."""


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
