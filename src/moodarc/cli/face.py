"""`moodarc feel --face`: a reading from a photo, a video or the camera, with a live view."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from moodarc.cli.camera_consent import ask_for_camera, consented
from moodarc.cli.personal_head import own_head
from moodarc.cli.text import printable
from moodarc.errors import ArtifactError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from moodarc.affect import AffectReading
    from moodarc.cli.shell import Shell
    from moodarc.sensing.face import FaceRecognizer, Frame

__all__ = [
    "expression_json",
    "expression_lines",
    "open_recognizer",
    "read_face",
    "shown_line",
]

_CAMERA_S = 10.0
_BAR = 30
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_SHOWN = 0.05


def read_face(shell: "Shell", source: str, *, seconds: float | None, yes: bool) -> "AffectReading":
    """The reading of a photo, a video file or the camera.

    Args:
        shell: settings and output.
        source: path, or `camera`, `camera:1`, `camera:/dev/video1`.
        seconds: of a video or the camera; None = all of a video, ten of the camera.
        yes: the camera is agreed to.

    Raises:
        InputError: it cannot be read, or holds no face that can; the message says why and what
            would help.
    """
    from moodarc.sensing.face import Camera, camera_frames, is_photo, video_frames

    camera = Camera.parse(source)
    if camera is not None:
        keep = ask_for_camera(shell, yes=yes)
        frames = consented(camera_frames(camera), keep)
        reading = _of_stream(shell, frames, _CAMERA_S if seconds is None else seconds)
    elif is_photo(Path(source)):
        reading = _of_photo(shell, Path(source))
    else:
        reading = _of_stream(shell, video_frames(Path(source)), seconds)
    return _usable(reading, source)


def open_recognizer(shell: "Shell") -> "FaceRecognizer":
    """With the listener's own head where there is one that fits; why one is left out is told."""
    from moodarc.sensing.face import FaceRecognizer

    try:
        head = own_head(shell)
    except ArtifactError:
        head = None
        msg = (
            "your calibration is damaged and is left out; run `moodarc calibrate` again, or "
            "remove it with all that is kept of you by `moodarc erase`"
        )
        shell.notes.print(msg, markup=False, soft_wrap=True)
    recognizer = FaceRecognizer.shipped(head=head)
    if head is not None and recognizer.head is None:
        msg = "your calibration is of another version and is left out; run `moodarc calibrate`"
        shell.notes.print(msg, markup=False)
    return recognizer


def expression_lines(
    probabilities: "Sequence[float]", *, width: int = _BAR, draws: bool = True
) -> list[str]:
    """One bar an expression, with its share.

    Args:
        probabilities: (7,) in the order of `Expression`.
        width: characters of a bar of 1.
        draws: whether blocks can be shown.

    >>> expression_lines([0, 0, 0, 0.75, 0.25, 0, 0], width=4, draws=False)[3:5]
    ['happy    ###    75 %', 'sad      #      25 %']
    """
    from moodarc.affect import Expression

    return [
        f"{name.value:<9}{_bar(share, width, draws=draws)} {100 * share:3.0f} %"
        for name, share in zip(Expression, probabilities, strict=True)
    ]


def shown_line(reading: "AffectReading") -> str:
    """What a face showed, in a line: "The face shows happy 62 %, neutral 30 %"."""
    shares = sorted(expression_json(reading).items(), key=lambda pair: -pair[1])
    told = [f"{name} {share:.0%}".replace("%", " %") for name, share in shares if share >= _SHOWN]
    note = f" ({reading.note})" if reading.note else ""
    return f"The face shows {', '.join(told)}{note}."


def expression_json(reading: "AffectReading") -> dict[str, float]:
    """The seven shares by name."""
    from moodarc.affect import Expression

    return {n.value: p for n, p in zip(Expression, reading.expression or (), strict=True)}


def _of_photo(shell: "Shell", path: Path) -> "AffectReading":
    from moodarc.sensing.face import read_photo

    image = read_photo(path)
    return open_recognizer(shell).read(image, datetime.now(UTC))


def _of_stream(
    shell: "Shell", frames: "Generator[Frame, None, None]", seconds: float | None
) -> "AffectReading":
    """The summary of a stream, at the time of its end."""
    recognizer, start = open_recognizer(shell), datetime.now(UTC)
    with closing(frames) as opened, _live(shell, recognizer) as show:
        for frame in _first(opened, seconds):
            show(recognizer.observe(frame.image, start + timedelta(seconds=frame.at_s)))
    summary = recognizer.summary()
    return replace(summary, state=replace(summary.state, at=datetime.now(UTC)))


def _first(frames: "Iterable[Frame]", seconds: float | None) -> "Iterator[Frame]":
    for frame in frames:
        if seconds is not None and frame.at_s > seconds:
            return
        yield frame


def _usable(reading: "AffectReading", source: str) -> "AffectReading":
    from moodarc.sensing.face import REMEDIES

    if not reading.is_valid:
        remedy = REMEDIES[reading.validity]
        msg = f"{printable(source)}: {reading.validity}; {remedy}, or say it by --mood WORD"
        raise InputError(msg)
    return reading


def _live(
    shell: "Shell", recognizer: "FaceRecognizer"
) -> "AbstractContextManager[Callable[[AffectReading], None]]":
    """Shows the smoothed bars while the stream runs, where somebody sees them."""
    if not shell.notes.is_terminal:
        return nullcontext(lambda _reading: None)
    return _live_view(shell, recognizer)


@contextmanager
def _live_view(
    shell: "Shell", recognizer: "FaceRecognizer"
) -> "Iterator[Callable[[AffectReading], None]]":
    from rich.live import Live
    from rich.text import Text

    last: list[str] = []

    def show(reading: "AffectReading") -> None:
        if reading.expression is not None:
            last[:] = expression_lines(reading.expression, draws=shell.draws)
        seen = reading.note or "" if reading.is_valid else reading.validity
        label = recognizer.label.value if recognizer.label else "looking for a face"
        view.update(Text("\n".join([f"{label:<20}{seen}", *last])))

    with Live(console=shell.notes, transient=True, refresh_per_second=10) as view:
        yield show


def _bar(share: float, width: int, *, draws: bool) -> str:
    if not draws:
        return ("#" * round(share * width)).ljust(width + 1)
    eighths = round(share * width * 8)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()).ljust(width + 1)
