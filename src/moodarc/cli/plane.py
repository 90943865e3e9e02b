"""A list as a path through the valence-arousal plane, drawn in text.

Valence goes to the right and arousal upwards. Each track is its number, as near to its point as
there is room; a line of dots joins them in playing order where the list leads somewhere. The frame
shows the whole plane or, where all points lie within it, its inner half or three quarters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.cli.plot import axis_limit, braille

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["Signs", "plane"]

COLUMNS, ROWS = 57, 15
"""Inside of the frame at most; odd, so that both axes have a line of their own."""
_LEAST_COLUMNS = 31

_MARGIN = 8
Point = tuple[float, float]


class Signs(NamedTuple):
    """What the picture is drawn with."""

    corners: str
    sides: str
    axes: str
    start: str
    goal: str
    braille: bool

    @classmethod
    def of(cls, *, unicode: bool) -> "Signs":
        """Lines and dots, or what every terminal has."""
        if unicode:
            return cls("┌┐└┘", "─│", "┈┊┼", "○", "◎", braille=True)
        return cls("++++", "-|", "-:+", "o", "@", braille=False)


@dataclass
class _Canvas:
    """The inside of the frame, as characters and their styles."""

    limit: float
    signs: Signs
    columns: int
    cells: list[list[tuple[str, str]]] = field(init=False)
    taken: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        across, along, both = tuple(self.signs.axes)
        self.cells = [[(" ", "")] * self.columns for _ in range(ROWS)]
        self.cells[ROWS // 2] = [(across, "dim")] * self.columns
        for row in self.cells:
            row[self.columns // 2] = (along, "dim")
        self.cells[ROWS // 2][self.columns // 2] = (both, "dim")

    def at(self, point: Point, per_cell: tuple[int, int] = (1, 1)) -> NDArray[np.float64]:
        """Row and column of a point, in cells or in dots of a cell."""
        shares = np.array([self.limit - point[1], point[0] + self.limit]) / (2.0 * self.limit)
        return shares * (np.array([ROWS, self.columns]) * per_cell - 1)

    def write(self, row: int, column: int, word: str, style: str) -> None:
        """A word, and a free cell on each of its sides."""
        for i, letter in enumerate(word):
            self.cells[row][column + i] = (letter, style)
        self.taken |= {(row, column + i) for i in range(-1, len(word) + 1)}

    def mark(self, point: Point, word: str, style: str) -> bool:
        """A word at the nearest free place; False where there is none near."""
        row, column = (round(float(x)) for x in self.at(point))
        for down, right in _NEARBY:
            there = row + down, column + right - (len(word) - 1) // 2
            if self._is_free(*there, len(word)):
                self.write(*there, word, style)
                return True
        return False

    def _is_free(self, row: int, column: int, width: int) -> bool:
        inside = 0 <= row < ROWS and 0 <= column <= self.columns - width
        return inside and not self.taken & {(row, column + i) for i in range(width)}


_NEARBY = sorted(
    ((down, right) for down in range(-2, 3) for right in range(-6, 7)),
    key=lambda step: (4 * step[0] ** 2 + step[1] ** 2, step),
)
"""Steps to the cells around, the nearest first; a cell is twice as high as wide."""


def plane(
    points: Sequence[Point],
    *,
    signs: Signs,
    start: Point | None = None,
    goal: Point | None = None,
    width: int = 80,
) -> "Text":
    """The tracks in order, numbered from 1, with the present feeling and the goal.

    Args:
        points: valence (to the right) and arousal (upwards) of each track, in [-1, 1].
        signs: what it is drawn with.
        start: the present feeling.
        goal: where the list leads; the tracks are then joined by a line.
        width: columns that there are; the picture takes 73 of them at most and 47 at least.

    >>> picture = plane([(-0.9, -0.9), (0.9, 0.9)], signs=Signs.of(unicode=False))
    >>> print(picture.plain.splitlines()[0])
     lively + angry ------------------------------------------- happy + +1
    """
    ends = [end for end in (start, goal) if end is not None]
    canvas = _Canvas(axis_limit([*points, *ends]), signs, _columns(width))
    if goal is not None:
        _draw_line(canvas, points)
    if start is not None:
        canvas.mark(start, signs.start, "bold yellow")
    if goal is not None:
        canvas.mark(goal, signs.goal, "bold green")
    hidden = [str(i) for i, point in enumerate(points, 1) if not canvas.mark(point, str(i), "bold")]
    return _framed(canvas, _legend(signs, start, goal=goal, hidden=hidden))


def _columns(width: int) -> int:
    room = min(COLUMNS, max(_LEAST_COLUMNS, width - _MARGIN - 8))
    return room - (room + 1) % 2


def _draw_line(canvas: _Canvas, points: Sequence[Point]) -> None:
    high, wide = (4, 2) if canvas.signs.braille else (1, 1)
    dots = np.zeros((ROWS * high, canvas.columns * wide), dtype=np.int64)
    for before, after in pairwise(canvas.at(point, (high, wide)) for point in points):
        n = int(np.abs(after - before).max()) + 2
        rows, columns = np.rint(np.linspace(before, after, n)).astype(int).T
        dots[rows, columns] = 1
    blocks = dots.reshape(ROWS, high, canvas.columns, wide).transpose(0, 2, 1, 3)
    for row, column in zip(*np.nonzero(blocks.any(axis=(2, 3))), strict=True):
        canvas.cells[row][column] = (_dot(blocks[row, column]), "cyan")


def _dot(block: NDArray[np.int64]) -> str:
    return "." if block.size == 1 else braille(block)


def _legend(
    signs: Signs, start: Point | None, *, goal: Point | None, hidden: Sequence[str]
) -> Iterator[str]:
    if start is not None:
        yield f"{signs.start} you now"
    if goal is not None:
        yield f"{signs.goal} the goal"
    if hidden:
        yield f"no room for {', '.join(hidden)}"


def _framed(canvas: _Canvas, legend: Iterator[str]) -> "Text":
    from rich.text import Text

    upright = canvas.signs.sides[1]
    edges = _edge(canvas, "angry", "happy", 0), _edge(canvas, "sad", "peaceful", 2)
    left = {ROWS // 2: "arousal"}
    tick = f"{canvas.limit:g}"
    text = Text()
    text.append(f"{'lively':>{_MARGIN - 1}} {edges[0]} +{tick}\n", "dim")
    for i, row in enumerate(canvas.cells):
        text.append(f"{left.get(i, ''):>{_MARGIN - 1}} {upright}", "dim")
        for character, style in row:
            text.append(character, style)
        text.append(upright + (" 0" if i == ROWS // 2 else "") + "\n", "dim")
    text.append(f"{'still':>{_MARGIN - 1}} {edges[1]} -{tick}\n", "dim")
    middle = "valence".center(canvas.columns - 2 * len(f" {tick}") - len("bad") - len("good"))
    text.append(f"{'':{_MARGIN}}-{tick} bad{middle}good +{tick}", "dim")
    if told := "   ".join(legend):
        text.append(f"\n{'':{_MARGIN}}{told}")
    return text


def _edge(canvas: _Canvas, left: str, right: str, corner: int) -> str:
    line = canvas.signs.sides[0] * (canvas.columns - len(left) - len(right) - 4)
    return (
        f"{canvas.signs.corners[corner]} {left} {line} {right} {canvas.signs.corners[corner + 1]}"
    )
