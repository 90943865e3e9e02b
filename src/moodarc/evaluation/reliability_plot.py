"""The reliability diagram of a bench as one SVG file, readable on a light page and on a dark one.

Bars are how often answers of a bin were right, what is framed in red is the gap to what was
stated, the dashed line is a certainty that is kept; below stand the answers of each bin. The bins
are those of `expected_calibration_error`, so the gaps weighted by their answers are the figure in
the title. Plain SVG 1.1, no script, no font of its own.
"""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from moodarc.errors import InputError
from moodarc.evaluation.reliability import Answers
from moodarc.evaluation.svg import line, text
from moodarc.metrics import (
    ReliabilityBins,
    equal_mass_calibration_error,
    expected_calibration_error,
    reliability_bins,
)

__all__ = ["reliability_svg", "write_reliability_plot"]

_WIDTH, _HEIGHT = 560, 684
_LEFT, _TOP, _SIDE = 76, 116, 440
"""of the square plot, in pixels"""
_COUNTS_TOP, _COUNTS_HEIGHT = 576, 48
_TICKS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

_OPENING: Final = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    f' width="{_WIDTH}" height="{_HEIGHT}" role="img">'
)

_STYLE: Final = """
text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; font-size: 13px; }
.page { fill: #ffffff; } .ink { fill: #1f2328; } .soft { fill: #59636e; }
.title { font-size: 18px; font-weight: 600; } .small { font-size: 10.5px; }
.grid { stroke: #d8dee4; stroke-width: 1; } .axis { stroke: #59636e; stroke-width: 1; fill: none; }
.ideal { stroke: #1f2328; stroke-width: 1.5; stroke-dasharray: 6 4; }
.right { fill: #4c86c6; } .count { fill: #9aa4af; }
.gap { fill: #d1495b; fill-opacity: 0.3; stroke: #d1495b; stroke-width: 1; }
@media (prefers-color-scheme: dark) {
.page { fill: #14181d; } .ink { fill: #e6edf3; } .soft { fill: #9da7b1; }
.grid { stroke: #2d353e; } .axis { stroke: #9da7b1; } .ideal { stroke: #e6edf3; }
.right { fill: #5b9be0; } .count { fill: #6b7682; }
.gap { fill: #ff7b8b; stroke: #ff7b8b; }
}
"""


def write_reliability_plot(path: Path, answers: Answers, *, of_what: str) -> None:
    """Write the diagram.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        path.write_text(reliability_svg(answers, of_what=of_what), encoding="utf-8")
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror}); give another --plot FILE"
        raise InputError(msg) from error


def reliability_svg(answers: Answers, *, of_what: str) -> str:
    """The diagram as SVG text; `of_what` names the answers in its title."""
    bins = reliability_bins(answers.right, answers.sure)
    return "\n".join(
        [
            _OPENING,
            f"<style>{_STYLE}</style>",
            f'<rect class="page" width="{_WIDTH}" height="{_HEIGHT}"/>',
            *_heading(answers, of_what),
            *_grid(),
            *_bars(bins),
            *_counts(bins),
            *_legend(),
            "</svg>\n",
        ]
    )


def _heading(answers: Answers, of_what: str) -> Iterator[str]:
    wide = expected_calibration_error(answers.right, answers.sure)
    mass = equal_mass_calibration_error(answers.right, answers.sure)
    title = f"Reliability of {of_what}: ECE {wide:.3f}"
    n = len(answers.right)
    note = f"{n:,} clip{'s' if n > 1 else ''}; {mass:.3f} over bins of equal mass"
    yield f"<title>{escape(title)}</title>"
    yield text((_LEFT, 40), title, "ink title")
    yield text((_LEFT, 64), note, "soft")


def _grid() -> Iterator[str]:
    for tick in _TICKS:
        x, y = _x(tick), _y(tick)
        yield line("grid", (_LEFT, y), (_LEFT + _SIDE, y))
        yield line("grid", (x, _TOP), (x, _TOP + _SIDE))
        yield text((_LEFT - 10, y + 4.5), f"{tick:.1f}", "soft", anchor="end")
        yield text((x, _COUNTS_TOP + _COUNTS_HEIGHT + 18), f"{tick:.1f}", "soft", anchor="middle")
    middle = _TOP + _SIDE / 2
    yield text(
        (_x(0.5), _HEIGHT - 16), "share stated for the quadrant told", "ink", anchor="middle"
    )
    yield (
        f'<text class="ink" text-anchor="middle" transform="translate(26 {middle:.1f}) '
        'rotate(-90)">share of clips told right</text>'
    )


def _bars(bins: ReliabilityBins) -> Iterator[str]:
    width = 1.0 / len(bins.answers)
    for number, (stated, right) in enumerate(zip(bins.confidence, bins.accuracy, strict=True)):
        if math.isnan(right):
            continue
        left = number * width
        yield _bar("right", left, width, bottom=0.0, top=float(right))
        low, high = sorted((float(stated), float(right)))
        yield _bar("gap", left, width, bottom=low, top=high)
    yield line("ideal", (_x(0.0), _y(0.0)), (_x(1.0), _y(1.0)))
    yield f'<rect class="axis" x="{_LEFT}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}"/>'


def _counts(bins: ReliabilityBins) -> Iterator[str]:
    """Answers of each bin, as a bar below the plot with its number above it."""
    width, most = 1.0 / len(bins.answers), bins.answers.max()
    foot = _COUNTS_TOP + _COUNTS_HEIGHT
    for number, count in enumerate(bins.answers):
        if not count:
            continue
        height = (_COUNTS_HEIGHT - 12) * count / most
        x = _x(number * width)
        yield _rect("count", (x + 1, foot - height), (_SIDE * width - 2, height))
        middle = x + _SIDE * width / 2
        yield text((middle, foot - height - 3), f"{count}", "soft small", anchor="middle")
    yield line("axis", (_LEFT, foot), (_LEFT + _SIDE, foot))
    yield text((_LEFT - 10, foot - 4), "clips", "soft", anchor="end")


def _legend() -> Iterator[str]:
    """One line between the heading and the plot."""
    y = _TOP - 24
    yield _rect("right", (_LEFT, y), (18, 12))
    yield text((_LEFT + 26, y + 10.5), "told right", "ink")
    yield _rect("gap", (_LEFT + 120, y), (18, 12))
    yield text((_LEFT + 146, y + 10.5), "gap to what was stated", "ink")
    yield line("ideal", (_LEFT + 318, y + 6), (_LEFT + 340, y + 6))
    yield text((_LEFT + 348, y + 10.5), "certainty kept", "ink")


def _x(share: float) -> float:
    return _LEFT + _SIDE * share


def _y(share: float) -> float:
    return _TOP + _SIDE * (1.0 - share)


def _bar(style: str, left: float, width: float, *, bottom: float, top: float) -> str:
    size = (_SIDE * width - 2, _y(bottom) - _y(top))
    return _rect(style, (_x(left) + 1, _y(top)), size)


def _rect(style: str, at: tuple[float, float], size: tuple[float, float]) -> str:
    return (
        f'<rect class="{style}" x="{at[0]:.1f}" y="{at[1]:.1f}" '
        f'width="{size[0]:.1f}" height="{size[1]:.1f}"/>'
    )
