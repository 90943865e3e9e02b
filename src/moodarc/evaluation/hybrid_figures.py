"""LIN-10's figures of lists: what was found, how the emotion matches, how far ratings are missed.

RMSE is of the value foretold, whatever a model's scores mean: the listener's mean value before,
plus a linear function of the share of candidates below the item, fitted by least squares on the
validation part. So it tells what the *order* of a model says of ratings, and a random list has
about the RMSE of the listener's mean.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.hybrid_lists import LISTED, Lists
from moodarc.evaluation.hybrid_moments import Moments
from moodarc.evaluation.report import BenchRow
from moodarc.metrics import quadrant_matching, soft_matching
from moodarc.protocols import bootstrap_interval, mean_interval

__all__ = ["differences", "list_figures", "mean_rows", "rmse_row", "squared_errors"]

Columns = dict[str, NDArray[np.float64]]
_RESAMPLES: Final = 1000


def list_figures(lists: Lists, moments: Moments, affect: NDArray[np.float32]) -> Columns:
    """Each figure of each moment, float64 (n,); NaN where it is not defined.

    Args:
        lists: of the moments.
        moments: n of them.
        affect: (n_items, 2), valence and arousal; NaN = unknown.
    """
    known = np.vstack([affect, np.full((1, 2), np.nan)])  # -1 is the last row
    shown = known[lists.listed].astype(np.float64)
    return {
        "match_quadrant": quadrant_matching(shown, moments.wanted),
        "match_soft": soft_matching(shown, moments.wanted),
        **_found(lists.place, moments),
    }


def _found(place: NDArray[np.float64], moments: Moments) -> Columns:
    n, row = len(moments), moments.row[moments.liked]
    place = place[moments.liked]
    inside = place <= LISTED
    wanted = np.bincount(row, minlength=n).astype(np.float64)
    hits = np.bincount(row, inside, minlength=n)
    asked = np.where(wanted > 0, wanted, np.nan)
    precision, recall = hits / LISTED + 0.0 * asked, hits / asked
    gain = np.bincount(row, np.where(inside, 1.0 / np.log2(1.0 + place), 0.0), minlength=n)
    best = np.concatenate([[np.nan], np.cumsum(1.0 / np.log2(np.arange(2, LISTED + 2)))])
    ideal = best[np.minimum(wanted, LISTED).astype(int)]
    average = np.bincount(row, _precision_at_hits(place, row), minlength=n)
    total = precision + recall
    return {
        "p10": precision,
        "r10": recall,
        "f1": 2.0 * precision * recall / np.where(total > 0.0, total, 1.0),
        "map10": average / np.minimum(asked, LISTED),
        "ndcg10": gain / ideal,
    }


def _precision_at_hits(place: NDArray[np.float64], row: NDArray[np.int64]) -> NDArray[np.float64]:
    """For each target in the first ten, precision at its place; else 0."""
    order = np.lexsort((place, row))
    first = np.searchsorted(row, row)  # rows ascend
    rank = np.empty(len(row))
    rank[order] = np.arange(len(row)) - first[order] + 1.0
    return np.where(place <= LISTED, rank / place, 0.0)


def squared_errors(
    validation: tuple[Lists, Moments], test: tuple[Lists, Moments]
) -> NDArray[np.float64]:
    """Squared error of every value of the test, (m,), by a calibration on the validation."""
    (learned, before), (asked, now) = validation, test
    left = before.value - before.usual[before.row]
    inputs = np.column_stack([np.ones(len(left)), learned.share])
    start, slope = np.linalg.lstsq(inputs, left)[0]
    told = now.usual[now.row] + start + slope * asked.share
    errors: NDArray[np.float64] = (told - now.value) ** 2
    return errors


def rmse_row(name: str, squared: NDArray[np.float64], moments: Moments) -> BenchRow:
    """Row `NAME.rmse`; listeners are drawn whole."""
    interval = bootstrap_interval(
        _root_mean,
        squared,
        rng=np.random.default_rng(0),
        groups=moments.listener[moments.row],
        resamples=_RESAMPLES,
    )
    return BenchRow.of(f"{name}.rmse", interval, higher_is_better=False)


def mean_rows(
    name: str, figures: Mapping[str, NDArray[np.float64]], moments: Moments
) -> list[BenchRow]:
    """Rows `NAME.FIGURE`: means over the moments where one is defined, listeners drawn whole."""
    rows = []
    for figure, values in figures.items():
        told = np.isfinite(values)
        if told.any():
            rng = np.random.default_rng(0)  # the same draws for all models
            interval = mean_interval(values[told], moments.listener[told], rng=rng)
            rows.append(BenchRow.of(f"{name}.{figure}", interval))
    return rows


def differences(full: Columns, other: Columns) -> Columns:
    """Each figure of `full` less that of `other`, moment by moment."""
    return {figure: full[figure] - other[figure] for figure in full}


def _root_mean(squared: NDArray[np.float64]) -> float:
    return float(np.sqrt(squared.mean()))
