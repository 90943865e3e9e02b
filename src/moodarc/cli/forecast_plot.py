"""The forecast as a picture: a state diagram on the plane of affect, and four bands over time.

Where a learned forecaster made it, also how much each past moment weighs in its attention, heads by
moments (LIN-12 fig. 8).

Colours are those of Okabe and Ito (2008), which people of any colour vision tell apart; every
curve and node carries its name besides. Nothing but this module draws with Matplotlib, and it is
imported only when a picture is asked for; no window system is needed.
"""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

from moodarc.affect import Quadrant
from moodarc.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

    from moodarc.cli.forecast import ForecastAnswer
    from moodarc.cli.forecast_attention import LookBack

__all__ = ["draw"]

_COLOURS: Final = {
    Quadrant.HAPPY: "#E69F00",
    Quadrant.ANGRY: "#D55E00",
    Quadrant.SAD: "#0072B2",
    Quadrant.PEACEFUL: "#009E73",
}
_PLACES: Final = {
    Quadrant.HAPPY: (1.0, 1.0),
    Quadrant.ANGRY: (-1.0, 1.0),
    Quadrant.SAD: (-1.0, -1.0),
    Quadrant.PEACEFUL: (1.0, -1.0),
}
_INK: Final = "#222222"
_FAINT: Final = "#8a8a8a"
_LEAST_SHOWN: Final = 0.005
_RADIUS: Final = 0.34
_HEIGHT, _BELOW = 6.2, 2.9
"""inches, of diagram and bands and of the attention"""
_MOST_LABELS: Final = 16
_LEAST_PLACES: Final = 12
_A_DAY_H: Final = 24.0
_ON_NODE: Final = {Quadrant.HAPPY: "#222222"}
"""Colour of the words on a node; white where none is named."""


