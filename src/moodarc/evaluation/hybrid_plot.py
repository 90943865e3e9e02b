"""LIN-12's figures 4 and 5 as one SVG file: match over the plane by model, and over time.

Above, a map of the plane for each model: the darker a cell, the nearer the lists were to those who
felt so; grey crosses are cells where nobody was. Below, valence and arousal (dashed, from -1 to 1)
of one listener and the match of the lists (from 0 to 1), moment by moment. Plain SVG 1.1.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from moodarc.errors import InputError
from moodarc.evaluation.hybrid_data import LETTERS
from moodarc.evaluation.hybrid_plane import QUARTERS
from moodarc.evaluation.report import BenchReport
from moodarc.evaluation.svg import line, text

__all__ = ["hybrid_svg", "write_hybrid_plot"]

_SIDE, _CELL, _TOP, _LEFT = 168, 36, 96, 56
_TIME_TOP, _TIME_HEIGHT, _TIME_WIDTH = 330, 180, 620
_WIDTH, _HEIGHT = 760, 600
_PLANE_HEIGHT, _LETTER = 260, 7
_COLOURS: Final = ("#7a8590", "#4c86c6", "#d1495b", "#2f9e6e")
_FELT: Final = {"valence": "#b8860b", "arousal": "#8a5cc2"}
_STYLE: Final = """
text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; font-size: 12px; }
.page { fill: #ffffff; } .ink { fill: #1f2328; } .soft { fill: #59636e; }
.title { font-size: 17px; font-weight: 600; } .grid { stroke: #d8dee4; stroke-width: 1; }
.cell { fill: #4c86c6; } .curve { fill: none; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
.page { fill: #14181d; } .ink { fill: #e6edf3; } .soft { fill: #9da7b1; }
.grid { stroke: #2d353e; }
}
"""

Values = Mapping[str, float]


def write_hybrid_plot(path: Path, report: BenchReport) -> None:
    """Write the drawing.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        path.write_text(hybrid_svg(report), encoding="utf-8")
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror}); give another --plot FILE"
        raise InputError(msg) from error


def hybrid_svg(report: BenchReport) -> str:
    """The drawing as SVG text."""
    cells, moments = _told(report, "plane"), _told(report, "time")
    title = f"Emotion match of lists on {report.data.partition(' ')[0]}"
    size = f"{_WIDTH} {_HEIGHT if moments else _PLANE_HEIGHT}"
    maps = [name for name in cells if name != "n"]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img">',
            f"<style>{_STYLE}</style>",
            f'<rect class="page" width="{_WIDTH}" height="{_HEIGHT}"/>',
            f"<title>{escape(title)}</title>",
            text((_LEFT, 36), title, "ink title"),
            text(
                (_LEFT, 58),
                "soft match by what the listener felt: valence across, arousal up",
                "soft",
            ),
            *(part for n, name in enumerate(maps) for part in _map(n, name, cells[name])),
            *_course(list(moments.values()), maps),
            "</svg>\n",
        ]
    )


def _told(report: BenchReport, what: str) -> dict[str, dict[str, float]]:
    """Values of rows `hybrid.DATA.WHAT.FIRST.SECOND`, by both."""
    found: dict[str, dict[str, float]] = {}
    for row in report.rows:
        _, _, *parts = row.name.split(".")
        if len(parts) == 3 and parts[0] == what:
            found.setdefault(parts[1], {})[parts[2]] = row.value
    return found


def _map(number: int, name: str, cells: Values) -> Iterator[str]:
    left = _LEFT + number * _SIDE
    yield text((left, _TOP - 10), LETTERS.get(name, name), "ink")
    for valence in range(QUARTERS):
        for arousal in range(QUARTERS):
            x, y = left + valence * _CELL, _TOP + (QUARTERS - 1 - arousal) * _CELL
            value = cells.get(f"v{valence + 1}a{arousal + 1}")
            middle = (x + _CELL / 2.0 - 1.0, y + _CELL / 2.0 + 3.0)
            if value is None:
                yield text(middle, "x", "soft", anchor="middle")
                continue
            yield (
                f'<rect class="cell" x="{x}" y="{y}" width="{_CELL - 2}" height="{_CELL - 2}" '
                f'fill-opacity="{max(0.0, 2.0 * value - 1.0):.2f}"/>'
            )
            yield text(middle, f"{value:.2f}", "ink", anchor="middle")


def _course(moments: Sequence[Values], models: Sequence[str]) -> Iterator[str]:
    """Curves of one listener; nothing where there are no times."""
    if not moments:
        return
    foot = _TIME_TOP + _TIME_HEIGHT
    yield text((_LEFT, _TIME_TOP - 14), "one listener, moment by moment", "ink")
    for share in (0.0, 0.5, 1.0):
        y = foot - share * _TIME_HEIGHT
        yield line("grid", (_LEFT, y), (_LEFT + _TIME_WIDTH, y))
        yield text((_LEFT - 8, y + 4), f"{share:.1f}", "soft", anchor="end")
        yield text((_LEFT + _TIME_WIDTH + 8, y + 4), f"{2.0 * share - 1.0:g}", "soft")
    curves = dict(zip(models, _COLOURS, strict=False)) | _FELT
    x = float(_LEFT)
    for name, colour in curves.items():
        felt = name in _FELT
        shares = [(one[name] + 1.0) / 2.0 if felt else one[name] for one in moments]
        yield _curve(shares, colour, dashed=felt)
        words = LETTERS.get(name, name)
        yield f'<rect x="{x:.1f}" y="{foot + 28}" width="10" height="10" fill="{colour}"/>'
        yield text((x + 16, foot + 37), words, "ink")
        x += 36.0 + _LETTER * len(words)


def _curve(shares: Sequence[float], colour: str, *, dashed: bool) -> str:
    last = max(len(shares) - 1, 1)
    points = " ".join(
        f"{_LEFT + n / last * _TIME_WIDTH:.1f},{_TIME_TOP + (1.0 - share) * _TIME_HEIGHT:.1f}"
        for n, share in enumerate(shares)
    )
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    return f'<polyline class="curve" stroke="{colour}"{dashes} points="{points}"/>'
