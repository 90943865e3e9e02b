r"""What the points of a course propose where their match alone counts, by nearness.

The match falls with a squared distance (`Columns`), so the best for a point are its nearest, and a
tree finds them without reading the others. The end of a path weighs distance more than doubt,

$$-\tfrac18 \big( (a + r) \lVert x - g \rVert^2 + a \sigma^2 \big)$$

with $a$ for `affect` and $r$ for `arrival`. No track beyond the expected squared distance $R^2$ is
worth more to it than $-a R^2 / 8$, so it is enough to read the nearest if n of these are; where
they are not, all are read.
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

_SPARE: Final = 8
"""tracks that are read beyond those wanted, as a scan rounds otherwise than a tree"""
_MORE: Final = 2.0
"""times as many are read for the end as would do if all places held as many tracks"""

Rows = NDArray[np.int64]


def proposed_by_nearness(problem: Problem, moment: Moment, n: int) -> Rows | None:
    """The n best of each moment and of the end of a path; None where nearness does not tell.

    Args:
        problem: without parts.
        moment: (n_moments,).
        n: fewer than there are candidates.
    """
    near = _near(problem, moment, n + _SPARE)
    if near is None:
        return None
    scan, course = Scan.of(problem, moment, near), problem.course
    best = np.argsort(-scan.values(scan.weights), axis=1, kind="stable")[:, :n]
    chosen = np.take_along_axis(near, best, axis=1)
    if isinstance(course, PointCourse) and problem.leads:
        return np.append(chosen, _best_end(problem, course, n))
    return chosen.ravel()


def _best_end(problem: Problem, course: PointCourse, n: int) -> Rows:
    affect, arrival = problem.policy.affect, problem.policy.arrival
    end, goal = Moment(np.zeros(1), np.ones(1)), np.array(course.goal)
    near = _near(problem, end, math.ceil(_MORE * n * (affect + arrival) / affect))
    if near is not None:
        scan = Scan.of(problem, end, near[0])
        values = scan.ending(arrival)
        best = highest(values, n)
        fit = scan.values(scan.weights[0])
        least = float(fit.min(initial=np.inf, where=fit > -np.inf))
        if values[best[-1]] > least + arrival * float(goal @ goal) / SQUARED_DIAGONAL:
            rows: Rows = near[0][best]
            return rows
    return highest(Scan.of(problem, end).ending(arrival), n)


def _near(problem: Problem, moment: Moment, wanted: int) -> Rows | None:
    """As many of the nearest as it takes for so many not to be left out."""
    k = min(len(problem.columns), wanted + len(problem.left_out))
    return problem.course.near(problem.columns, moment, k)
