"""How the listener's mood moved after each genre, as one SVG file (LIN-12, figure 6).

One line a genre and two columns, valence and arousal: the mean change with its 95 % interval over
listeners, from the rows `felt_response.genre.` of the bench. Felt, not perceived. Readable on a
light page and on a dark one; plain SVG 1.1, no script, no font of its own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moodarc.errors import InputError
from moodarc.evaluation.report import BenchReport, BenchRow
from moodarc.evaluation.svg import line, text

__all__ = ["genre_changes_svg", "write_genre_changes"]

_STEM: Final = "felt_response.genre."
_AXES: Final = ("valence", "arousal")
_LEFT, _TOP, _STEP, _PANEL, _GAP = 130, 96, 26, 250, 40
_WIDTH: Final = _LEFT + 2 * _PANEL + _GAP + 40
_REACH: Final = 0.4
"""change at the edge of a column"""

_STYLE: Final = """
text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; font-size: 13px; }
.page { fill: #ffffff; } .ink { fill: #1f2328; } .soft { fill: #59636e; }
.title { font-size: 18px; font-weight: 600; }
.grid { stroke: #d8dee4; stroke-width: 1; } .axis { stroke: #59636e; stroke-width: 1; }
.span { stroke: #4c86c6; stroke-width: 3; } .mean { fill: #d1495b; }
@media (prefers-color-scheme: dark) {
.page { fill: #14181d; } .ink { fill: #e6edf3; } .soft { fill: #9da7b1; }
.grid { stroke: #2d353e; } .axis { stroke: #9da7b1; }
.span { stroke: #5b9be0; } .mean { fill: #ff7b8b; }
}
"""


def write_genre_changes(path: Path, report: BenchReport) -> None:
    """Write the drawing.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        path.write_text(genre_changes_svg(report), encoding="utf-8")
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror}); give another --plot FILE"
        raise InputError(msg) from error


def genre_changes_svg(report: BenchReport) -> str:
    """The drawing as SVG text."""
    rows = {row.name: row for row in report.rows if row.name.startswith(_STEM)}
    genres = [name[len(_STEM) : -2] for name in rows if name.endswith(".n")]
    height = _TOP + _STEP * len(genres) + 50
    title = "How the listener's mood moved, by genre heard"
    return "\n".join(
        [
            _opening(height),
            f"<style>{_STYLE}</style>",
            f'<rect class="page" width="{_WIDTH}" height="{height}"/>',
            f"<title>{title}</title>",
            text((20, 34), title, "ink title"),
            text((20, 56), "mean change after a track, 95 % over listeners", "soft"),
            *_names(genres, rows),
            *(part for place in range(2) for part in _column(place, genres, rows)),
            "</svg>\n",
        ]
    )


def _opening(height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}"'
        f' width="{_WIDTH}" height="{height}" role="img">'
    )


def _names(genres: list[str], rows: dict[str, BenchRow]) -> Iterator[str]:
    for place, genre in enumerate(genres):
        count = f"{rows[f'{_STEM}{genre}.n'].value:.0f}"
        yield text((_LEFT - 10, _y(place) + 4), f"{genre} ({count})", "ink", anchor="end")


def _column(axis: int, genres: list[str], rows: dict[str, BenchRow]) -> Iterator[str]:
    left = _LEFT + axis * (_PANEL + _GAP)
    foot = _y(len(genres)) - _STEP / 2
    yield text((left + _PANEL / 2, _TOP - 12), _AXES[axis], "ink", anchor="middle")
    for value in (-_REACH / 2, 0.0, _REACH / 2):
        x = _x(left, value)
        yield line("grid" if value else "axis", (x, _TOP), (x, foot))
        yield text((x, foot + 18), f"{value:+.1f}" if value else "0", "soft", anchor="middle")
    for place, genre in enumerate(genres):
        row = rows[f"{_STEM}{genre}.{_AXES[axis]}"]
        low, high = row.low or 0.0, row.high or 0.0
        yield line("span", (_x(left, low), _y(place)), (_x(left, high), _y(place)))
        yield f'<circle class="mean" cx="{_x(left, row.value):.1f}" cy="{_y(place)}" r="4"/>'


def _x(left: float, value: float) -> float:
    return left + _PANEL * (min(max(value, -_REACH), _REACH) + _REACH) / (2.0 * _REACH)


def _y(place: int) -> float:
    return _TOP + _STEP * (place + 0.7)
