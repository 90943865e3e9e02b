"""Recording one's own pictures before the camera, guided, expression by expression (LE-5)."""

import time
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import typer

from moodarc.cli.camera_consent import CALIBRATION_TERMS, ask_for_camera, consented
from moodarc.cli.erase import is_terminal
from moodarc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Generator

    import numpy as np
    from numpy.typing import NDArray

    from moodarc.affect import Expression
    from moodarc.cli.shell import Shell
    from moodarc.sensing.face import Frame, OwnPictures

__all__ = ["recorded"]

_SPACING_S = 0.2
"""between pictures: neighbouring frames are nearly copies"""
_PATIENCE_S = 30.0
"""without a face that can be read"""
_COUNTDOWN_S = 3
_SKIP = "s"
_INSTEAD = "give a folder of your pictures instead: happy/*.jpg, sad/*.jpg, ..."


def recorded(
    shell: "Shell", own: "OwnPictures", source: str, *, n: int, yes: bool
) -> "Iterator[tuple[Expression, NDArray[np.uint8]]]":
    """Pictures as they are taken and added to `own`: those in which the face can be read.

    Args:
        shell: output.
        own: takes them.
        source: the camera.
        n: pictures of each expression.
        yes: the camera is agreed to, and no key is waited for, but three seconds are counted
            down before each expression.

    Raises:
        InputError: no camera, no agreement, nobody to guide, or no face that can be read for 30 s.
    """
    from moodarc.affect import Expression
    from moodarc.sensing.face import Camera, camera_frames

    camera = Camera.parse(source)
    if camera is None:
        msg = f"--record {source!r} is no camera; give camera, camera:1 or camera:/dev/video1"
        raise InputError(msg)
    if not (yes or is_terminal()):
        msg = "recording waits for keys; run it in a terminal, or give --yes"
        raise InputError(msg)
    keep = ask_for_camera(shell, yes=yes, terms=CALIBRATION_TERMS, instead=_INSTEAD)
    for expression in Expression:
        if yes:
            _count_down(shell, expression)
        elif not _is_ready(expression, n):
            continue
        frames = consented(camera_frames(camera), keep)
        yield from _of_expression(shell, own, frames, expression, n=n)


def _is_ready(expression: "Expression", n: int) -> bool:
    words = f"Show a face that is {expression.value}, {n} pictures (Enter; {_SKIP} to leave it out)"
    answer: str = typer.prompt(words, default="", show_default=False, err=True)
    return answer.strip().casefold() != _SKIP


def _count_down(shell: "Shell", expression: "Expression") -> None:
    shell.notes.print(f"Show a face that is {expression.value}, in {_COUNTDOWN_S} s", markup=False)
    time.sleep(_COUNTDOWN_S)


def _of_expression(
    shell: "Shell",
    own: "OwnPictures",
    frames: "Generator[Frame, None, None]",
    expression: "Expression",
    *,
    n: int,
) -> "Iterator[tuple[Expression, NDArray[np.uint8]]]":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from moodarc.affect import VALID

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    hidden = not shell.notes.is_terminal
    taken = 0
    with (
        Progress(*columns, console=shell.notes, transient=True, disable=hidden) as bar,
        closing(frames),
    ):
        task = bar.add_task(expression.value, total=n)
        for image, validity in _looked_at(own, expression, frames):
            said = expression.value if validity == VALID else f"{expression.value}: {validity}"
            if validity == VALID:
                taken += 1
                yield expression, image
            bar.update(task, completed=taken, description=said)
            if taken == n:
                return
    told = f"the camera ended after {taken} of {n} pictures that are {expression.value}"
    shell.notes.print(told, markup=False)


def _looked_at(
    own: "OwnPictures", expression: "Expression", frames: "Iterator[Frame]"
) -> "Iterator[tuple[NDArray[np.uint8], str]]":
    """Each frame that `own` is given, and its validity.

    Raises:
        InputError: no face could be read for long.
    """
    from moodarc.affect import VALID
    from moodarc.sensing.face import REMEDIES

    next_s, read_s = 0.0, 0.0
    for frame in frames:
        if frame.at_s < next_s:
            continue
        next_s = frame.at_s + _SPACING_S
        validity = own.add(expression, frame.image)
        yield frame.image, validity
        if validity == VALID:
            read_s = frame.at_s
        elif frame.at_s - read_s > _PATIENCE_S:
            msg = (
                f"no face could be read for {_PATIENCE_S:.0f} s ({validity}); no head is fitted; "
                f"{REMEDIES[validity]}, and record again"
            )
            raise InputError(msg)
