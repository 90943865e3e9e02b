"""`moodarc calibrate`: teach the program your own face, and see whether it helps (LE-5)."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moodarc.cli.personal_head import keep_own_head, own_head
from moodarc.cli.shell import Shell
from moodarc.cli.text import printable
from moodarc.errors import ArtifactError, InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from moodarc.affect import Expression
    from moodarc.sensing.face import Calibration, OwnPictures

    Labelled = tuple[Expression, NDArray[np.uint8]]

__all__ = ["calibrate"]


def calibrate(
    shell: Shell,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="Your pictures: happy/*.jpg, sad/*.jpg, ..."),
    ] = None,
    record: Annotated[
        str | None,
        typer.Option(
            "--record", metavar="camera[:N]", help="Take them now, guided; DIR is not read."
        ),
    ] = None,
    pictures: Annotated[
        int, typer.Option("--pictures", metavar="N", min=5, help="To record of each expression.")
    ] = 100,
    keep_pictures: Annotated[
        bool, typer.Option("--keep-pictures", help="Write recorded pictures to DIR; else none.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Fit and tell, and keep nothing.")
    ] = False,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE.svg", help="Draw curves and confusion matrix."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Agree to the camera's use; do not wait for keys.")
    ] = False,
) -> None:
    """Fit the reading of faces to yours, from about 100 pictures of each expression (5 will do).

    Only a small head of numbers is kept, and only where it is better on pictures held out than
    without one and than the one in use; the pictures are not kept, and `moodarc erase` removes the
    head.
    """
    from moodarc.evaluation.calibration_plot import check_plot_path, write_calibration_plot
    from moodarc.sensing.face import FaceRecognizer, OwnPictures

    kept = folder if keep_pictures else None
    _check(folder, record, keep_pictures=keep_pictures)
    if plot is not None:
        check_plot_path(plot)
    own = OwnPictures(FaceRecognizer.shipped())
    with _stopped_aloud(shell, kept):
        if record is not None:
            _record(shell, own, record, n=pictures, yes=yes, kept=kept)
        elif folder is not None:
            for expression, image in _of_folder(folder, own):
                own.add(expression, image)
        found = _fit(shell, own)
    is_kept = found.is_better and not dry_run
    if is_kept:
        keep_own_head(shell, found.head, card=_card(found))
    _tell(shell, own, found, is_kept=is_kept)
    if plot is not None:
        write_calibration_plot(plot, found)


def _check(folder: Path | None, record: str | None, *, keep_pictures: bool) -> None:
    if record is None and folder is None:
        msg = "no pictures were given; give a folder with happy/*.jpg ..., or --record camera"
        raise InputError(msg)
    if keep_pictures and (record is None or folder is None):
        msg = "--keep-pictures keeps what is recorded; give --record camera and a folder for it"
        raise InputError(msg)
    if record is not None and folder is not None and not keep_pictures:
        msg = f"{folder} is not read where pictures are recorded; leave it out or --keep-pictures"
        raise InputError(msg)


@contextmanager
def _stopped_aloud(shell: Shell, kept: Path | None) -> "Iterator[None]":
    """Where it is stopped (Ctrl-C), say what is there then."""
    try:
        yield
    except (KeyboardInterrupt, typer.Abort):
        told = "no new calibration is kept"
        told += f"; pictures recorded so far are in {printable(str(kept))}" if kept else ""
        shell.notes.print(told, markup=False, soft_wrap=True)
        raise


def _record(
    shell: Shell, own: "OwnPictures", source: str, *, n: int, yes: bool, kept: Path | None
) -> None:
    from moodarc.cli.recording import recorded

    for expression, image in recorded(shell, own, source, n=n, yes=yes):
        if kept is not None:
            _keep(kept, expression, image)


def _of_folder(folder: Path, own: "OwnPictures") -> "Iterator[Labelled]":
    """The pictures of a folder by expression and name; those that cannot be decoded are counted."""
    from moodarc.datasets import load_face_folder
    from moodarc.sensing.face import read_photo

    for picture in load_face_folder(folder):
        if picture.expression is None:
            continue
        try:
            image = read_photo(picture.path)
        except InputError:
            own.skip("cannot be decoded")
            continue
        yield picture.expression, image


def _keep(folder: Path, expression: "Expression", image: "NDArray[np.uint8]") -> None:
    """Write a recorded picture below the folder, numbered on; none that is there is replaced."""
    import cv2

    place = folder / expression.value
    place.mkdir(parents=True, exist_ok=True)
    taken = [int(path.stem) for path in place.glob("*.jpg") if path.stem.isdecimal()]
    number = max(taken, default=0) + 1
    _, encoded = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    (place / f"{number:04d}.jpg").write_bytes(encoded.tobytes())


def _fit(shell: Shell, own: "OwnPictures") -> "Calibration":
    from moodarc.sensing.face import fit_personal_head

    in_use = None
    with suppress(ArtifactError):  # damaged: nothing to compare with, and it is replaced
        in_use = own_head(shell)
    return fit_personal_head(own.examples(), own.classifier_version, in_use=in_use)


def _card(found: "Calibration") -> str:
    return (
        "# A listener's own reading of the expression network\n\n"
        f"Fitted on {found.n_fitted} pictures; on {found.n_held} held out "
        f"{found.accuracy_before:.3f} were right before and {found.accuracy_after:.3f} after.\n"
        "Of use for this listener and this version of the network only. It holds no picture.\n"
    )


def _tell(shell: Shell, own: "OwnPictures", found: "Calibration", *, is_kept: bool) -> None:
    from moodarc.cli.calibration_view import calibration_json, calibration_lines

    if shell.as_json:
        shell.write_json(calibration_json(found, own) | {"kept": is_kept})
        return
    for line in calibration_lines(found, own):
        shell.console.print(printable(line), markup=False)
    shell.console.print(_verdict(found, is_kept=is_kept), markup=False)


def _verdict(found: "Calibration", *, is_kept: bool) -> str:
    told = (
        f"on {found.n_held} pictures held out {found.accuracy_before:.0%} were right before and "
        f"{found.accuracy_after:.0%} after"
    )
    if found.in_use is not None:
        told += f", {found.in_use.accuracy:.0%} by the calibration in use"
    told = told.replace("%", " %")
    if is_kept:
        return f"Kept: {told}. `moodarc erase` removes it."
    if found.is_better:
        return f"Not kept (--dry-run): {told}."
    return (
        f"Not kept, as it is no better: {told}. More pictures may help; faces are read as before."
    )
