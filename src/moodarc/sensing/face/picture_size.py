"""How many pixels a picture file holds, told from its first bytes, before anything is decoded.

A PNG of some hundred kilobytes can unfold to gigabytes. Formats whose size is not told here (WebP,
which ends at 16383 x 16383, TIFF, PGM, PPM) are decoded to know it.
"""

from typing import Final

__all__ = ["picture_size"]

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_NO_FRAME: Final = frozenset({0xC4, 0xC8, 0xCC})
"""JPEG's tables, and one that is reserved, among the markers of frames"""


def picture_size(content: bytes) -> tuple[int, int] | None:
    r"""Width and height in pixels of a PNG, BMP or JPEG; None where the bytes do not tell.

    >>> picture_size(_PNG + b"\0\0\0\rIHDR" + b"\0\0\0\x05\0\0\0\x03")
    (5, 3)
    """
    if content.startswith(_PNG) and len(content) >= 24:
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if content.startswith(b"BM") and len(content) >= 26:
        width, height = (
            int.from_bytes(content[place : place + 4], "little", signed=True) for place in (18, 22)
        )
        return abs(width), abs(height)  # a height < 0: rows from the top
    return _of_jpeg(content) if content.startswith(b"\xff\xd8") else None


def _of_jpeg(content: bytes) -> tuple[int, int] | None:
    """From the first frame header; segments before it are stepped over."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:  # a fill byte
            place += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = (
                int.from_bytes(content[k : k + 2], "big") for k in (place + 5, place + 7)
            )
            return width, height
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return None
