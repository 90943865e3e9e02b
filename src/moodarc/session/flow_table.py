"""How each candidate follows each other, for a search that asks for the same ones again and again.

The lists of a beam share most of their last tracks, so that flow from a track is counted once and
kept, where candidates are few enough for a table of all pairs.
"""

import numpy as np
from numpy.typing import NDArray

from moodarc.session.flow import FlowColumns
from moodarc.session.problem import Problem

__all__ = ["FlowTable"]

_MOST = 2000
"""candidates whose pairs are kept; 32 MB"""

Floats = NDArray[np.float64]


class FlowTable:
    """Flow between the candidates of a problem, in the score's unit, all parts together.

    Args:
        problem: that is searched.
    """

    def __init__(self, problem: Problem) -> None:
        self._policy, self._columns = problem.policy, FlowColumns.of(problem.columns.table)
        n = len(problem.columns)
        self._kept = np.empty((n, n)) if n <= _MOST else None
        self._is_kept = np.zeros(n, dtype=bool)

    def after(self, rows: NDArray[np.int64]) -> Floats:
        """From each of some rows into every candidate, (m, n)."""
        if self._kept is None:
            return self._counted(rows)
        new = np.unique(rows[~self._is_kept[rows]])
        if len(new):
            self._kept[new] = self._counted(new)
            self._is_kept[new] = True
        return self._kept[rows]

    def _counted(self, rows: NDArray[np.int64]) -> Floats:
        flow, *others = self._columns.parts(self._policy, rows).values()
        for values in others:
            flow += values
        return flow
