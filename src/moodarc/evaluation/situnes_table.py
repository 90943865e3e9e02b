"""The figures of `bench situnes` as a Markdown table, beside those that were published."""

from collections.abc import Iterator
from typing import Final

from moodarc.evaluation.report import BenchReport
from moodarc.evaluation.situnes_check import GROUPS
from moodarc.evaluation.situnes_ways import BASELINES, SINGLE

__all__ = ["PUBLISHED", "situnes_table"]

PUBLISHED: Final = {
    "setting1.plain": (0.6564, 0.3337, 0.4464),
    "setting2.plain": (0.7222, 0.2832, 0.4268),
    "setting2.situation": (0.8188, 0.2323, 0.3751),
    "setting3.situation": (0.7104, 0.2658, 0.3983),
}
"""AUC, MAE, RMSE: each the best of FM, Wide & Deep, AutoInt and DCN V2 (Li et al., CHIIR 2024)."""

_METRICS: Final = ("auc", "mae", "rmse")


def situnes_table(report: BenchReport) -> str:
    """Ours, single ways, baselines and the published best, setting by setting."""
    values = {row.name: row.value for row in report.rows}
    lines = ["| setting | inputs | way | AUC | MAE | RMSE |", "|---|---|---|---|---|---|"]
    for setting in ("setting1", "setting2", "setting3"):
        for group in GROUPS:
            lines += _lines(values, setting, group)
    return "\n".join(lines) + "\n"


def _lines(values: dict[str, float], setting: str, group: str) -> Iterator[str]:
    stem = f"situnes.{setting}.{group}"
    if f"{stem}.auc" not in values:
        return
    ways = {"ours": stem} | {way: f"{stem}.{way}" for way in (*SINGLE, *BASELINES)}
    for way, name in ways.items():
        found = [values[f"{name}.{metric}"] for metric in _METRICS]
        yield _line((setting, group, way), found)
    if f"{setting}.{group}" in PUBLISHED:
        yield _line((setting, group, "published best"), PUBLISHED[f"{setting}.{group}"])


def _line(names: tuple[str, ...], figures: list[float] | tuple[float, ...]) -> str:
    return "| " + " | ".join([*names, *(f"{figure:.4f}" for figure in figures)]) + " |"
