"""The card of a recommender that somebody trained: what it learned from and how well it ranks."""

from collections.abc import Sequence
from typing import Final

from moodarc.datasets import Plays
from moodarc.evaluation.report import BenchRow
from moodarc.recommend import Recipe

__all__ = ["recommender_card"]

_CARD: Final = """# {model}

Learned from {n:,} plays of {listeners:,} listeners and {items:,} items ({kind}). The licence of
these data holds for what is learned from them.

Settings: `{recipe}`.

Figures of the same recipe, fitted without the test part (95 % intervals, listeners drawn whole);
the model itself was fitted on all plays:

| figure | value | 95 % |
|---|---|---|
{figures}

Limits: it knows the items of its data and no others; somebody whose taste these listeners do not
share is served worse. Plays tell what was heard, not what was liked.{caution}
"""


def recommender_card(model: str, plays: Plays, rows: Sequence[BenchRow], *, recipe: Recipe) -> str:
    """Markdown: data, settings, figures of the held-out part, limits."""
    learned = plays.interactions
    return _CARD.format(
        model=model,
        n=len(learned),
        listeners=learned.n_listeners,
        items=learned.n_items,
        kind=plays.kind,
        recipe=recipe,
        figures="\n".join(f"| {row.name} | {row.value:.3f} | {_interval(row)} |" for row in rows),
        caution=f" Caution: {plays.caution}." if plays.caution else "",
    )


def _interval(row: BenchRow) -> str:
    return "" if row.low is None else f"{row.low:.3f} to {row.high:.3f}"
