r"""What the points of a course propose where their match alone counts, by nearness.

The match falls with a squared distance (`Columns`), so the best for a point are its nearest, and a
tree finds them without reading the others. The end of a path weighs distance more than doubt,

$$-\tfrac18 \big( (a + r) \lVert x - g \rVert^2 + a \sigma^2 \big)$$

with $a$ for `affect` and $r$ for `arrival`. No track beyond the expected squared distance $R^2$ is
worth more to it than $-a R^2 / 8$, so nearest ones are read until their n-th is better than that.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.recommend import SQUARED_DIAGONAL, highest
from moodarc.session.course import Moment, PointCourse
from moodarc.session.problem import Problem
from moodarc.session.scan import Scan

__all__ = ["proposed_by_nearness"]

_MORE: Final = 1.5
"""times as many as in an even plane would do are read for the end at first"""
_SPARE: Final = 8
"""tracks that are read beyond those wanted, as a scan rounds otherwise than a tree"""

Rows = NDArray[np.int64]


def proposed_by_nearness(problem: Problem, moment: Moment, n: int) -> Rows | None:
    """The n best of each moment and of the end of a path; None where nearness does not tell.

    Args:
        problem: without parts.
        moment: (n_moments,).
        n: fewer than there are candidates.
    """
    near = problem.course.near(problem.columns, moment, _asked(problem, n + _SPARE))
    if near is None:
        return None
    scan = Scan.of(problem, moment, near.rows)
    best = np.argsort(-scan.values(scan.weights), axis=1, kind="stable")[:, :n]
    chosen = np.take_along_axis(near.rows, best, axis=1).ravel()
    course = problem.course
    if isinstance(course, PointCourse) and problem.leads:
        return np.concatenate([chosen, _nearest_end(problem, course, n)])
    return chosen


def _nearest_end(problem: Problem, course: PointCourse, n: int) -> Rows:
    affect, arrival = problem.policy.affect, problem.policy.arrival
    end, goal = Moment(np.zeros(1), np.ones(1)), np.array(course.goal)
    wanted = math.ceil(_MORE * n * (affect + arrival) / affect)
    while (near := course.near(problem.columns, end, _asked(problem, wanted))) is not None:
        (rows,), squared = near
        values = Scan.of(problem, end, rows).ending(arrival)
        best = highest(values, n)
        others = (affect + arrival) * goal @ goal - affect * squared[0]
        if len(rows) == len(problem.columns) or values[best[-1]] > others / SQUARED_DIAGONAL:
            return np.asarray(rows[best])
        wanted *= 2
    return np.zeros(0, dtype=np.int64)


def _asked(problem: Problem, wanted: int) -> int:
    """How many to ask a tree for, so that as many as wanted are not left out."""
    return min(len(problem.columns), wanted + len(problem.left_out))
