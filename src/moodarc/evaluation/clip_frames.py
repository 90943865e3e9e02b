"""The frames of a clip in memory, as benches that time each one need them: resized, and so many.

Each is resized to 640x480 as it is read, and at most the first 900 are taken (30 s at 30 frames a
second, 830 MB), so that a long or large clip does not fill the memory.
"""

from itertools import islice
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from moodarc.sensing.face import video_frames

__all__ = ["CLIP_SIZE", "MOST_FRAMES", "clip_frames"]

CLIP_SIZE: Final = (640, 480)
"""width and height"""
MOST_FRAMES: Final = 900


def clip_frames(clip: Path) -> list[NDArray[np.uint8]]:
    """The first frames of a video, uint8 RGB (480, 640, 3) each.

    Raises:
        InputError: no video that can be read.
    """
    return [_resized(frame.image) for frame in islice(video_frames(clip), MOST_FRAMES)]


def _resized(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(image, CLIP_SIZE, interpolation=cv2.INTER_AREA), dtype=np.uint8)
