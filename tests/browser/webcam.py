"""A webcam's picture as a file that Chromium plays in its place: raw YUV 4:2:0 in y4m."""

import numpy as np
from tests.drawn_pictures import drawn_face, drawn_landscape

SHAPE = (480, 640)
LAMP = 40
"""pixels a side"""


def write_y4m(path, frames, rate=10):
    """Frames uint8 (height, width, 3) RGB, shown in a loop at so many a second."""
    height, width, _ = frames[0].shape
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for frame in frames:
            file.write(b"FRAME\n")
            for plane in _planes(frame):
                file.write(plane.tobytes())
    return path


def drawn_webcam(path, seconds=3, rate=10):
    """Somebody drawn, who sways a little; MTCNN takes them for a face."""
    sway = np.sin(np.linspace(0, 2 * np.pi, seconds * rate, endpoint=False))
    frames = [drawn_face(SHAPE, (round(320 + 20 * x), 230), width=200) for x in sway]
    return write_y4m(path, frames, rate)


def two_faced_webcam(path, seconds=10, rate=6):
    """Somebody who closes and opens their mouth, so long each; a lamp in a corner says which."""
    frames = []
    for open_mouth in (False, True):
        for x in np.sin(np.linspace(0, 2 * np.pi, seconds * rate, endpoint=False)):
            frame = drawn_face(SHAPE, (round(320 + 20 * x), 230), 200, open_mouth=open_mouth)
            frame[:LAMP, :LAMP] = 255 * open_mouth
            frames.append(frame)
    return write_y4m(path, frames, rate)


def empty_webcam(path):
    """A landscape: nobody is there."""
    return write_y4m(path, [drawn_landscape(SHAPE)])


def _planes(rgb):
    """Luma at full size, both chromas at half, full range (JPEG)."""
    red, green, blue = np.moveaxis(rgb.astype(np.float32), 2, 0)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    for plane in (luma, _half(128 + (blue - luma) / 1.772), _half(128 + (red - luma) / 1.402)):
        yield np.clip(np.rint(plane), 0, 255).astype(np.uint8)


def _half(plane):
    height, width = plane.shape
    return plane.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))
