"""Recording one's own pictures before the camera, guided, expression by expression (LE-5)."""

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import typer

from moodarc.cli.camera_consent import ask_for_camera
from moodarc.cli.erase import is_terminal
from moodarc.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from moodarc.affect import Expression
    from moodarc.cli.shell import Shell
    from moodarc.sensing.face import Camera, OwnPictures

__all__ = ["recorded"]

_SPACING_S = 0.2
"""between pictures: neighbouring frames are nearly copies"""
_SKIP = "s"


def recorded(
    shell: "Shell", own: "OwnPictures", source: str, *, n: int, yes: bool
) -> "Iterator[tuple[Expression, NDArray[np.uint8]]]":
    """Pictures as they are taken and added to `own`: those in which the face can be read.

    Args:
        shell: output.
        own: takes them.
        source: the camera.
        n: pictures of each expression.
        yes: the camera is agreed to, and nobody is waited for.

    Raises:
        InputError: no camera, no agreement, or nobody to guide.
    """
    from moodarc.affect import Expression
    from moodarc.sensing.face import Camera

    camera = Camera.parse(source)
    if camera is None:
        msg = f"--record {source!r} is no camera; give camera, camera:1 or camera:/dev/video1"
        raise InputError(msg)
    if not (yes or is_terminal()):
        msg = "recording waits for keys; run it in a terminal, or give --yes"
        raise InputError(msg)
    ask_for_camera(shell, yes=yes)
    for expression in Expression:
        if yes or _is_ready(expression, n):
            yield from _of_expression(shell, own, camera, expression, n=n)


def _is_ready(expression: "Expression", n: int) -> bool:
    words = f"Show a face that is {expression.value}, {n} pictures (Enter; {_SKIP} to leave it out)"
    answer: str = typer.prompt(words, default="", show_default=False, err=True)
    return answer.strip().casefold() != _SKIP


def _of_expression(
    shell: "Shell", own: "OwnPictures", camera: "Camera", expression: "Expression", *, n: int
) -> "Iterator[tuple[Expression, NDArray[np.uint8]]]":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from moodarc.affect import VALID
    from moodarc.sensing.face import camera_frames

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    hidden = not shell.notes.is_terminal
    taken, next_s = 0, 0.0
    with (
        Progress(*columns, console=shell.notes, transient=True, disable=hidden) as bar,
        closing(camera_frames(camera)) as frames,
    ):
        task = bar.add_task(expression.value, total=n)
        for frame in frames:
            if frame.at_s < next_s:
                continue
            next_s = frame.at_s + _SPACING_S
            validity = own.add(expression, frame.image)
            said = expression.value if validity == VALID else f"{expression.value}: {validity}"
            if validity == VALID:
                taken += 1
                yield expression, frame.image
            bar.update(task, completed=taken, description=said)
            if taken == n:
                return