def draw(answer: "ForecastAnswer", path: Path) -> None:
    """Write the picture as PNG.

    Raises:
        InputError: the file cannot be written.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    engine = ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.1)
    height = _HEIGHT + (_BELOW if answer.back is not None else 0.0)
    figure = Figure(figsize=(13.0, height), dpi=150, facecolor="white", layout=engine)
    FigureCanvasAgg(figure)
    upper: Figure | SubFigure = figure
    if answer.back is not None:
        rows = figure.subfigures(2, 1, height_ratios=(_HEIGHT, _BELOW), squeeze=False)
        upper, lower = rows[:, 0]
        _attention(lower, answer.back)
    left, right = upper.subfigures(1, 2, width_ratios=(1.0, 1.3), squeeze=False)[0]
    _diagram(left, answer)
    _bands(right, answer)
    try:
        with warnings.catch_warnings():
            # a name in letters that the font lacks shows as boxes
            warnings.filterwarnings("ignore", message="Glyph")
            figure.savefig(path, format="png")
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror}); give another --plot FILE.png"
        raise InputError(msg) from error


def _diagram(figure: "SubFigure", answer: "ForecastAnswer") -> None:
    from moodarc.cli.forecast import length, model_line

    axes = figure.subplots()
    _title(figure, f"How feelings move in {length(answer.model.step_h)}")
    axes.set_title(model_line(answer), color=_FAINT, fontsize=10, loc="left", parse_math=False)
    axes.set(xlim=(-1.62, 1.45), ylim=(-1.62, 1.45), aspect="equal")
    axes.axis("off")
    for here, row in zip(Quadrant, answer.model.matrix.tolist(), strict=True):
        for there, share in zip(Quadrant, row, strict=True):
            if here is there:
                _node(axes, here, share)
            elif share >= _LEAST_SHOWN:
                _arrow(axes, here, there, share)
    axes.text(0.0, -1.58, "unpleasant  ←  valence  →  pleasant", color=_FAINT, ha="center")
    axes.text(
        -1.58, 0.0, "still  ←  arousal  →  excited", color=_FAINT, va="center", rotation="vertical"
    )


def _node(axes: "Axes", quadrant: Quadrant, stays: float) -> None:
    from matplotlib.patches import Circle

    (x, y), words = _PLACES[quadrant], _ON_NODE.get(quadrant, "white")
    axes.add_patch(Circle((x, y), _RADIUS, color=_COLOURS[quadrant], zorder=3))
    axes.text(
        x,
        y + 0.08,
        quadrant.value,
        color=words,
        ha="center",
        va="center",
        weight="bold",
        zorder=4,
    )
    axes.text(
        x,
        y - 0.12,
        f"stays {stays:.0%}",
        color=words,
        ha="center",
        va="center",
        fontsize=9,
        zorder=4,
    )


def _arrow(axes: "Axes", here: Quadrant, there: Quadrant, share: float) -> None:
    """An arrow bowed to its right, so that the way back lies beside it; its share stands on it."""
    from matplotlib.patches import FancyArrowPatch

    (x, y), (to_x, to_y) = _PLACES[here], _PLACES[there]
    bow = 0.16
    axes.add_patch(
        FancyArrowPatch(
            (x, y), (to_x, to_y), connectionstyle=f"arc3,rad={bow}", arrowstyle="-|>",
            mutation_scale=9 + 9 * share, linewidth=0.8 + 7.0 * share, color=_COLOURS[here],
            alpha=0.85, shrinkA=46, shrinkB=48, zorder=2,
        )
    )  # fmt: skip
    # a quadratic curve, whose control point lies `bow` of its length beside the middle
    along = 0.36
    control = ((x + to_x) / 2 + bow * (to_y - y), (y + to_y) / 2 - bow * (to_x - x))
    label_x, label_y = (
        (1 - along) ** 2 * start + 2 * along * (1 - along) * middle + along**2 * end
        for start, middle, end in zip((x, y), control, (to_x, to_y), strict=True)
    )
    box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.9}
    axes.text(
        label_x,
        label_y, f"{share:.0%}", color=_INK, fontsize=8.5, ha="center", va="center", bbox=box,
        zorder=5,
    )  # fmt: skip


def _title(figure: "SubFigure", text: str) -> None:
    figure.suptitle(text, color=_INK, fontsize=13, x=0.015, ha="left", parse_math=False)


def _bands(figure: "SubFigure", answer: "ForecastAnswer") -> None:
    """One panel a quadrant, laid out as the plane is: angry, happy above sad, peaceful."""
    from moodarc.cli.text import printable
    from moodarc.listener import BAND

    panels = figure.subplots(2, 2, sharex=True, sharey=True).ravel()
    order = (Quadrant.ANGRY, Quadrant.HAPPY, Quadrant.SAD, Quadrant.PEACEFUL)
    held = f"shaded: where {BAND * 10:.0f} of 10 answers would lie"
    _title(figure, f"Forecast for {printable(answer.listener)} ({held})")
    for axes, quadrant in zip(panels, order, strict=True):
        _band(axes, quadrant, answer)
    figure.supxlabel("hours from now", color=_INK, fontsize=11)
    figure.supylabel("share of the feeling, %", color=_INK, fontsize=11)


def _band(axes: "Axes", quadrant: Quadrant, answer: "ForecastAnswer") -> None:
    place, colour = list(Quadrant).index(quadrant), _COLOURS[quadrant]
    told = [100.0 * ahead.vector[place] for ahead in answer.ahead]
    low = [100.0 * ahead.low[place] for ahead in answer.ahead]
    high = [100.0 * ahead.high[place] for ahead in answer.ahead]
    axes.fill_between(answer.hours, low, high, color=colour, alpha=0.2, linewidth=0)
    axes.plot(
        answer.hours, told, color=colour, linewidth=2.4, marker="o", markersize=4, clip_on=False
    )
    axes.set(xlim=(0.0, answer.hours[-1]), ylim=(0.0, 100.0), yticks=range(0, 101, 25))
    axes.set_title(quadrant.value, color=colour, weight="bold", loc="left", fontsize=12)
    axes.grid(axis="y", color="#e4e4e4")
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=_INK, labelsize=9)


def _attention(figure: "SubFigure", back: "LookBack") -> None:
    """Heads by moments, the darker the more; each moment labelled by how long ago it was."""
    from moodarc.cli.forecast import length

    heads, n = back.weights.shape
    axes = figure.subplots()
    _title(figure, f"How much each past moment weighs, looking {length(back.hour)} ahead")
    part = f"attention, {back.share:.0%} of the forecast; the rest is regression"
    axes.set_title(
        f"the forecast is made by {back.version}: {part}", color=_FAINT, fontsize=10, loc="left"
    )
    image = axes.imshow(back.weights, aspect="auto", cmap="Blues", vmin=0.0)
    axes.set_xlim(-0.5, max(n, _LEAST_PLACES) - 0.5)
    axes.set_yticks(range(heads), [f"head {head + 1}" for head in range(heads)])
    shown = range((n - 1) % (step := -(-n // _MOST_LABELS)), n, step)
    axes.set_xticks(list(shown), [_ago(back.ages_h[place], n - 1 - place) for place in shown])
    axes.set_xlabel("moments, by how long ago", color=_INK, fontsize=11)
    axes.tick_params(colors=_INK, labelsize=9, length=0)
    axes.spines[:].set_visible(False)
    bar = figure.colorbar(image, ax=axes, pad=0.01, format=lambda share, _: f"{share:.0%}")
    bar.outline.set_visible(False)


def _ago(hours: float, moments: int) -> str:
    """Such as "45 min", "5 h", "3.2 d"; the present moment is "now"."""
    if not moments:
        return "now"
    if hours < 1.0:
        return f"{60.0 * hours:.0f} min"
    return f"{hours:.0f} h" if hours < _A_DAY_H else f"{hours / _A_DAY_H:.1f} d"
