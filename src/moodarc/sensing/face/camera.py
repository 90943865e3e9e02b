"""Pictures from a photo, a video file or a camera: RGB pixels and the second they belong to.

Photos and cameras come through OpenCV, video files through PyAV (FFmpeg), which knows more formats
and the true times of frames. Both turn a picture upright that its file says lies on its side.
Nothing is written.
"""

import stat
import sys
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError
from moodarc.sensing.face.picture_size import picture_size

__all__ = ["CAMERA", "Camera", "Frame", "camera_frames", "is_photo", "read_photo", "video_frames"]

CAMERA: Final = "camera"
"""the word that means a camera instead of a file; `camera:1` or `camera:/dev/video1` names one"""

_LARGEST_FILE: Final = 1 << 28
_LARGEST_SIDE_PX: Final = 1 << 14
_MOST_PIXELS: Final = 100_000_000
"""of a photo; decoded they take 300 MB"""
_SIDE_PX: Final = 1600
"""a photo with a longer side is averaged down to this; a face has pixels enough then"""
_HEADER: Final = 1 << 20
"""bytes in which the size of a photo is looked for"""
_BAD_FRAMES: Final = 30
"""a camera may fail to give so many in a row, as while it starts"""
_SIGNATURES: Final = (
    b"\xff\xd8\xff",  # JPEG
    b"\x89PNG",
    b"BM",
    b"II*\x00",  # TIFF
    b"MM\x00*",
    b"P5",  # PGM, PPM
    b"P6",
)
_WEBP: Final = (b"RIFF", b"WEBP")

Image = NDArray[np.uint8]


class Frame(NamedTuple):
    """One picture of a stream.

    Attributes:
        image: uint8 RGB (height, width, 3).
        at_s: seconds since the first one, never less than the last one's.
    """

    image: Image
    at_s: float


@dataclass(frozen=True, slots=True)
class Camera:
    """Which camera: its number, its device (`/dev/video1`), or a URL or file in its place."""

    name: int | str = 0

    @classmethod
    def parse(cls, source: str) -> "Camera | None":
        """The camera that `camera`, `camera:1` or `camera:/dev/video1` means; None for a file.

        >>> Camera.parse("camera:1"), Camera.parse("me.jpg")
        (Camera(name=1), None)
        """
        word, colon, name = source.partition(":")
        if word != CAMERA or (colon and not name):
            return None
        return cls(int(name) if name.isdecimal() else name) if colon else cls()


def is_photo(path: Path) -> bool:
    """Whether a file begins as a still picture does; else it is taken for a video.

    Raises:
        InputError: absent, not a regular file, empty, or not readable.
    """
    _check_regular(path)
    with path.open("rb") as file:
        start = file.read(12)
    return start.startswith(_SIGNATURES) or (start[:4], start[8:]) == _WEBP


def read_photo(path: Path) -> Image:
    """A photo, upright; averaged down where it is larger than 1600 pixels.

    Raises:
        InputError: absent, empty, too large, or no picture that can be decoded.
    """
    _check_regular(path)
    if path.stat().st_size > _LARGEST_FILE:
        msg = f"{path} has {path.stat().st_size:,} bytes; expected a photo of at most 256 MiB"
        raise InputError(msg)
    content = np.fromfile(path, dtype=np.uint8)
    _check_pixels(path, content[:_HEADER].tobytes())
    try:
        found = cv2.imdecode(content, cv2.IMREAD_COLOR_RGB)
    except cv2.error:
        found = None
    if found is None:
        msg = f"{path} is no picture that can be read; expected JPEG, PNG, WebP, BMP or TIFF"
        raise InputError(msg)
    longest = max(found.shape[:2])
    if longest > _SIDE_PX:
        scale = _SIDE_PX / longest
        found = cv2.resize(found, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(found, dtype=np.uint8)


def video_frames(path: Path) -> Generator[Frame, None, None]:
    """The frames of a video file in order, upright.

    Where its clock jumps back, as where two recordings were joined, time goes on from there.

    Raises:
        InputError: absent, empty, no video, without a frame, or damaged before the first one; a
            file that breaks off later gives the frames that are there.
    """
    _check_regular(path)
    n_frames = 0
    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                msg = f"{path} holds no video; expected a photo or a video file"
                raise InputError(msg)
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            _check_size(path, stream.width, stream.height)
            clock = _Clock(1.0 / float(stream.average_rate or 30))
            for frame in container.decode(stream):
                yield Frame(_upright(frame), clock.next_s(frame))
                n_frames += 1
    except (av.FFmpegError, OSError, UnicodeEncodeError) as error:
        if n_frames == 0:
            msg = f"{path} is no photo or video that can be read ({_brief(error)}); give another"
            raise InputError(msg) from error
    if n_frames == 0:
        msg = f"{path} holds no frame; give another video"
        raise InputError(msg)


def camera_frames(camera: Camera) -> Generator[Frame, None, None]:
    """The frames of a camera, as fast as it gives them, until the caller stops or it ends.

    Closing the iterator (leaving the loop) frees the camera.

    Raises:
        InputError: there is no such camera, it is in use, or it gives no pictures.
    """
    _check_device(camera)
    level = cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    capture = cv2.VideoCapture(camera.name)
    cv2.utils.logging.setLogLevel(level)
    try:
        if not capture.isOpened():
            raise _no_camera(camera, "cannot be opened; is it in use by another program?")
        yield from _captured(capture, camera)
    finally:
        capture.release()


def _captured(capture: cv2.VideoCapture, camera: Camera) -> Iterator[Frame]:
    began_s, n_frames, n_bad = 0.0, 0, 0
    while n_bad < _BAD_FRAMES:
        taken, pixels = capture.read()
        if not taken or pixels is None:
            n_bad += 1
            continue
        n_bad = 0
        now_s = monotonic()
        began_s = began_s if n_frames else now_s  # not before: a camera takes a second to wake up
        n_frames += 1
        yield Frame(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)), now_s - began_s)
    if n_frames == 0:
        raise _no_camera(camera, "gives no pictures; is it covered or in use?")


