"""LIN-12's figures 4 and 5 as rows: match over the plane, and over a listener's time.

Figure 4 parts the plane into quarters of each axis, `v1` to `v4` by `a1` to `a4` from -1 to 1, and
takes the mean soft match of the lists of those who felt so. Figure 5 follows the listener of whom
the test has most moments; beside it stands, of all listeners, how much the match of their lists
goes up and down: its standard deviation within a listener.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.hybrid_moments import Moments
from moodarc.evaluation.report import BenchRow
from moodarc.protocols import mean_interval

__all__ = ["QUARTERS", "plane_rows", "time_rows"]

QUARTERS: Final = 4
_AXES: Final = ("valence", "arousal")


def plane_rows(
    table: str, moments: Moments, match: Mapping[str, NDArray[np.float64]]
) -> Iterator[BenchRow]:
    """Rows `TABLE.plane.MODEL.vNaM`, and `TABLE.plane.n.vNaM` with the number of lists.

    Args:
        table: start of row names.
        moments: with what was felt.
        match: (n,) soft match of each list, by model.
    """
    place = np.clip((moments.wanted + 1.0) * (QUARTERS / 2.0), 0.0, QUARTERS - 1.0).astype(int)
    for valence, arousal in np.ndindex(QUARTERS, QUARTERS):
        here = (place == (valence, arousal)).all(axis=1)
        cell = f"v{valence + 1}a{arousal + 1}"
        n = float(here.sum())
        yield BenchRow(name=f"{table}.plane.n.{cell}", value=n, higher_is_better=None)
        for model, values in match.items():
            told = values[here & np.isfinite(values)]
            if len(told):
                yield BenchRow(name=f"{table}.plane.{model}.{cell}", value=float(told.mean()))


def time_rows(
    table: str, moments: Moments, match: Mapping[str, NDArray[np.float64]]
) -> Iterator[BenchRow]:
    """Rows `TABLE.time.WHEN.valence`, `.arousal` and `.MODEL`, and `TABLE.fluctuation.MODEL`.

    WHEN counts the listener's moments from 01. Nothing where there are no times.

    Args:
        table: start of row names.
        moments: with what was felt.
        match: (n,) soft match of each list, by model.
    """
    if moments.at_s is None:
        return
    values, counts = np.unique(moments.listener, return_counts=True)
    followed = np.flatnonzero(moments.listener == values[counts.argmax()])
    for number, row in enumerate(followed[np.argsort(moments.at_s[followed], kind="stable")], 1):
        own = f"{table}.time.{number:02d}"
        felt = zip(_AXES, moments.wanted[row].tolist(), strict=True)
        told = ((name, float(each[row])) for name, each in match.items())
        for name, value in (*felt, *told):
            good = None if name in _AXES else True
            yield BenchRow(name=f"{own}.{name}", value=value, higher_is_better=good)
    for name, each in match.items():
        spread, who = _within(each, moments.listener)
        interval = mean_interval(spread, who, rng=np.random.default_rng(0))
        yield BenchRow.of(f"{table}.fluctuation.{name}", interval, higher_is_better=False)


def _within(
    values: NDArray[np.float64], listener: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The standard deviation within each listener, and whose it is."""
    who = np.unique(listener)
    return np.array([np.nanstd(values[listener == one]) for one in who]), who
