"""Candidates as a linear form of what a moment of the course weighs, for reading many at once."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moodarc.recommend import SQUARED_DIAGONAL
from moodarc.session.course import ALL, Moment
from moodarc.session.problem import Problem

__all__ = ["Scan", "summed"]

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """Some candidates, in float32.

    Attributes:
        affect: weight of the match.
        base: (n,), whatever the moment; -inf where one is left out.
        columns: (n,) each.
        square: (n,), the squared distance from the origin of the plane.
        weights: float64 (n_moments, n_columns).
    """

    affect: float
    base: Floats32
    columns: tuple[NDArray[np.floating], ...]
    square: NDArray[np.floating]
    weights: Floats

    @classmethod
    def of(cls, problem: Problem, moment: Moment, rows: Rows | slice = ALL) -> "Scan":
        """Of some rows, any shape; all of them if not told."""
        columns, affect = problem.columns, problem.policy.affect
        pulled = problem.course.pulls(columns, moment, rows)
        base = problem.liking[rows].astype(np.float32)
        base += np.float32(affect) * pulled.own
        if len(problem.left_out):
            is_left_out = np.zeros(len(columns), dtype=np.bool_)
            is_left_out[problem.left_out] = True
            base[is_left_out[rows]] = -np.inf
        return cls(affect, base, pulled.columns, columns.square[rows], pulled.weights)

    def take(self, rows: Rows | slice) -> "Scan":
        """Only these."""
        columns = tuple(np.ascontiguousarray(own[rows]) for own in self.columns)
        return replace(
            self,
            base=np.ascontiguousarray(self.base[rows]),
            columns=columns,
            square=self.square[rows],
        )

    def values(self, weights: Floats) -> Floats32:
        """What a moment thinks of all candidates, up to a constant; (n,).

        Where each of several moments has candidates of its own, (n_moments, n), weights are
        (n_moments, n_columns).
        """
        return summed(self.base.copy(), self.columns, self.affect * weights)

    def ending(self, arrival: float) -> Floats32:
        """What the end thinks: the last moment, and what it costs to end there."""
        price = np.float32(-arrival / SQUARED_DIAGONAL) * self.square
        end = replace(self, affect=self.affect + arrival, base=self.base + price)
        return end.values(self.weights[-1])


def summed(
    values: Floats32, columns: tuple[NDArray[np.floating], ...], weights: Floats
) -> Floats32:
    """Add columns in place, weighted by (n_columns,) or (n_moments, n_columns)."""
    term = np.empty_like(values)
    of_columns = np.expand_dims(weights.astype(np.float32).T, -1)
    for column, weight in zip(columns, of_columns, strict=True):
        values += np.multiply(column, weight, out=term)
    return values
