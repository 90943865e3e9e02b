"""The rows of `bench recommend` as one table a protocol: a line a model, a column a figure."""

from collections.abc import Sequence

from moodarc.evaluation.ranking_figures import FIGURES
from moodarc.evaluation.report import BenchReport, BenchRow

__all__ = ["markdown_table"]

_COLUMNS = (*FIGURES, "match_quadrant", "match_soft")


def markdown_table(report: BenchReport) -> str:
    """Markdown; a cell is a value and the ends of its 95 % interval."""
    found: dict[str, dict[str, dict[str, BenchRow]]] = {}
    for row in report.rows:
        parts = row.name.split(".")
        if len(parts) == 5:
            _, _, protocol, model, figure = parts
            found.setdefault(protocol, {}).setdefault(model, {})[figure] = row
    title = f"# {report.bench} on {report.data}\n"
    return "\n".join([title, *(_protocol(name, models) for name, models in found.items())])


def _protocol(name: str, models: dict[str, dict[str, BenchRow]]) -> str:
    columns = [c for c in _COLUMNS if any(c in figures for figures in models.values())]
    lines = [["model", *columns], ["---"] * (len(columns) + 1)]
    lines += [[model, *_cells(figures, columns)] for model, figures in models.items()]
    return f"## {name}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _cells(figures: dict[str, BenchRow], columns: Sequence[str]) -> list[str]:
    return [_cell(figures[column]) if column in figures else "" for column in columns]


def _cell(row: BenchRow) -> str:
    interval = "" if row.low is None else f" [{row.low:.3f}, {row.high:.3f}]"
    return f"{row.value:.3f}{interval}"
