"""Curves drawn with braille dots: each character is 2 dots wide and 4 high (Unicode U+2800).

A lane is one curve in [-1, 1] over time, with its zero line and its labels; it needs no colour, and
where braille cannot be shown it is drawn with stars.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.cli.text import clock

__all__ = ["axis_limit", "braille", "lane", "time_axis"]

_LABEL_WIDTH = 5
_DOTS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
"""Bit of the dot in row 0-3, column 0-1 of a braille character."""

_BLANK = "\u2800"


def lane(
    times_s: ArrayLike,
    values: ArrayLike,
    *,
    width: int,
    height: int = 5,
    limit: float = 1.0,
    draws: bool = True,
) -> list[str]:
    r"""A curve as lines of text, labelled with the limits and 0.

    Args:
        times_s: (n,) ascending.
        values: (n,) in [-1, 1]; NaN leaves a gap.
        width: characters of the curve, without its label.
        height: lines, odd, so that one of them holds the zero.
        limit: value of the highest line; what lies beyond is drawn there.
        draws: whether braille can be shown.

    Returns:
        `height` lines of `width + 7` characters.

    >>> print("\n".join(lane([0, 1], [-1, 1], width=4, height=3)))
       +1 ┤⠀⠀⢀⠜
        0 ┤┈⢠⠊┈
       -1 ┤⡰⠁⠀⠀
    """
    high, wide = (4, 2) if draws else (1, 1)
    size = (wide * width, high * height)
    levels = np.asarray(values, float) / limit
    dots = _draw(_rows_of(np.asarray(times_s, float), levels, size), size)
    cells = dots.reshape(height, high, width, wide).transpose(0, 2, 1, 3)
    labels = {0: f"+{limit:g}", height // 2: "0", height - 1: f"-{limit:g}"}
    tick, side = ("┤", "│") if draws else ("+", "|")
    return [
        f"{labels.get(row, ''):>{_LABEL_WIDTH}} {tick if row in labels else side}"
        + "".join(_character(cell, on_zero=row == height // 2) for cell in cells[row])
        for row in range(height)
    ]


def braille(dots: NDArray[np.int64]) -> str:
    r"""The character of a block of dots.

    Args:
        dots: (4, 2), 1 where there is a dot.

    >>> braille(np.eye(4, 2, dtype=int))
    '\u2811'
    """
    return chr(ord(_BLANK) + int((dots * _DOTS).sum()))


def time_axis(end_s: float, *, width: int) -> str:
    """The line below a lane: clock times at its start, middle and end."""
    marks = [clock(0), clock(end_s / 2), clock(end_s)]
    line = marks[0] + marks[1].center(width - len(marks[0]) - len(marks[2])) + marks[2]
    return " " * (_LABEL_WIDTH + 2) + line


def axis_limit(values: ArrayLike) -> float:
    """The least of 0.5, 0.75 and 1 that holds all values in [-1, 1].

    >>> axis_limit([0.1, -0.6])
    0.75
    """
    reach = float(np.max(np.abs(np.nan_to_num(np.asarray(values, float))), initial=0.0))
    return next((limit for limit in (0.5, 0.75) if limit >= reach), 1.0)


def _rows_of(
    times: NDArray[np.float64], values: NDArray[np.float64], size: tuple[int, int]
) -> list[float]:
    """The row of dots that the curve crosses in each column of dots; NaN where it is not known."""
    width, height = size
    if not len(times):
        return [math.nan] * width
    columns = np.linspace(times[0], times[-1], width)
    level = np.interp(columns, times, values)
    return list(np.rint((1.0 - np.clip(level, -1.0, 1.0)) / 2.0 * (height - 1)))


def _draw(rows: Sequence[float], size: tuple[int, int]) -> NDArray[np.int64]:
    """The curve as dots, each column joined to the one before it."""
    width, height = size
    canvas = np.zeros((height, width), dtype=np.int64)
    before = math.nan
    for column, row in enumerate(rows):
        if not math.isnan(row):
            start = row if math.isnan(before) else before + np.sign(row - before)
            low, high = sorted((int(start), int(row)))
            canvas[low : high + 1, column] = 1
        before = row
    return canvas


def _character(dots: NDArray[np.int64], *, on_zero: bool) -> str:
    if dots.size == 1:
        return "*" if dots.any() else "-" if on_zero else " "
    return "┈" if on_zero and not dots.any() else braille(dots)
