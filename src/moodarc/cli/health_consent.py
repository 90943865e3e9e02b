"""Before a wearable is first listened to: what becomes of what it measures."""

from typing import TYPE_CHECKING, Final

from moodarc.cli.consent import ask_consent

if TYPE_CHECKING:
    from collections.abc import Callable

    from moodarc.cli.shell import Shell

__all__ = ["HEALTH_TERMS", "ask_for_health_data"]

HEALTH_TERMS: Final = """\
moodarc would like to store what your wearable measures: heart rate, the times between beats, skin
conductance and temperature, steps, movement. These are health data.

- They are stored in the database of this machine for some days (keep_samples_days, 30 unless you
  set it), and the readings of how you may feel that are made of them until you erase them.
- `moodarc export` shows all of it, `moodarc erase` removes it; `moodarc sense withdraw` takes this
  agreement back and removes what was measured.
- What comes by a broker (MQTT) lies there too until it is fetched; the broker is not moodarc's.
- Nothing of how you feel is published unless you say --publish.
- moodarc is no medical device: it watches over nobody, and raises no alarm.
"""
"""What is agreed to; where it changes, everybody is asked again."""


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
