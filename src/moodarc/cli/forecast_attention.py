"""How much each past moment weighs in the learned forecaster's attention, drawn (LIN-12 fig. 8)."""

from typing import TYPE_CHECKING, Final

from moodarc.cli.forecast_learned import LearnedAnswer, ago

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

__all__ = ["draw_attention"]

_INK: Final = "#222222"
_FAINT: Final = "#8a8a8a"
_MOST_LABELS: Final = 14
"""of times; more would run into each other"""
_MOST_FIGURES: Final = 14
"""moments up to which each weight stands in its field"""


def draw_attention(figure: "SubFigure", made_by: LearnedAnswer, ahead: str) -> None:
    """Fields of heads by moments, oldest left.

    Args:
        figure: to fill.
        made_by: with the weights.
        ahead: in words, how far ahead they look.
    """
    axes = figure.subplots()
    heads, n = made_by.attended.shape
    figure.suptitle(
        f"Where the attention {'looks' if made_by.share else 'would look'} back, {ahead} ahead"
        f"{'' if made_by.share else ' (it enters no forecast yet)'}",
        color=_INK, fontsize=13, x=0.0075, ha="left",
    )  # fmt: skip
    axes.set_title(
        f"{made_by.version}: attention weighs {made_by.share:.0%} in this forecast, "
        f"the regression {1.0 - made_by.share:.0%}",
        color=_FAINT, fontsize=10, loc="left",
    )  # fmt: skip
    fields = axes.imshow(
        100.0 * made_by.attended, aspect="auto", cmap="Blues", vmin=0.0, interpolation="nearest"
    )
    # the newest always has its label
    step = -(-n // _MOST_LABELS)
    places = range((n - 1) % step, n, step)
    axes.set_xticks(list(places), [ago(float(made_by.ago_h[place])) for place in places])
    axes.set_yticks(range(heads), [f"head {head + 1}" for head in range(heads)])
    axes.set_xlabel("how long ago the moment was", color=_INK, fontsize=11)
    axes.tick_params(colors=_INK, labelsize=9)
    if n <= _MOST_FIGURES:
        top = float(made_by.attended.max())
        for (head, place), weight in _cells(made_by):
            colour = "white" if weight > 0.6 * top else _INK
            axes.text(
                place, head, f"{weight:.0%}", color=colour, ha="center", va="center", fontsize=9
            )
    figure.colorbar(fields, ax=axes, label="weight, %", pad=0.01)


def _cells(made_by: LearnedAnswer) -> list[tuple[tuple[int, int], float]]:
    heads, n = made_by.attended.shape
    return [
        ((head, place), float(made_by.attended[head, place]))
        for head in range(heads)
        for place in range(n)
    ]
