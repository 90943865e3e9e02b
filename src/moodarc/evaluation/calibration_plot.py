"""A personal calibration as one SVG file: loss and accuracy by iteration, and confusions (LE-5).

Two panels of curves (blue: fitted pictures, red: held out) and below them the confusion matrix of
the pictures held out, with TP, FP, FN, TN by class. Readable on a light page and on a dark one;
plain SVG 1.1, no script, no font of its own.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import numpy as np

from moodarc.affect import Expression
from moodarc.errors import InputError
from moodarc.evaluation.svg import line, text
from moodarc.sensing.face import Calibration

__all__ = ["calibration_svg", "check_plot_path", "write_calibration_plot"]

_WIDTH, _HEIGHT = 760, 720
_LEFT, _TOP = 64, 96
_PANEL_WIDTH, _PANEL_HEIGHT, _GAP = 300, 190, 68
_CELL_WIDTH, _CELL_HEIGHT = 56, 36
_MATRIX_TOP: Final = 400
_MATRIX_LEFT: Final = 132
_NAMES: Final = [expression.value for expression in Expression]
_COUNTS: Final = ("TP", "FP", "FN", "TN")

_OPENING: Final = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    f' width="{_WIDTH}" height="{_HEIGHT}" role="img">'
)

_STYLE: Final = """
text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; font-size: 13px; }
.page { fill: #ffffff; } .ink { fill: #1f2328; } .soft { fill: #59636e; }
.title { font-size: 18px; font-weight: 600; }
.grid { stroke: #d8dee4; stroke-width: 1; } .axis { stroke: #59636e; stroke-width: 1; fill: none; }
.fitted, .held { fill: none; stroke-width: 2; }
.fitted { stroke: #4c86c6; } .held { stroke: #d1495b; } .cell { fill: #4c86c6; }
@media (prefers-color-scheme: dark) {
.page { fill: #14181d; } .ink { fill: #e6edf3; } .soft { fill: #9da7b1; }
.grid { stroke: #2d353e; } .axis { stroke: #9da7b1; }
.fitted { stroke: #5b9be0; } .held { stroke: #ff7b8b; } .cell { fill: #5b9be0; }
}
"""


def check_plot_path(path: Path) -> None:
    """Whether a drawing can be written there; before the work that it is of.

    Raises:
        InputError: the file cannot be written.
    """
    is_new = not path.exists()
    try:
        path.open("a").close()
        if is_new:
            path.unlink()
    except OSError as error:
        raise _unwritable(path, error) from error


def write_calibration_plot(path: Path, found: Calibration) -> None:
    """Write the drawing.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        path.write_text(calibration_svg(found), encoding="utf-8")
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path} cannot be written ({error.strerror}); give another --plot FILE")


def calibration_svg(found: Calibration) -> str:
    """The drawing as SVG text."""
    curves = found.curves
    title = (
        f"Calibration: {100 * found.accuracy_before:.0f} % right before, "
        f"{100 * found.accuracy_after:.0f} % after"
    )
    return "\n".join(
        [
            _OPENING,
            f"<style>{_STYLE}</style>",
            f'<rect class="page" width="{_WIDTH}" height="{_HEIGHT}"/>',
            f"<title>{escape(title)}</title>",
            text((_LEFT, 40), title, "ink title"),
            text((_LEFT, 62), f"on {found.n_held} pictures held out of the fit", "soft"),
            *_panel(_LEFT, "log loss", fitted=curves.fitted_loss, held=curves.held_loss),
            *_panel(
                _LEFT + _PANEL_WIDTH + _GAP,
                "share told right",
                fitted=curves.fitted_accuracy,
                held=curves.held_accuracy,
            ),
            *_legend(found),
            *_matrix(found),
            "</svg>\n",
        ]
    )


def _panel(
    left: float, name: str, *, fitted: Sequence[float], held: Sequence[float]
) -> Iterator[str]:
    """One panel: the values from 0 to a round number over the iterations."""
    most = max(1.0, float(np.ceil(2.0 * max(*fitted, *held)) / 2.0))
    foot, last = _TOP + _PANEL_HEIGHT, max(len(fitted) - 1, 1)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = foot - share * _PANEL_HEIGHT
        yield line("grid", (left, y), (left + _PANEL_WIDTH, y))
        yield text((left - 8, y + 4.5), f"{share * most:.2f}", "soft", anchor="end")
    yield text((left, _TOP - 10), name, "ink")
    yield text((left, foot + 18), "0", "soft", anchor="middle")
    yield text((left + _PANEL_WIDTH, foot + 18), str(last), "soft", anchor="middle")
    yield text((left + _PANEL_WIDTH / 2, foot + 18), "iteration", "soft", anchor="middle")
    for style, values in (("fitted", fitted), ("held", held)):
        points = " ".join(
            f"{left + n / last * _PANEL_WIDTH:.1f},{foot - value / most * _PANEL_HEIGHT:.1f}"
            for n, value in enumerate(values)
        )
        yield f'<polyline class="{style}" points="{points}"/>'


def _legend(found: Calibration) -> Iterator[str]:
    y = _TOP + _PANEL_HEIGHT + 44
    for style, words, left in (
        ("fitted", f"{found.n_fitted} pictures fitted", _LEFT),
        ("held", f"{found.n_held} held out", _LEFT + 200),
    ):
        yield line(style, (left, y - 4), (left + 24, y - 4))
        yield text((left + 32, y), words, "ink")


def _matrix(found: Calibration) -> Iterator[str]:
    """Rows are what was shown, columns what was told; then the counts by class."""
    yield text(
        (_LEFT, _MATRIX_TOP - 32), "pictures held out: shown (rows) and told (columns)", "ink"
    )
    right = np.diag(found.after)
    wrong, missed = found.after.sum(axis=0) - right, found.after.sum(axis=1) - right
    others = found.after.sum() - right - wrong - missed
    for row, name in enumerate(_NAMES):
        middle = _MATRIX_TOP + (row + 0.5) * _CELL_HEIGHT + 4.5
        yield text((_MATRIX_LEFT - 8, middle), name, "ink", anchor="end")
        yield text((_column(row), _MATRIX_TOP - 10), name, "soft", anchor="middle")
        total = max(int(found.after[row].sum()), 1)
        for column, count in enumerate(found.after[row]):
            yield _cell(row, column, float(count) / total)
            yield text((_column(column), middle), str(count), "ink", anchor="middle")
        for place, count in enumerate((right[row], wrong[row], missed[row], others[row])):
            yield text((_count_column(place), middle), str(count), "ink", anchor="middle")
    for place, name in enumerate(_COUNTS):
        yield text((_count_column(place), _MATRIX_TOP - 10), name, "soft", anchor="middle")


def _cell(row: int, column: int, share: float) -> str:
    left, top = _MATRIX_LEFT + column * _CELL_WIDTH, _MATRIX_TOP + row * _CELL_HEIGHT
    return (
        f'<rect class="cell" x="{left}" y="{top}" width="{_CELL_WIDTH - 2}" '
        f'height="{_CELL_HEIGHT - 2}" fill-opacity="{0.05 + 0.6 * share:.2f}"/>'
    )


def _column(place: int) -> float:
    return _MATRIX_LEFT + (place + 0.5) * _CELL_WIDTH


def _count_column(place: int) -> float:
    return _column(len(_NAMES)) + 40 * place
