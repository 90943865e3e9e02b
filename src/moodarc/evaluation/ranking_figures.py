"""From places to figures: HR, NDCG, precision, recall and reciprocal rank, with intervals.

All of them follow from the places of the targets (`protocols.ranked_targets`): an item is listed at
n when its place is at most n. A history's recall is the share of its targets that are listed;
with one target it equals the hit rate, and precision at 10 is at most 0.1 (MISSION, EM-9).
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.report import BenchRow
from moodarc.protocols import Trial, mean_interval

__all__ = ["FIGURES", "by_history", "by_target", "figure_rows", "precision_ceiling"]

FIGURES = ("hr10", "ndcg10", "p10", "r10", "hr20", "r20", "mrr20")
"""suffixes of row names"""


def by_history(places: NDArray[np.float64], trial: Trial) -> dict[str, NDArray[np.float64]]:
    """Each figure of each history, float64 (n_histories,); its targets stand in one list.

    Args:
        places: (n,) of the targets, from 1.
        trial: whose they are.
    """
    return _figures(places, trial.history, len(trial.histories))


def by_target(places: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Each figure of each target, float64 (n,); each stands in a list of its own negatives."""
    return _figures(places, np.arange(len(places)), len(places))


def _figures(
    places: NDArray[np.float64], lists: NDArray[np.int64], n: int
) -> dict[str, NDArray[np.float64]]:
    targets = np.bincount(lists, minlength=n)

    def total(values: NDArray[np.generic]) -> NDArray[np.float64]:
        return np.bincount(lists, values, minlength=n).astype(np.float64)

    in_10, in_20 = total(places <= 10), total(places <= 20)
    gain = total(np.where(places <= 10, 1.0 / np.log2(1.0 + places), 0.0))
    best = np.full(n, np.inf)
    np.minimum.at(best, lists, places)
    return {
        "hr10": (in_10 > 0).astype(np.float64),
        "ndcg10": gain / _ideal_gain(targets),
        "p10": in_10 / 10.0,
        "r10": in_10 / targets,
        "hr20": (in_20 > 0).astype(np.float64),
        "r20": in_20 / targets,
        "mrr20": np.where(best <= 20, 1.0 / best, 0.0),
    }


def precision_ceiling(trial: Trial) -> float:
    """The largest precision at 10 that any list could have."""
    targets = np.bincount(trial.history, minlength=len(trial.histories))
    return float(np.minimum(targets, 10).mean() / 10.0)


def figure_rows(
    name: str,
    figures: Mapping[str, NDArray[np.float64]],
    group: NDArray[np.int64],
    *,
    repeats: NDArray[np.int64] | None = None,
    seed: int = 0,
) -> tuple[BenchRow, ...]:
    """Rows `NAME.FIGURE`: means over histories, listeners drawn whole for the interval.

    Args:
        name: of the model's rows.
        figures: by suffix, (n_histories,); NaN where one is not defined.
        group: (n_histories,) whose each history is.
        repeats: (n_histories,) which repetition of the trial it was asked in; these are drawn, too.
        seed: of the draws; the same for all models, so that they are compared on the same draws.
    """
    rows = []
    for suffix, values in figures.items():
        defined = np.isfinite(values)
        if defined.any():
            rng = np.random.default_rng(seed)
            again = None if repeats is None else repeats[defined]
            interval = mean_interval(values[defined], group[defined], rng=rng, repeats=again)
            rows.append(BenchRow.of(f"{name}.{suffix}", interval))
    return tuple(rows)


def _ideal_gain(targets: NDArray[np.int64]) -> NDArray[np.float64]:
    ideal = np.cumsum(1.0 / np.log2(np.arange(2, 12)))
    gains: NDArray[np.float64] = ideal[np.minimum(targets, 10) - 1]
    return gains
