"""The rows of `bench hybrid` as Markdown: LIN-10's table and LIN-11's, with the paper's claims."""

from collections.abc import Mapping, Sequence
from typing import Final

from moodarc.evaluation.hybrid_data import LETTERS
from moodarc.evaluation.report import BenchReport, BenchRow

__all__ = ["hybrid_table"]

_COLUMNS: Final = (
    *("rmse", "match_quadrant", "match_soft", "p10", "r10", "f1"),
    *("map10", "ndcg10", "latency_ms"),
)
_ABLATED: Final = ("rmse", "match_quadrant", "match_soft", "p10", "f1", "ndcg10")
_FRONTIER: Final = ("ndcg10", "match_quadrant", "match_soft")
_CLAIMS: Final = {
    "rmse": 0.62,
    "match_quadrant": 0.82,
    "p10": 0.83,
    "r10": 0.68,
    "f1": 0.74,
    "map10": 0.79,
    "ndcg10": 0.85,
    "latency_ms": 330.0,
}
"""of Lin et al. for F (LIN-10); which matching is meant, the paper does not say"""
_ABLATION_CLAIMS: Final = {
    "full": {"rmse": 0.62, "match_quadrant": 0.82, "p10": 0.83, "f1": 0.74},
    "no_emotion": {"rmse": 0.72, "match_quadrant": 0.75, "p10": 0.71, "f1": 0.59},
    "no_hybrid": {"rmse": 0.68, "match_quadrant": 0.78, "p10": 0.76, "f1": 0.66},
    "no_dynamics": {"rmse": 0.70, "match_quadrant": 0.77, "p10": 0.74, "f1": 0.64},
}

Figures = Mapping[str, BenchRow]


def hybrid_table(report: BenchReport) -> str:
    """Markdown; a cell is a value and the ends of its 95 % interval."""
    found = _by_model(report)
    models = {name: one for name, one in found.items() if "map10" in one}
    ablated = {name: found[f"ablation.{name}"] for name in _ABLATION_CLAIMS if _has(found, name)}
    lambdas = {name: one for name, one in found.items() if name.startswith("lambda_")}
    lines = [f"# {report.bench} on {report.data}", "", "## LIN-10", ""]
    lines += _table({LETTERS.get(name, name): one for name, one in models.items()}, _COLUMNS)
    lines += [_claim("F, claimed", _CLAIMS, _COLUMNS), "", "## LIN-11", ""]
    lines += _table({name.replace("_", " "): one for name, one in ablated.items()}, _ABLATED)
    lines += [_claim(f"{name}, claimed", _ABLATION_CLAIMS[name], _ABLATED) for name in ablated]
    lines += ["", "## By lambda", "", *_table(lambdas, _FRONTIER)]
    return "\n".join(lines) + "\n"


def _has(found: Mapping[str, Figures], setting: str) -> bool:
    return f"ablation.{setting}" in found


def _by_model(report: BenchReport) -> dict[str, dict[str, BenchRow]]:
    """Rows `hybrid.DATA.NAME.FIGURE`, by name, which may have dots, and figure."""
    found: dict[str, dict[str, BenchRow]] = {}
    for row in report.rows:
        parts = row.name.split(".")
        found.setdefault(".".join(parts[2:-1]), {})[parts[-1]] = row
    return found


def _table(models: Mapping[str, Figures], columns: Sequence[str]) -> list[str]:
    lines = [["model", *columns], ["---"] * (len(columns) + 1)]
    lines += [[name, *(_cell(one.get(c)) for c in columns)] for name, one in models.items()]
    return [_line(cells) for cells in lines]


def _claim(name: str, claims: Mapping[str, float], columns: Sequence[str]) -> str:
    return _line([name, *(f"{claims[c]:g}" if c in claims else "" for c in columns)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(row: BenchRow | None) -> str:
    if row is None:
        return ""
    interval = "" if row.low is None else f" [{row.low:.3f}, {row.high:.3f}]"
    return f"{row.value:.3f}{interval}"
