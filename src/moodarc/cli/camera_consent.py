"""Before the camera is first used: what happens to the pictures, and whether that is agreed to."""

from contextlib import closing
from typing import TYPE_CHECKING, Final

from moodarc.cli.consent import ask_consent

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from moodarc.cli.shell import Shell
    from moodarc.sensing.face import Frame

__all__ = ["CALIBRATION_TERMS", "CAMERA_TERMS", "ask_for_camera", "consented"]

_INSTEAD: Final = "say how you feel by --mood WORD or --va V A"

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


CALIBRATION_TERMS: Final = """\
moodarc would like to record your face, to learn how it shows each expression.

- Pictures are held in memory on this device until the fit is done, and never leave it. They are
  written only where you say --keep-pictures, to the folder you name, and are then yours to delete.
- What is stored is a head fitted to your face: a few thousand numbers, of use for you alone, with
  the counts of how well it did. `moodarc export` shows it, `moodarc erase` removes it.
- Whoever is before the camera must know of it. To read the emotions of people at work or at
  school is prohibited in the European Union.
"""
"""What recording for a calibration asks for, apart from looking."""


def ask_for_camera(
    shell: "Shell", *, yes: bool, terms: str = CAMERA_TERMS, instead: str = _INSTEAD
) -> "Callable[[], None]":
    """Go on only if the listener has agreed, now or before; asked once.

    Args:
        shell: knows the listener.
        yes: agreed to on the command line.
        terms: that they must agree to.
        instead: what to do without a camera.

    Returns:
        Keeps the agreement; to be called once there is a camera.

    Raises:
        InputError: nobody can be asked, or they do not agree.
    """
    return ask_consent(
        shell,
        terms,
        yes=yes,
        question="May the camera be used?",
        unasked="the use of the camera must be agreed to",
        refused=f"the camera was not used; {instead}",
    )


def consented(
    frames: "Generator[Frame, None, None]", keep: "Callable[[], None]"
) -> "Generator[Frame, None, None]":
    """A camera's frames; the agreement is kept as the first one shows that there is a camera."""
    with closing(frames):
        for number, frame in enumerate(frames):
            if number == 0:
                keep()
            yield frame