def _check_device(camera: Camera) -> None:
    """On Linux a camera is a device file, and its absence can be told before OpenCV tries."""
    if not sys.platform.startswith("linux"):
        return
    device = f"/dev/video{camera.name}" if isinstance(camera.name, int) else camera.name
    if "://" not in device and not Path(device).exists():
        raise _no_camera(camera, "is not there")


def _no_camera(camera: Camera, why: str) -> InputError:
    there = sorted(str(path) for path in Path("/dev").glob("video*"))
    found = f"cameras here: {', '.join(there)}" if there else "no camera was found here"
    return InputError(
        f"camera {camera.name!r} {why} ({found}); plug one in, name another as camera:N, "
        "or give a photo or a video"
    )


def _check_regular(path: Path) -> None:
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such file"
        msg = f"{path} cannot be read: {reason}; give a photo, a video, or `camera`"
        raise InputError(msg) from error
    if not stat.S_ISREG(found.st_mode):
        msg = f"{path} is no regular file; give a photo, a video, or `camera`"
        raise InputError(msg)
    if found.st_size == 0:
        msg = f"{path} is empty; give a photo or a video"
        raise InputError(msg)


def _check_pixels(path: Path, start: bytes) -> None:
    width, height = picture_size(start) or (0, 0)
    if width * height > _MOST_PIXELS:
        found = f"{path} has {width}x{height} pixels"
        msg = f"{found}; expected at most 100 megapixels; give a smaller one"
        raise InputError(msg)


def _check_size(path: Path, width: int, height: int) -> None:
    if min(width, height) < 1:
        msg = f"{path} is no photo or video that can be read (it has no pixels); give another"
        raise InputError(msg)
    if max(width, height) > _LARGEST_SIDE_PX:
        msg = f"{path} has frames of {width}x{height}; expected 1 to {_LARGEST_SIDE_PX} pixels"
        raise InputError(msg)


def _brief(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


class _Clock:
    """Times of frames since the first one, which never go back."""

    def __init__(self, step_s: float) -> None:
        self._step_s = step_s
        self._zero_s: float | None = None
        self._last_s = -step_s

    def next_s(self, frame: av.VideoFrame) -> float:
        """The next frame's; a step after the last one where it has none, or an earlier one."""
        expected_s = self._last_s + self._step_s
        told_s = None if frame.pts is None else float(frame.time)
        if told_s is not None and self._zero_s is None:
            self._zero_s = told_s - expected_s
        at_s = expected_s if told_s is None or self._zero_s is None else told_s - self._zero_s
        if told_s is not None and at_s < self._last_s:
            self._zero_s, at_s = told_s - expected_s, expected_s
        self._last_s = at_s
        return at_s


def _upright(frame: av.VideoFrame) -> Image:
    """The pixels, turned back by a multiple of 90 degrees where the file says they lie."""
    pixels = frame.to_ndarray(format="rgb24")
    quarters = round(frame.rotation / 90) % 4
    return np.ascontiguousarray(np.rot90(pixels, quarters), dtype=np.uint8)
