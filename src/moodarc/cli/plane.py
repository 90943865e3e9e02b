"""A list as a path on the valence-arousal plane, in a few lines of text."""

from collections.abc import Sequence
from string import ascii_lowercase, ascii_uppercase

__all__ = ["plane"]

COLUMNS, ROWS = 41, 13
"""Odd, so that both axes have a line of their own."""

MARKS = "123456789" + ascii_lowercase + ascii_uppercase
"""One sign a track; later tracks of a very long list are all `*`."""


def plane(points: Sequence[tuple[float, float]], goal: tuple[float, float] | None = None) -> str:
    """The points in order, marked 1 to 9, a to z, A to Z; the goal is `@` where nothing hides it.

    Args:
        points: valence (to the right) and arousal (upwards), each in [-1, 1].
        goal: where the list leads.

    >>> print(plane([(-1, -1), (1, 1)]).splitlines()[0])
    lively                     |                   2
    """
    cells = [[_axis(row, column) for column in range(COLUMNS)] for row in range(ROWS)]
    marks = [MARKS[i] if i < len(MARKS) else "*" for i in range(len(points))]
    # Backwards, so that where two meet the earlier is seen.
    for (valence, arousal), mark in [*reversed([*zip(points, marks, strict=True)])]:
        cells[_cell(-arousal, ROWS)][_cell(valence, COLUMNS)] = mark
    if goal is not None:
        row, column = _cell(-goal[1], ROWS), _cell(goal[0], COLUMNS)
        if cells[row][column] in " |-+":
            cells[row][column] = "@"
    return "\n".join(
        f"{_legend(row):>6} {''.join(line)}{' good' if row == ROWS // 2 else ''}".rstrip()
        for row, line in enumerate(cells)
    )


def _cell(value: float, size: int) -> int:
    return round((value + 1.0) / 2.0 * (size - 1))


def _axis(row: int, column: int) -> str:
    across, along = row == ROWS // 2, column == COLUMNS // 2
    return "+" if across and along else "-" if across else "|" if along else " "


def _legend(row: int) -> str:
    return {0: "lively", ROWS // 2: "bad", ROWS - 1: "still"}.get(row, "")
