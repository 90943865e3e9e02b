"""SIMULATION: LIN-12's figures 7 and 8, by policy: a listener's way over the plane, and the match.

Left, the first session of one made listener: where they felt to be, from the ring to the dot, and
the goal as a cross. Right, over the minutes of all sessions of all listeners, how well what plays
matches what they feel when it begins (`squared_match`), in bins of five minutes. One SVG file,
plain SVG 1.1, no script.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError
from moodarc.evaluation.simulation import Told
from moodarc.evaluation.svg import line, text
from moodarc.recommend import squared_match

__all__ = ["PLOTTED", "matches_over_time", "policy_svg", "write_policy_plot"]

Array = NDArray[np.float64]

PLOTTED: Final = ("random", "preference", "match", "hybrid")
"""LIN-12's four models"""
_COLOURS: Final = ("#9aa4af", "#c58b00", "#4c86c6", "#d1495b")
_BIN_MINUTES: Final = 5.0
_SIDE, _TOP, _LEFTS = 360, 96, (64, 524)
_WIDTH, _HEIGHT = 920, 540
_LEAST: Final = 0.6
"""of the match, at the foot of its panel"""
_STYLE: Final = """
text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; font-size: 13px; }
.page { fill: #ffffff; } .ink { fill: #1f2328; } .soft { fill: #59636e; }
.title { font-size: 18px; font-weight: 600; }
.grid { stroke: #d8dee4; stroke-width: 1; } .axis { stroke: #59636e; stroke-width: 1; fill: none; }
.goal { stroke: #1f2328; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
.page { fill: #14181d; } .ink { fill: #e6edf3; } .soft { fill: #9da7b1; }
.grid { stroke: #2d353e; } .axis { stroke: #9da7b1; } .goal { stroke: #e6edf3; }
}
"""


def write_policy_plot(
    path: Path, told: Mapping[str, Sequence[Sequence[Told]]], affect: Array
) -> None:
    """Write the figure.

    Args:
        path: of the SVG.
        told: sessions by policy and listener.
        affect: (n_tracks, 2) what the tracks express.

    Raises:
        InputError: the file cannot be written, or none of the policies is there.
    """
    try:
        path.write_text(policy_svg(told, affect), encoding="utf-8")
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror}); give another --plot FILE"
        raise InputError(msg) from error


def policy_svg(told: Mapping[str, Sequence[Sequence[Told]]], affect: Array) -> str:
    """The figure as SVG text.

    Raises:
        InputError: none of the policies is there.
    """
    shown = {name: colour for name, colour in zip(PLOTTED, _COLOURS, strict=True) if name in told}
    if not shown:
        msg = f"no policy to draw; simulate some of {', '.join(PLOTTED)}"
        raise InputError(msg)
    times = {name: matches_over_time(told[name], affect) for name in shown}
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
            f"<style>{_STYLE}</style>",
            f'<rect class="page" width="{_WIDTH}" height="{_HEIGHT}"/>',
            *_heading(shown),
            *_plane({name: told[name][0][0] for name in shown}, shown),
            *_over_time(times, shown),
            "</svg>\n",
        ]
    )


def matches_over_time(told: Sequence[Sequence[Told]], affect: Array) -> Array:
    """(n_bins, 2) middle of the bin in minutes, and the mean match of what began then."""
    sessions = [session for of_one in told for session in of_one]
    begun = np.concatenate([session.minutes[:-1] for session in sessions])
    match = np.concatenate([squared_match(affect[s.tracks], s.path[:-1]) for s in sessions])
    number = (begun // _BIN_MINUTES).astype(np.int64)
    n = np.bincount(number)
    mean = np.bincount(number, match)[n > 0] / n[n > 0]
    return np.column_stack([(np.flatnonzero(n) + 0.5) * _BIN_MINUTES, mean])


def _heading(shown: Mapping[str, str]) -> Iterator[str]:
    title = "SIMULATION: music and feeling, by policy"
    yield f"<title>{escape(title)}</title>"
    yield text((_LEFTS[0], 36), title, "ink title")
    for number, (name, colour) in enumerate(shown.items()):
        x = _LEFTS[0] + 130 * number
        yield _stroke([(x, 64), (x + 24, 64)], colour)
        yield text((x + 32, 68.5), name, "ink")


def _plane(first: Mapping[str, Told], shown: Mapping[str, str]) -> Iterator[str]:
    left = _LEFTS[0]
    yield from _frame(left, "valence", "arousal", ticks=[(t, t) for t in (-1.0, 0.0, 1.0)])
    for name, session in first.items():
        points = [_at(left, x, y) for x, y in session.path.tolist()]
        yield _stroke(points, shown[name])
        yield _dot(points[0], "none", shown[name])
        yield _dot(points[-1], shown[name], shown[name])
    goal = next(iter(first.values())).goal.target
    if goal is not None:
        x, y = _at(left, *goal)
        yield line("goal", (x - 6, y - 6), (x + 6, y + 6))
        yield line("goal", (x - 6, y + 6), (x + 6, y - 6))


def _over_time(times: Mapping[str, Array], shown: Mapping[str, str]) -> Iterator[str]:
    left, last = _LEFTS[1], max(float(found[-1, 0]) for found in times.values()) + 2.5
    yield from _frame(
        left, f"minutes, 0 to {last:.0f}", "match", ticks=[(-1.0, _LEAST), (1.0, 1.0)]
    )
    for name, found in times.items():
        xs = 2.0 * found[:, 0] / last - 1.0
        ys = 2.0 * (np.maximum(found[:, 1], _LEAST) - _LEAST) / (1.0 - _LEAST) - 1.0
        points = [_at(left, x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
        yield _stroke(points, shown[name])


def _frame(
    left: int, below: str, beside: str, *, ticks: Sequence[tuple[float, float]]
) -> Iterator[str]:
    """A square panel; `ticks` are places in [-1, 1] and what is written there, of its height."""
    for place, value in ticks:
        _, y = _at(left, 0.0, place)
        yield line("grid", (left, y), (left + _SIDE, y))
        yield text((left - 8, y + 4.5), f"{value:g}", "soft", anchor="end")
    yield f'<rect class="axis" x="{left}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}"/>'
    yield text((left + _SIDE / 2, _TOP + _SIDE + 24), below, "ink", anchor="middle")
    yield text((left, _TOP + _SIDE + 48), f"upwards: {beside}", "soft")


def _at(left: int, x: float, y: float) -> tuple[float, float]:
    return left + _SIDE * (x + 1.0) / 2.0, _TOP + _SIDE * (1.0 - y) / 2.0


def _stroke(points: Sequence[tuple[float, float]], colour: str) -> str:
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"/>'


def _dot(at: tuple[float, float], fill: str, colour: str) -> str:
    return (
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="4.5" fill="{fill}" stroke="{colour}" '
        'stroke-width="2"/>'
    )
