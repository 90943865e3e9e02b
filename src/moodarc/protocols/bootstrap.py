"""How far a figure could be off by the luck of the sample: the percentile bootstrap (Efron 1979).

Rows are drawn with replacement as often as there are rows, the metric is measured again, and the
middle `level` of what comes out is the interval. Rows that belong together (tracks of an artist,
readings of a listener) are drawn together, by group: else the interval comes out too narrow.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError

__all__ = ["Interval", "bootstrap_interval", "mean_interval"]


class Interval(NamedTuple):
    """A measured value, and the ends of its interval."""

    value: float
    low: float
    high: float


def bootstrap_interval(
    metric: Callable[..., float],
    *arrays: ArrayLike,
    rng: np.random.Generator,
    groups: ArrayLike | None = None,
    resamples: int = 1000,
    level: float = 0.95,
) -> Interval:
    """The metric on all rows with its percentile interval.

    A draw on which the metric is not defined (NaN: a correlation with a constant) is left out.

    Args:
        metric: takes the arrays, row by row of the same length, and gives a number.
        *arrays: (n, ...) each.
        rng: source of the draws.
        groups: (n,) draw these whole (cluster bootstrap); without it each row for itself.
        resamples: number of draws.
        level: share of the draws inside the interval, in (0, 1).

    Raises:
        InputError: arrays of unequal or no length, no draw, a level outside (0, 1), or a metric
            that is undefined on more than half of the draws.

    >>> rng = np.random.default_rng(0)
    >>> interval = bootstrap_interval(np.mean, np.arange(100.0), rng=rng)
    >>> interval.value, bool(43 < interval.low < 45), bool(54 < interval.high < 56)
    (49.5, True, True)
    """
    columns = [np.asarray(array) for array in arrays]
    _check(columns, resamples, level)
    blocks = _blocks(len(columns[0]), groups)
    drawn = np.array([metric(*_draw(columns, blocks, rng)) for _ in range(resamples)])
    defined = drawn[~np.isnan(drawn)]
    if defined.size * 2 < resamples:
        msg = f"the metric is undefined on {resamples - defined.size} of {resamples} draws; "
        raise InputError(msg + "give it more rows or groups")
    low, high = np.quantile(defined, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return Interval(float(metric(*columns)), float(low), float(high))


def mean_interval(
    values: ArrayLike,
    groups: ArrayLike,
    *,
    rng: np.random.Generator,
    repeats: ArrayLike | None = None,
    resamples: int = 1000,
) -> Interval:
    """A mean with its 95 % interval, groups drawn whole; quick for many rows.

    Args:
        values: (n,) finite.
        groups: (n,) who each belongs to.
        rng: source of the draws.
        repeats: (n,) which repetition of a trial that was itself drawn each is of; repetitions are
            drawn with replacement, too, beside the groups (Owen 2007's pigeonhole bootstrap). Few
            of them make an interval that is too narrow: by a factor of .8 for three.
        resamples: number of draws.

    Raises:
        InputError: no rows, or of unequal number.

    >>> rng = np.random.default_rng(0)
    >>> round(mean_interval([0.0, 1.0, 1.0], [1, 2, 2], rng=rng).value, 3)
    0.667
    """
    rows, (_, who) = np.asarray(values, np.float64), np.unique(groups, return_inverse=True)
    _check([rows, who], resamples, 0.95)
    if repeats is None:
        sums, counts = np.bincount(who, rows), np.bincount(who)
        means = _drawn_means(sums, counts, rng=rng, resamples=resamples)
    else:
        _, trial = np.unique(repeats, return_inverse=True)
        _check([rows, trial], resamples, 0.95)
        means = _drawn_crossed(rows, who, trial, rng=rng, resamples=resamples)
    low, high = np.nanquantile(means, [0.025, 0.975])
    return Interval(float(rows.mean()), float(low), float(high))


def _drawn_means(
    sums: NDArray[Any], counts: NDArray[Any], *, rng: np.random.Generator, resamples: int
) -> list[float]:
    means = []
    for _ in range(resamples):
        drawn = rng.integers(len(counts), size=len(counts))
        means.append(float(sums[drawn].sum() / counts[drawn].sum()))
    return means


def _drawn_crossed(
    rows: NDArray[np.float64],
    who: NDArray[np.intp],
    trial: NDArray[np.intp],
    *,
    rng: np.random.Generator,
    resamples: int,
) -> list[float]:
    """With groups and repetitions drawn, each by itself; NaN where no row was drawn."""
    shape = (int(who.max()) + 1, int(trial.max()) + 1)
    sums, counts = (
        sp.coo_array((values, (who, trial)), shape=shape).toarray()
        for values in (rows, np.ones_like(rows))
    )
    means = []
    for _ in range(resamples):
        times = [np.bincount(rng.integers(n, size=n), minlength=n) for n in shape]
        total = times[0] @ counts @ times[1]
        means.append(float(times[0] @ sums @ times[1] / total) if total else float("nan"))
    return means


def _check(columns: list[NDArray[Any]], resamples: int, level: float) -> None:
    lengths = {len(column) for column in columns}
    if len(lengths) != 1 or 0 in lengths:
        msg = f"arrays have {sorted(lengths)} rows; expected the same number, at least 1"
        raise InputError(msg)
    if resamples < 1 or not 0.0 < level < 1.0:
        msg = f"{resamples} draws at level {level}; expected at least 1 and a level in (0, 1)"
        raise InputError(msg)


def _blocks(n: int, groups: ArrayLike | None) -> list[NDArray[np.intp]]:
    """The rows of each group; each row is its own group where none are given."""
    if groups is None:
        return [np.array([row]) for row in range(n)]
    _, members = np.unique(np.asarray(groups), return_inverse=True)
    if len(members) != n:
        msg = f"{len(members)} groups for {n} rows; expected one a row"
        raise InputError(msg)
    return np.split(np.argsort(members, kind="stable"), np.cumsum(np.bincount(members))[:-1])


def _draw(
    columns: list[NDArray[Any]], blocks: list[NDArray[np.intp]], rng: np.random.Generator
) -> list[NDArray[Any]]:
    chosen = rng.integers(len(blocks), size=len(blocks))
    rows = np.concatenate([blocks[block] for block in chosen])
    return [column[rows] for column in columns]
