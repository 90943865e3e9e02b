"""Before the camera is first used: what happens to the pictures, and whether that is agreed to."""

from contextlib import closing
from typing import TYPE_CHECKING, Final

from moodarc.cli.consent import ask_consent
from moodarc.consent import CALIBRATION_TERMS, CAMERA_TERMS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from moodarc.cli.shell import Shell
    from moodarc.sensing.face import Frame

__all__ = ["CALIBRATION_TERMS", "CAMERA_TERMS", "ask_for_camera", "consented"]

_INSTEAD: Final = "say how you feel by --mood WORD or --va V A"


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
