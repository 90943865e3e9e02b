"""How a listener says what they feel while music plays: a typed word, or a series to be replayed.

What other programs sense comes by way of the store (`play_log`).
"""

import csv
import math
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from moodarc.errors import InputError

if TYPE_CHECKING:
    from moodarc.affect import AffectReading, Goal

__all__ = ["Felt", "MoodSeries", "goal_said", "reading_said", "series_reading"]

Felt = tuple[float, float, float | None]
"""Valence, arousal, and their variance; None = that of a point which somebody places."""

_COLUMNS: Final = ("at_s", "valence", "arousal")
_GOALS: Final = ("match", "follow", "lift", "calm", "energise")


def reading_said(text: str, at: datetime) -> "AffectReading":
    """The reading of a word, or of valence and arousal.

    Raises:
        InputError: neither.
    """
    from moodarc.sensing import from_point, from_word

    point = _point(text)
    return from_word(text.strip(), at) if point is None else from_point(*point, at)


def goal_said(text: str) -> "Goal":
    """The goal of a name, or of valence and arousal.

    Raises:
        InputError: neither.
    """
    from moodarc.affect import Goal, GoalKind

    point, name = _point(text), text.strip().lower()
    if point is not None and all(abs(value) <= 1.0 for value in point):
        return Goal(GoalKind.POINT, point)
    if name not in _GOALS:
        msg = f"{name!r} is no goal; expected {', '.join(_GOALS)}, or V A such as 0.5 -0.3"
        raise InputError(msg)
    return Goal(GoalKind(name))


def _point(text: str) -> tuple[float, float] | None:
    words = text.replace(",", " ").split()
    try:
        valence, arousal = map(float, words)
    except ValueError:
        return None
    return valence, arousal


class MoodSeries:
    """A series of a mood, from a table with the columns at_s, valence, arousal and maybe variance.

    It is replayed as if the listener had said it: seconds count from the start of the session.

    Args:
        file: CSV with a line of names.
        speed: so many times faster.

    Raises:
        InputError: it cannot be read; the message names the line.
    """

    def __init__(self, file: Path, *, speed: float = 1.0) -> None:
        self._speed = speed
        self._rows = sorted(_rows(file), key=lambda row: -row[0])

    def due(self, passed_s: float) -> list[Felt]:
        """(valence, arousal, variance) of what came due, each once.

        Args:
            passed_s: since the start of the session.
        """
        found = []
        while self._rows and self._rows[-1][0] <= passed_s * self._speed:
            _, valence, arousal, variance = self._rows.pop()
            found.append((valence, arousal, variance))
        return found


def series_reading(row: Felt, at: datetime) -> "AffectReading":
    """The reading of a row of a series, as if it was said at a time."""
    from moodarc.affect import Variance
    from moodarc.sensing import from_point

    valence, arousal, variance = row
    said = from_point(valence, arousal, at)
    if variance is None:
        return said
    return replace(said, state=replace(said.state, variance=Variance(variance, variance)))


def _rows(file: Path) -> list[tuple[float, float, float, float | None]]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines)
            missing = [name for name in _COLUMNS if name not in (table.fieldnames or ())]
            if missing:
                msg = f"{file} has no column {missing[0]!r}; expected {', '.join(_COLUMNS)}"
                raise InputError(msg)
            return [_row(file, table.line_num, row) for row in table]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        msg = f"{file} cannot be read ({error}); expected a CSV of {', '.join(_COLUMNS)}"
        raise InputError(msg) from error


def _row(
    file: Path, number: int, row: dict[str | None, str | None]
) -> tuple[float, float, float, float | None]:
    words = [row.get(name) or "" for name in (*_COLUMNS, "variance")]
    try:
        at_s, valence, arousal = map(float, words[:3])
        variance = float(words[3]) if words[3] else None
    except ValueError as error:
        msg = f"{file}, line {number}: {words} are no numbers"
        raise InputError(msg) from error
    fits = abs(valence) <= 1.0 and abs(arousal) <= 1.0 and math.isfinite(at_s)
    if not fits or not (variance is None or 0.0 < variance <= 1.0):
        msg = (
            f"{file}, line {number}: {words}; expected seconds, valence and arousal in [-1, 1], "
            "and a variance in (0, 1] or none"
        )
        raise InputError(msg)
    return at_s, valence, arousal, variance
